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

#: Names in annotations that say nothing of what a row is: containers, what there is besides, anything at all.
_VAGUE: Final = frozenset({"list", "List", "Sequence", "Iterable", "Collection", "Optional", "Union", "None", "Any"})


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


def is_described(module: ParsedModule, statement: cst.CSTNode) -> bool:
    """Whether a statement annotates what it assigns with a class of the project's: a ``TypedDict``, most often.

    Whoever reads ``row["url"]`` by that description would have ``row.url`` of something else.
    """
    match statement:
        case cst.SimpleStatementLine(body=[cst.AnnAssign(annotation=cst.Annotation(annotation=annotation))]):
            written = unquoted(annotation)
            return written is not None and any(_describes(module, item) for item in _named(written))
        case _:
            return False


def _named(node: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    if isinstance(node, cst.Name | cst.Attribute):
        yield node
    else:
        for child in node.children:
            yield from _named(child)


def _describes(module: ParsedModule, node: cst.BaseExpression) -> bool:
    return annotated_name(module, node).rpartition(".")[2] not in _VAGUE and not is_record(module, node)


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
