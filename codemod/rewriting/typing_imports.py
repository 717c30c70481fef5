"""Imports for annotations alone, below ``if TYPE_CHECKING:``: they go with the last annotation that names them."""

from __future__ import annotations

from collections.abc import Iterator, Set

import libcst as cst

from codemod.rewriting.leftovers import without_line
from codemod.source import Edit, ParsedModule
from codemod.syntax.imports import alias_text, entries_of, local_names
from codemod.syntax.typing_imports import typing_imports


def drop_typing_imports(module: ParsedModule, unused: Set[str]) -> list[Edit]:
    """Edits that take away names whose last use went.

    An import on several lines stays, and so do one with a comment and a block's only imports.
    """
    found = list(typing_imports(module.tree))
    dropped = [(line, node) for line, node in found if not unused.isdisjoint(local_names(node))]
    if len(dropped) == len(found):
        return []
    return [edit for line, node in dropped for edit in _without(module, line, node, unused)]


def _without(
    module: ParsedModule, line: cst.SimpleStatementLine, node: cst.ImportFrom | cst.Import, unused: Set[str]
) -> Iterator[Edit]:
    names = zip(entries_of(node), local_names(node), strict=True)
    kept = [alias_text(*entry) for entry, local in names if local not in unused]
    start, end = module.span(node)
    text = module.source.text[start:end]
    if not kept and line.trailing_whitespace.comment is None and not line.leading_lines:
        yield without_line(module, line)
    elif kept and "\n" not in text and "(" not in text:
        head = text[: text.index("import ") + len("import ")]
        yield Edit(start, end, f"{head}{', '.join(kept)}")
