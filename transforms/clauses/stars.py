"""``*`` and ``t.*`` in a select list: which columns they stand for, and how these are written."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.lowered import ResultColumn
from codemod.lowering.refusing import refused
from codemod.lowering.scopes import Source, SourceColumn, origin_of
from codemod.lowering.types import check_plain, is_json
from codemod.mapping.models import MappedTable
from codemod.mapping.vectors import is_vector
from codemod.outcome import Refusal
from codemod.python_code import constant, method
from codemod.resolution.dialect import sql_of
from transforms.clauses.document_columns import as_text, is_text


def star_source(lower: Lowering, item: exp.Expr) -> Source | None:
    """The source that ``*`` or ``t.*`` means."""
    sources = lower.scope.sources
    if isinstance(item, exp.Star):
        if any(item.args.values()) or not sources:
            raise refused("sql.select-list", item, "this is not supported here")
        return next(iter(sources.values())) if len(sources) == 1 else None
    if isinstance(item, exp.Column) and isinstance(item.this, exp.Star):
        source = sources.get(item.table)
        if source is None:
            raise Refusal("mapping.unknown-column", f"{sql_of(item)} names no table of the statement")
        return source
    return None


def columns_of_star(lower: Lowering, item: exp.Expr) -> Sequence[SourceColumn] | None:
    """The columns that ``*`` or ``t.*`` stands for; None for any other item."""
    source = star_source(lower, item)
    if source is None and not isinstance(item, exp.Star):
        return None
    return source.columns if source is not None else [column for _, column in lower.scope.everything()]


def gives_texts(lower: Lowering, source: Source) -> bool:
    """Whether some column of a source is given out as text."""
    return any(is_text(lower, column.pg_type) for column in source.columns)


def all_columns(lower: Lowering, source: Source, *, apart: bool = False) -> list[ast.expr]:
    """``t.*``: the table, or its columns one by one where the model has others, or in another order.

    ``apart`` asks for them one by one.
    """
    if source.table is None:
        return [_one_of_all(lower, item) for item in source.columns] if apart else [source.expression]
    _check_whole(source, source.table)
    aliased = isinstance(source.expression, ast.Name) and source.expression.id.startswith("__d")
    if apart or aliased or source.table.table_columns != source.table.columns or gives_texts(lower, source):
        return [_one_of_all(lower, item) for item in source.columns]
    return [source.core]


def _check_whole(source: Source, table: MappedTable) -> None:
    for item in table.columns:
        if not is_json(item) and not is_vector(item.pg_type):
            check_plain(item)
    if not table.complete:
        missing = ", ".join(table.missing_columns)
        raise Refusal("mapping.model-incomplete", f"* of table {table.name} ({source.name}) lacks columns: {missing}")


def everything(lower: Lowering, *, apart: bool) -> list[ast.expr]:
    """``*`` over several sources: each of them, or the columns one by one where USING made one of two."""
    for source in lower.scope.sources.values():
        if source.table is not None:
            _check_whole(source, source.table)
    if not lower.scope.star:
        sources = lower.scope.sources.values()
        return [item for source in sources for item in all_columns(lower, source, apart=apart)]
    return [_one_of_all(lower, column) for _, column in lower.scope.star]


def _one_of_all(lower: Lowering, column: SourceColumn) -> ast.expr:
    """A column out of ``*`` on its own, under its name."""
    if is_text(lower, column.pg_type):
        return as_text(lower, column.expression(), column.name)
    renamed = column.mapped is not None and column.mapped.attribute != column.name
    return method(column.expression(), "label", constant(column.name)) if renamed else column.expression()


def result_column(lower: Lowering, source: Source, column: SourceColumn) -> ResultColumn:
    """A column out of ``*`` as asyncpg gives it."""
    if is_text(lower, column.pg_type):
        return ResultColumn(column.name, "text", placed=column.placed, as_text=True)
    origin = origin_of(column, optional=source.optional)
    return ResultColumn(column.name, column.pg_type, placed=column.placed, origin=origin)
