"""INSERT."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.scopes import Source, table_source
from codemod.mapping.models import MappedColumn, MappedTable
from codemod.outcome import Refusal
from codemod.python_code import call, constant, dict_of, list_of, method
from codemod.registry import lowers
from transforms.clauses.assignments import assigned_value, keywords_or_dict, many_key
from transforms.clauses.conflict import on_conflict
from transforms.clauses.insert_targets import (
    InsertTarget,
    insert_target,
    note_assigned_parameters,
    query_in_parentheses,
    rows_of,
)
from transforms.clauses.returning import returning as with_returning
from transforms.clauses.with_queries import add_ctes, with_unread


@lowers(exp.Insert)
def insert(
    lower: Lowering,
    *,
    this: exp.Expression,
    expression: exp.Expression | None,
    default: bool | None,
    node: exp.Insert,
    conflict: exp.OnConflict | None,
    returning: exp.Returning | None,
    with_: exp.With | None,
) -> ast.expr:
    """``INSERT INTO t (a) VALUES ($1)``: ``insert(T).values(a=a)``; ``INSERT … SELECT``: ``.from_select(["a"], …)``.

    Without a column list the values meet the columns in the order of the DDL; ``DEFAULT VALUES`` is ``.values()``.
    A single row without its whole key would get SQLAlchemy's own RETURNING of the key, so
    ``inline()`` says that nobody asked for it. PostgreSQL manual, INSERT; SQLAlchemy: Using INSERT Statements.
    """
    target = insert_target(lower, this)
    target.table.check_defaults()
    body = query_in_parentheses(expression)
    if not (default or isinstance(body, exp.Values | exp.Query)):
        raise refused("sql.insert", node, "this form of INSERT is not supported")
    with lower.query():
        add_ctes(lower, with_)
        source = table_source(target.name, target.table, lower.model(target.table), core=lower.many)
        lower.scope.add(source)
        statement = _insert(lower, source, conflict)
        if isinstance(body, exp.Query):
            statement = _from_select(lower, statement, target, body, source)
        else:
            rows = [] if default else rows_of(body)
            columns = target.columns(len(rows[0])) if rows else []
            statement = _with_values(lower, statement, columns, rows, source, wants_key=returning is not None)
        statement = on_conflict(lower, statement, source, conflict)
        lower.projected = []
        return with_unread(lower, with_returning(lower, statement, returning), with_, node)


def _from_select(
    lower: Lowering, statement: ast.expr, target: InsertTarget, query: exp.Query, source: Source
) -> ast.expr:
    """``INSERT INTO t (a, b) SELECT …``: the columns meet those of the query in their order.

    SQLAlchemy would add Python-side defaults of columns that are left out; the server fills those here.
    """
    if lower.many:
        raise Refusal("sql.executemany", "executemany of INSERT … SELECT is not supported")
    note_assigned_parameters(lower, target, query)
    selected = lower.detached(query)
    given = lower.projected
    columns = target.columns(len(given))
    if not all(item.placed for item in given):
        raise Refusal("mapping.column-order", "the columns of * meet those of INSERT by their order")
    if any(column.attribute != column.name for column in columns):
        names = [source.column(column.name) for column in columns]
        listed = list_of([item.expression() for item in names if item is not None])
    else:
        listed = list_of([constant(column.name) for column in columns])
    options = {"include_defaults": constant(False)} if _left_to_server(target.table, columns) else {}
    return method(statement, "from_select", listed, selected, **options)


def _insert(lower: Lowering, source: Source, conflict: exp.OnConflict | None) -> ast.expr:
    if conflict is not None:
        function = lower.name("sqlalchemy.dialects.postgresql", "insert", "pg_insert")
    else:
        function = lower.sqlalchemy("insert")
    return call(function, source.core if lower.many else source.expression)


def _with_values(
    lower: Lowering,
    statement: ast.expr,
    columns: list[MappedColumn],
    rows: list[list[exp.Expr]],
    source: Source,
    *,
    wants_key: bool,
) -> ast.expr:
    """``VALUES (…)``, ``VALUES (…), (…)`` and, without rows, ``DEFAULT VALUES``."""
    table = source.table
    assert table is not None, "INSERT names a table"
    by_name = lower.many or table.core
    left_out = _left_to_server(table, columns)

    def key(column: MappedColumn) -> str:
        return column.name if by_name else column.attribute

    def lowered(row: list[exp.Expr]) -> list[tuple[str, ast.expr]]:
        given = [
            (key(column), assigned_value(lower, column, value))
            for column, value in zip(columns, row, strict=True)
            if not many_key(lower, column, value)
        ]
        return given + [(key(column), call(lower.sqlalchemy("text"), constant("DEFAULT"))) for column in left_out]

    if len(rows) > 1:
        if lower.many:
            raise Refusal("sql.executemany", "executemany of several VALUES rows is not supported")
        dictionaries = [dict_of((constant(key), value) for key, value in lowered(row)) for row in rows]
        return method(statement, "values", list_of(dictionaries))
    pairs = lowered(rows[0] if rows else [])
    if pairs or not rows:
        arguments, keywords = keywords_or_dict(pairs)
        statement = method(statement, "values", *arguments, **keywords)
    keyed = {column.name for column in columns if _is_bind(dict(pairs).get(key(column)))}
    if lower.top and not wants_key and not set(table.primary_key) <= keyed:
        return method(statement, "inline")  # or SQLAlchemy would add RETURNING for the key of the new row
    return statement


def _is_bind(value: ast.expr | None) -> bool:
    """Whether a value is sent as it is; one that the server computes is what SQLAlchemy asks back. None is a key."""
    match value:
        case None | ast.Name() | ast.Constant():
            return True
        case ast.Call(func=ast.Name(id="literal" | "bindparam")):
            return True
        case _:
            return False


def _left_to_server(table: MappedTable, columns: list[MappedColumn]) -> list[MappedColumn]:
    """Columns the SQL leaves out but a Python-side default of the model would fill: they get DEFAULT.

    Naming a column with DEFAULT and leaving it out are the same (PostgreSQL manual, INSERT, VALUES).
    """
    named = {column.name for column in columns}
    return [column for column in table.columns if column.default is not None and column.name not in named]
