"""Operators on arrays: overlap and containment."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.outcome import Refusal
from codemod.python_code import call, constant, method
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from transforms.expressions.operands import bind_type
from transforms.expressions.types_of import element_of, type_of

_OPERATORS: Final[dict[type[exp.Expr], str]] = {
    exp.ArrayOverlaps: "&&",
    exp.ArrayContainsAll: "@>",
    exp.ArrayContainedBy: "<@",
}
_METHODS: Final = {"&&": "overlap", "@>": "contains", "<@": "contained_by"}


@lowers(*_OPERATORS)
def array_comparison(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a && b``: ``a.overlap(b)`` for PostgreSQL's own ARRAY, ``a.bool_op("&&")(b)`` for the general one.

    PostgreSQL manual 9.19; SQLAlchemy: ``postgresql.ARRAY.Comparator``.
    """
    operator = _OPERATORS[type(node)]
    column, value = this.unnest(), expression.unnest()
    pg_type = type_of(lower, column)
    if pg_type is None or element_of(pg_type) is None or not isinstance(column, exp.Column):
        raise Refusal("sql.unsupported", f"{operator} on something that is not an array column: {sql_of(this)}")
    if isinstance(value, exp.Parameter):
        right = lower.typed_parameter(value, bind_type(lower, pg_type))
    elif type_of(lower, value) == pg_type:
        right = lower(value)
    else:
        raise Refusal("sql.unsupported", f"{operator} with something that is not of type {pg_type}: {sql_of(value)}")
    mapped = lower.value(column).mapped
    if mapped is not None and (mapped.type_source or "").startswith("postgresql.ARRAY"):
        return method(lower(column), _METHODS[operator], right)
    return call(method(lower(column), "bool_op", constant(operator)), right)
