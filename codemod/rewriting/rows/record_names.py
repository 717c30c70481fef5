"""asyncpg's ``Record`` in annotations, by whatever name a module knows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import libcst as cst

from codemod.rewriting.rows.library_names import full_name
from codemod.source import ParsedModule
from codemod.syntax.tree import dotted, walk
from codemod.syntax.typing_imports import typing_imports

_RECORD: Final = "asyncpg.Record"


def annotated_name(module: ParsedModule, node: cst.BaseExpression) -> str:
    """What an expression in an annotation names; imports for type checkers count."""
    name = dotted(node) or ""
    first, _, rest = name.partition(".")
    found = full_name(module, node)
    if found or not first:
        return found
    for _, statement in typing_imports(module.tree):
        for alias in () if isinstance(statement.names, cst.ImportStar) else statement.names:
            if (alias.evaluated_alias or alias.evaluated_name) == first:
                of = dotted(statement.module) if isinstance(statement, cst.ImportFrom) and statement.module else ""
                full = f"{of}.{alias.evaluated_name}" if of else alias.evaluated_name
                return f"{full}.{rest}" if rest else full
    return name


def is_record(module: ParsedModule, node: cst.CSTNode) -> bool:
    """Whether an expression in an annotation is asyncpg's record."""
    return isinstance(node, cst.Name | cst.Attribute) and annotated_name(module, node) == _RECORD


def records_in(module: ParsedModule, annotation: cst.BaseExpression) -> Iterator[cst.CSTNode]:
    """Where an annotation, in quotes or not, names asyncpg's record."""
    written = unquoted(annotation)
    if written is not None and ("Record" in module.source.text or "record" in module.source.text):
        yield from (node for node in walk(written) if is_record(module, node))


def unquoted(annotation: cst.BaseExpression) -> cst.BaseExpression | None:
    """An annotation as an expression; None where its text is none."""
    if not isinstance(annotation, cst.SimpleString):
        return annotation
    text = annotation.evaluated_value
    try:
        return cst.parse_expression(text) if isinstance(text, str) else None
    except cst.ParserSyntaxError:
        return None
