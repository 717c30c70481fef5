"""UNION, INTERSECT and EXCEPT."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.lowered import ResultColumn
from codemod.lowering.types import base_type
from codemod.outcome import Refusal
from codemod.python_code import call, method
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from transforms.clauses.ordering import result_order_terms
from transforms.clauses.projection import check_results
from transforms.clauses.row_limits import limited
from transforms.clauses.with_queries import add_ctes

_FUNCTIONS: Final = {exp.Union: "union", exp.Intersect: "intersect", exp.Except: "except_"}


@lowers(*_FUNCTIONS)
def set_operation(
    lower: Lowering,
    *,
    node: exp.SetOperation,
    with_: exp.With | None,
    this: exp.Expr,
    expression: exp.Expr,
    distinct: bool | None,
    order: exp.Order | None,
    limit: exp.Expr | None,
    offset: exp.Expr | None,
) -> ast.expr:
    """``SELECT … UNION ALL SELECT …``: ``union_all(select(…), select(…))``.

    Both sides must give the same types column by column, so that no side is converted.
    PostgreSQL manual 7.4; SQLAlchemy: UNION, UNION ALL and other set operations.
    """
    with lower.query():
        add_ctes(lower, with_)
        top = lower.top
        left = lower(_plain_side(this))
        columns = list(lower.projected)
        right = lower(_plain_side(expression))
        _check_types(columns, lower.projected, node)
        _check_places(columns, lower.projected, this, expression)
        name = _FUNCTIONS[type(node)]
        function = lower.sqlalchemy(name if distinct else f"{name.rstrip('_')}_all")
        statement: ast.expr = call(function, left, right)
        if order is not None:
            statement = method(statement, "order_by", *result_order_terms(lower, order.expressions, columns))
        statement = limited(lower, statement, limit, offset)
    lower.projected = columns
    if top:
        if lower.shape != "none":
            check_results(columns, by_name=lower.shape in ("mappings", "entities"), documents=False)
        lower.result.columns[:] = columns
    return statement


def _plain_side(node: exp.Expr) -> exp.Expr:
    """A side of the operation; SQLAlchemy writes one with its own ORDER BY or LIMIT in other parentheses."""
    inner = node.unnest()
    if not isinstance(inner, exp.Select) or any(inner.args.get(key) for key in ("order", "limit", "offset", "with_")):
        raise Refusal("sql.unsupported", f"this side of a set operation is not supported: {sql_of(node)[:80]}")
    return inner


def _check_types(left: list[ResultColumn], right: list[ResultColumn], node: exp.Expr) -> None:
    pairs = list(zip(left, right, strict=False))
    if len(left) != len(right) or not all(_same_type(one.pg_type, other.pg_type) for one, other in pairs):
        raise Refusal("sql.unsupported", f"the sides of a set operation differ in their types: {sql_of(node)[:80]}")


def _check_places(left: list[ResultColumn], right: list[ResultColumn], one: exp.Expr, other: exp.Expr) -> None:
    """The sides meet column by column; two ``*`` of one table do so in whatever order it has."""
    tables = {(table.db, table.name) for side in (one, other) for table in side.find_all(exp.Table)}
    stars = all([isinstance(item, exp.Star) for item in side.unnest().expressions] == [True] for side in (one, other))
    if all(column.placed for column in (*left, *right)) or (stars and len(tables) == 1):
        return
    raise Refusal("mapping.column-order", "the sides of a set operation meet by the order of their columns")


def _same_type(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and base_type(one) == base_type(other)
