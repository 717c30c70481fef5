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
from transforms.clauses.assignments import assigned_value, keywords_or_dict, many_key, target_column
from transforms.clauses.conflict import on_conflict
from transforms.clauses.returning import returning as with_returning
from transforms.clauses.sources import plain_table
from transforms.clauses.with_queries import add_ctes, with_unread


@lowers(exp.Insert)
def insert(
    lower: Lowering,
    *,
    this: exp.Expression,
    expression: exp.Expression | None,
    node: exp.Insert,
    conflict: exp.OnConflict | None,
    returning: exp.Returning | None,
    with_: exp.With | None,
) -> ast.expr:
    """``INSERT INTO t (a) VALUES ($1)``: ``insert(T).values(a=a)``; ``INSERT … SELECT``: ``.from_select(["a"], …)``.

    A single row without its whole key would get SQLAlchemy's own RETURNING of the key, so
    ``inline()`` says that nobody asked for it. PostgreSQL manual, INSERT; SQLAlchemy: Using INSERT Statements.
    """
    if not isinstance(this, exp.Schema) or not isinstance(expression, exp.Values | exp.Query):
        raise Refusal("sql.insert", "INSERT without a column list, or of DEFAULT VALUES, is not supported")
    table_node = plain_table(this.this)
    table = lower.registry.find(table_node.name, table_node.db or None)
    columns = [target_column(table, column.name) for column in this.expressions]
    with lower.query():
        add_ctes(lower, with_)
        source = table_source(table_node.alias_or_name, table, lower.model(table), core=lower.many)
        lower.scope.add(source)
        statement = _insert(lower, source, conflict)
        if isinstance(expression, exp.Values):
            statement = _with_values(lower, statement, columns, expression, source)
            if returning is None and lower.top and _key_returned(table, columns, expression):
                statement = method(statement, "inline")
        else:
            statement = _from_select(lower, statement, columns, expression, source)
        statement = on_conflict(lower, statement, source, conflict)
        lower.projected = []
        return with_unread(lower, with_returning(lower, statement, returning), with_, node)


def _from_select(
    lower: Lowering, statement: ast.expr, columns: list[MappedColumn], query: exp.Expr, source: Source
) -> ast.expr:
    """``INSERT INTO t (a, b) SELECT …``: the columns meet those of the query in their order.

    SQLAlchemy would add Python-side defaults of columns that are left out; the server fills those here.
    """
    if lower.many:
        raise Refusal("sql.executemany", "executemany of INSERT … SELECT is not supported")
    selected = lower.detached(query)
    given = lower.projected
    if len(given) != len(columns):
        raise Refusal("sql.insert", f"the query gives {len(given)} columns for {len(columns)}")
    if not all(item.placed for item in given):
        raise Refusal("mapping.column-order", "the columns of * meet those of INSERT by their order")
    assert source.table is not None, "INSERT names a table"
    if any(column.attribute != column.name for column in columns):
        names = [source.column(column.name) for column in columns]
        listed = list_of([item.expression() for item in names if item is not None])
    else:
        listed = list_of([constant(column.name) for column in columns])
    options = {"include_defaults": constant(False)} if _left_to_server(source.table, columns) else {}
    return method(statement, "from_select", listed, selected, **options)


def _insert(lower: Lowering, source: Source, conflict: exp.OnConflict | None) -> ast.expr:
    if conflict is not None:
        function = lower.name("sqlalchemy.dialects.postgresql", "insert", "pg_insert")
    else:
        function = lower.sqlalchemy("insert")
    return call(function, source.core if lower.many else source.expression)


def _with_values(
    lower: Lowering, statement: ast.expr, columns: list[MappedColumn], values: exp.Values, source: Source
) -> ast.expr:
    rows = [list(row.expressions) for row in values.expressions if isinstance(row, exp.Tuple)]
    if (
        len(rows) != len(values.expressions)
        or any(len(row) != len(columns) for row in rows)
        or values.args.get("alias")
    ):
        raise refused("sql.insert", values, "the values do not fit the column list")
    assert source.table is not None, "INSERT names a table"
    by_name = lower.many or source.table.core
    left_out = _left_to_server(source.table, columns)

    def key(column: MappedColumn) -> str:
        return column.name if by_name else column.attribute

    def lowered(row: list[exp.Expression]) -> list[tuple[str, ast.expr]]:
        given = [
            (key(column), assigned_value(lower, column, value))
            for column, value in zip(columns, row, strict=True)
            if not many_key(lower, column, value)
        ]
        return given + [(key(column), call(lower.sqlalchemy("text"), constant("DEFAULT"))) for column in left_out]

    if len(rows) == 1:
        pairs = lowered(rows[0])
        if not pairs:
            return statement
        arguments, keywords = keywords_or_dict(pairs)
        return method(statement, "values", *arguments, **keywords)
    if lower.many:
        raise Refusal("sql.executemany", "executemany of several VALUES rows is not supported")
    dictionaries = [dict_of((constant(key), value) for key, value in lowered(row)) for row in rows]
    return method(statement, "values", list_of(dictionaries))


def _left_to_server(table: MappedTable, columns: list[MappedColumn]) -> list[MappedColumn]:
    """Columns the SQL leaves out but a Python-side default of the model would fill: they get DEFAULT.

    Naming a column with DEFAULT and leaving it out are the same (PostgreSQL manual, INSERT, VALUES).
    """
    named = {column.name for column in columns}
    return [column for column in table.columns if column.default is not None and column.name not in named]


def _key_returned(table: MappedTable, columns: list[MappedColumn], values: exp.Values) -> bool:
    """Whether SQLAlchemy would add RETURNING for the key of the new row."""
    named = {column.name for column in columns}
    return len(values.expressions) == 1 and not set(table.primary_key) <= named
