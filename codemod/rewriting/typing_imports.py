"""Imports for annotations alone, below ``if TYPE_CHECKING:``: they go with the last annotation that names them."""

from __future__ import annotations

from collections.abc import Iterator, Set

import libcst as cst

from codemod.rewriting.leftovers import without_line
from codemod.source import Edit, ParsedModule


def typing_imports(tree: cst.Module) -> Iterator[tuple[cst.SimpleStatementLine, cst.ImportFrom | cst.Import]]:
    """The imports of a module that only a type checker sees, one to a line."""
    for block in tree.body:
        if isinstance(block, cst.If) and _asks_for_checker(block.test) and isinstance(block.body, cst.IndentedBlock):
            for line in block.body.body:
                match line:
                    case cst.SimpleStatementLine(body=[cst.ImportFrom() | cst.Import() as node]):
                        yield line, node
                    case _:
                        pass


def drop_typing_imports(module: ParsedModule, unused: Set[str]) -> list[Edit]:
    """Edits that take away names whose last use went.

    An import on several lines stays, and so do one with a comment and a block's only imports.
    """
    found = list(typing_imports(module.tree))
    dropped = [(line, node) for line, node in found if unused & {local for _, local in _names(node)}]
    if len(dropped) == len(found):
        return []
    return [edit for line, node in dropped for edit in _without(module, line, node, unused)]


def _without(
    module: ParsedModule, line: cst.SimpleStatementLine, node: cst.ImportFrom | cst.Import, unused: Set[str]
) -> Iterator[Edit]:
    kept = [text for text, local in _names(node) if local not in unused]
    start, end = module.span(node)
    text = module.source.text[start:end]
    if not kept and line.trailing_whitespace.comment is None and not line.leading_lines:
        yield without_line(module, line)
    elif kept and "\n" not in text and "(" not in text:
        head = text[: text.index("import ") + len("import ")]
        yield Edit(start, end, f"{head}{', '.join(kept)}")


def _names(node: cst.ImportFrom | cst.Import) -> list[tuple[str, str]]:
    """Each alias as written, with its local name."""
    if isinstance(node.names, cst.ImportStar):
        return []
    return [
        (
            f"{alias.evaluated_name} as {alias.evaluated_alias}" if alias.asname else alias.evaluated_name,
            alias.evaluated_alias or alias.evaluated_name.split(".")[0],
        )
        for alias in node.names
    ]


def _asks_for_checker(test: cst.BaseExpression) -> bool:
    match test:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name == "TYPE_CHECKING"
        case _:
            return False
