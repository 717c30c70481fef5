"""Queries as sources: of WITH, or in FROM."""

from __future__ import annotations

import ast

from codemod.lowering.lower import Lowering
from codemod.lowering.lowered import ResultColumn
from codemod.lowering.scopes import Source, SourceColumn
from codemod.outcome import Refusal
from codemod.python_code import attribute, member, method


def derived_source(name: str, expression: ast.expr, projected: list[ResultColumn]) -> Source:
    """A subquery or WITH query as a source.

    Raises:
        Refusal: ``sql.unsupported`` when two of its columns have one name.
    """

    def column(item: ResultColumn) -> SourceColumn:
        written = member(attribute(expression, "c"), item.name)
        return SourceColumn(item.name, lambda: written, item.pg_type, True, placed=item.placed)

    names = [item.name for item in projected]
    if len(set(names)) != len(names):
        raise Refusal("sql.unsupported", f"two columns of {name} have the same name")
    return Source(name, expression, tuple(column(item) for item in projected))


def renamed_source(lower: Lowering, name: str, source: Source) -> Source:
    """A WITH query that the statement reads once more: an alias of it."""
    expression = lower.define(name, method(source.expression, "alias"))
    columns = [ResultColumn(item.name, item.pg_type, placed=item.placed) for item in source.columns]
    return derived_source(name, expression, columns)
