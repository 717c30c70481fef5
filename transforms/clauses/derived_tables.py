"""Queries, functions and VALUES as sources."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from codemod.lowering.lower import Lowering
from codemod.lowering.lowered import ResultColumn
from codemod.lowering.scopes import Source, SourceColumn
from codemod.outcome import Refusal
from codemod.python_code import attribute, constant, member, method

#: What ``.c`` has of its own: a column of such a name is read as ``.c["keys"]``.
_OF_COLLECTION: Final = frozenset({"keys", "values", "items", "get", "compare", "contains_column", "as_readonly"})


@dataclass(frozen=True, slots=True)
class NamedColumn:
    """A column that the statement gives its type; ``key`` is its name in the code, where no two are the same."""

    name: str
    key: str
    pg_type: str


def of_columns(expression: ast.expr, name: str) -> ast.expr:
    """``expression.c.name``."""
    columns = attribute(expression, "c")
    if name in _OF_COLLECTION:
        return ast.Subscript(value=columns, slice=constant(name), ctx=ast.Load())
    return member(columns, name)


def derived_source(name: str, expression: ast.expr, projected: list[ResultColumn]) -> Source:
    """A subquery or WITH query as a source.

    Raises:
        Refusal: ``sql.result-names`` when two of its columns have one name.
    """

    def column(item: ResultColumn) -> SourceColumn:
        written = of_columns(expression, item.name)
        nullable = item.origin is None or item.origin.nullable
        return SourceColumn(item.name, lambda: written, item.pg_type, nullable, placed=item.placed, origin=item.origin)

    names = [item.name for item in projected]
    if len(set(names)) != len(names):
        raise Refusal("sql.result-names", f"two columns of {name} have the same name")
    return Source(name, expression, tuple(column(item) for item in projected))


def declared_source(name: str, expression: ast.expr, columns: Sequence[NamedColumn], *, scalar: bool) -> Source:
    """A function or VALUES as a source; ``scalar`` where its own name means its one column too."""

    def column(item: NamedColumn) -> SourceColumn:
        written = of_columns(expression, item.key)
        return SourceColumn(item.name, lambda: written, item.pg_type, True, declared=True)

    return Source(name, expression, tuple(column(item) for item in columns), scalar=scalar)


def renamed_source(lower: Lowering, name: str, source: Source) -> Source:
    """A WITH query that the statement reads once more: an alias of it."""
    expression = lower.define(name, method(source.expression, "alias"))
    columns = [ResultColumn(item.name, item.pg_type, placed=item.placed, origin=item.origin) for item in source.columns]
    return derived_source(name, expression, columns)
