"""Rows of values compared with each other: ``(a, b) >= ($1, $2)``, ``(a, b) IN (…)``."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import base_type
from codemod.outcome import Refusal
from codemod.python_code import call, compare, list_of, method
from transforms.expressions.documents import refuse_json
from transforms.expressions.operands import left_value, operand


def row_parts(node: exp.Expr) -> list[exp.Expr] | None:
    """The values of ``(a, b)`` or ``ROW(a, b)``; None for anything that is no row."""
    inner = node if isinstance(node, exp.Subquery) else node.unnest()
    is_call = isinstance(inner, exp.Anonymous) and inner.name.lower() == "row"
    return list(inner.expressions) if is_call or isinstance(inner, exp.Tuple) else None


def row_comparison(
    lower: Lowering, operator: ast.cmpop, this: exp.Expr, expression: exp.Expr, node: exp.Expr
) -> ast.expr | None:
    """``(a, b) >= ($1, $2)``: ``tuple_(T.a, T.b) >= (x, y)``; None where the left side is no row.

    PostgreSQL manual 9.24.5; SQLAlchemy: ``tuple_()``.

    Raises:
        Refusal: ``sql.row`` for rows of two lengths, or a row beside something else.
    """
    left, right = row_parts(this), row_parts(expression)
    if left is None and right is None:
        return None
    if left is not None and right is None and isinstance(expression, exp.Subquery):
        return compare(_row(lower, [lower(item) for item in left]), operator, lower(expression))
    if left is None or right is None or len(left) != len(right):
        raise refused("sql.row", node, "a row stands beside something that is none like it")
    whole = _row(lower, [left_value(lower, one, other) for one, other in zip(left, right, strict=True)])
    values = _values(lower, right, left)
    return compare(whole, operator, values)


def row_membership(
    lower: Lowering, this: Sequence[exp.Expr], rows: Sequence[exp.Expr], query: exp.Expr | None
) -> ast.expr:
    """``(a, b) IN (($1, $2), …)``: ``tuple_(T.a, T.b).in_([(x, y), …])``; ``IN (SELECT …)``: ``.in_(select(…))``.

    PostgreSQL manual 9.24.1, 9.23.2; SQLAlchemy: ``tuple_()``.

    Raises:
        Refusal: ``sql.row`` for a row of another length, or a parameter on the left.
    """
    if any(isinstance(item.unnest(), exp.Parameter) for item in this):
        raise Refusal("bind.unknown-type", "a parameter in the row on the left of IN")
    left = _row(lower, [lower(item) for item in this])
    if query is not None:
        return method(left, "in_", lower(query.unnest()))
    listed = [row_parts(row) for row in rows]
    if not all(row is not None and len(row) == len(this) for row in listed):
        raise Refusal("sql.row", "the rows of IN are not all as long as the one on its left")
    return method(left, "in_", list_of(_values(lower, row, this) for row in listed if row is not None))


def counted_row(lower: Lowering, parts: Sequence[exp.Expr]) -> ast.expr:
    """``count(DISTINCT (a, b))``: ``func.count(distinct(tuple_(T.a, T.b)))``; no value is read."""
    return _row(lower, [lower(item) for item in parts])


def _values(lower: Lowering, parts: Sequence[exp.Expr], like: Sequence[exp.Expr]) -> ast.expr:
    """A plain Python tuple where its values get their types from the other row, else a row of typed expressions."""
    plain = [_plain(lower, one, other) for one, other in zip(parts, like, strict=True)]
    found = [item for item in plain if item is not None]
    if len(found) == len(plain):
        return ast.Tuple(elts=found, ctx=ast.Load())
    return _row(lower, [operand(lower, one, other) for one, other in zip(parts, like, strict=True)])


#: Types whose SQLAlchemy form may carry a modifier, by which a bind would be rounded.
_ROUNDED: Final = frozenset({"numeric"})


def _plain(lower: Lowering, node: exp.Expr, like: exp.Expr) -> ast.expr | None:
    inner, other = node.unnest(), like.unnest()
    if lower.many or not isinstance(inner, exp.Parameter | exp.Literal) or not isinstance(other, exp.Column):
        return None
    column = lower.value(other)
    if column.mapped is None or column.pg_type is None or column.pg_type.endswith("[]"):
        return None
    refuse_json(column.pg_type, inner)
    if isinstance(inner, exp.Parameter):
        return lower.parameter(inner) if base_type(column.pg_type) not in _ROUNDED else None
    lowered = operand(lower, inner, other)
    return lowered if isinstance(lowered, ast.Constant) else None


def _row(lower: Lowering, parts: list[ast.expr]) -> ast.expr:
    return call(lower.sqlalchemy("tuple_"), *parts)
