"""UNION, INTERSECT and EXCEPT."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.record_columns import repeated_names
from codemod.outcome import Refusal
from codemod.python_code import call, method
from codemod.registry import lowers
from transforms.clauses.ordering import result_order_terms
from transforms.clauses.projection import check_results
from transforms.clauses.row_limits import limited
from transforms.clauses.sides import check_places, check_types, plain_side
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
        left = lower(plain_side(this))
        columns = [replace(column, origin=None) for column in lower.projected]  # the other side may give NULL
        right = lower(plain_side(expression))
        check_types(columns, lower.projected, node)
        check_places(columns, lower.projected, this, expression)
        name = _FUNCTIONS[type(node)]
        function = lower.sqlalchemy(name if distinct else f"{name.rstrip('_')}_all")
        statement: ast.expr = call(function, left, right)
        if order is not None:
            statement = method(statement, "order_by", *result_order_terms(lower, order.expressions, columns))
        statement = limited(lower, statement, limit, offset)
    lower.projected = columns
    if top:
        if lower.shape != "none":
            if lower.shape == "mappings" and repeated_names([column.name for column in columns]):
                raise Refusal("sql.result-names", "two result columns of a set operation have the same name")
            check_results(columns, documents=False)
        lower.result.columns[:] = columns
    return statement
