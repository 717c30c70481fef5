"""Predicates: IS, IN, BETWEEN, LIKE, EXISTS, ANY and ALL."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import STRINGS, base_type
from codemod.outcome import Refusal
from codemod.python_code import call, constant, list_of, method
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from codemod.resolution.statement import parameter_number
from transforms.expressions.operands import operand, refuse_json
from transforms.expressions.types_of import type_of


@lowers(exp.Is)
def is_(lower: Lowering, *, this: exp.Expr, expression: exp.Expr, negate: bool | None) -> ast.expr:
    """``a IS NULL``, ``a IS NOT TRUE``: ``a.is_(None)``, ``a.is_not(True)``. PostgreSQL manual 9.2."""
    name = "is_not" if negate else "is_"
    if isinstance(expression, exp.Null):
        return method(_value(lower, this), name, constant(None))
    if isinstance(expression, exp.Boolean):
        return method(_value(lower, this), name, constant(bool(expression.this)))
    raise Refusal("sql.unsupported", f"IS {sql_of(expression)} is not supported")


def _value(lower: Lowering, node: exp.Expr) -> ast.expr:
    if isinstance(node.unnest(), exp.Parameter):
        raise Refusal("bind.unknown-type", f"the type of ${node.unnest().name} in an IS test is not known")
    return lower(node)


@lowers(exp.In)
def in_(
    lower: Lowering, *, this: exp.Expr, expressions: list[exp.Expr], query: exp.Expr | None
) -> ast.expr:
    """``a IN (1, $1)``, ``a IN (SELECT …)``: ``a.in_([…])``, ``a.in_(select(…))``. PostgreSQL manual 9.24.1, 9.23.2."""
    if isinstance(this.unnest(), exp.Tuple | exp.Parameter):
        raise Refusal("sql.unsupported", f"IN with {sql_of(this)} on its left is not supported")
    left = lower(this)
    if query is not None:
        return method(left, "in_", lower(query.unnest()))
    kind = type_of(lower, this)
    if kind and base_type(kind) == "numeric":
        raise Refusal("bind.unknown-type", f"IN on a numeric column would round its values: {sql_of(this)}")
    items = []
    for item in expressions:
        if isinstance(item.unnest(), exp.Parameter):
            refuse_json(kind, item)
            if kind is None or not isinstance(this.unnest(), exp.Column):
                raise Refusal("bind.unknown-type", f"the type of {sql_of(item)} in IN is not known")
            items.append(lower.parameter(item.unnest()))
        else:
            items.append(operand(lower, item, this))
    return method(left, "in_", list_of(items))


@lowers(exp.Between)
def between(lower: Lowering, *, this: exp.Expr, low: exp.Expr, high: exp.Expr) -> ast.expr:
    """``a BETWEEN b AND c``: ``a.between(b, c)``. PostgreSQL manual 9.2."""
    return method(lower(this), "between", operand(lower, low, this), operand(lower, high, this))


@lowers(exp.Like, exp.ILike)
def like(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a LIKE b``, ``a ILIKE b``: ``a.like(b)``, ``a.ilike(b)``. PostgreSQL manual 9.7.1."""
    kind = type_of(lower, this)
    if kind is None or base_type(kind) not in STRINGS:
        raise Refusal("sql.unsupported", f"LIKE on something that is not known to be text: {sql_of(this)}")
    return method(lower(this), type(node).__name__.lower(), operand(lower, expression, this))


@lowers(exp.Exists)
def exists(lower: Lowering, *, this: exp.Expr) -> ast.expr:
    """``EXISTS (SELECT …)``: ``exists(select(…))``. PostgreSQL manual 9.23.1."""
    return call(lower.sqlalchemy("exists"), lower(this))


@lowers(exp.Any)
def any_(lower: Lowering, *, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """``a = ANY($1)``: ``a == any_(literal(ids, ARRAY(BigInteger)))``.

    ``in_()`` would fail above 32,767 elements and give a statement text per length. PostgreSQL manual 9.24.3.
    """
    return _quantified(lower, "any_", node, this)


@lowers(exp.All)
def all_(lower: Lowering, *, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """``a <> ALL($1)``: ``a != all_(literal(ids, ARRAY(BigInteger)))``. PostgreSQL manual 9.24.4."""
    return _quantified(lower, "all_", node, this)


def _quantified(lower: Lowering, function: str, node: exp.Expr, this: exp.Expr) -> ast.expr:
    inner = this.unnest()
    if isinstance(inner, exp.Parameter):
        other = node.parent.this if node.parent is not None else None
        kind = type_of(lower, other) if other is not None and other is not node else None
        if kind is None:
            raise Refusal("bind.unknown-type", f"the type of the array ${parameter_number(inner)} is not known")
        refuse_json(kind, inner)
        element = "text" if base_type(kind) in STRINGS else base_type(kind)
        return call(lower.sqlalchemy(function), lower.typed_parameter(inner, lower.type(f"{element}[]")))
    if isinstance(inner, exp.Cast | exp.Column):
        return call(lower.sqlalchemy(function), lower(inner))
    raise Refusal("sql.unsupported", f"{function.rstrip('_').upper()} of {sql_of(this)} is not supported")
