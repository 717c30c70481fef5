"""Operators: comparison, boolean connectives and the minus sign."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.python_code import call, compare
from codemod.registry import lowers
from transforms.expressions.operands import check_moments, compared_operand, left_value, sql_text, untyped_side
from transforms.expressions.quantified import any_form_in
from transforms.expressions.rows import row_comparison
from transforms.expressions.types_of import is_untyped

_COMPARISONS: Final[dict[type[exp.Expr], type[ast.cmpop]]] = {
    exp.EQ: ast.Eq,
    exp.NEQ: ast.NotEq,
    exp.LT: ast.Lt,
    exp.LTE: ast.LtE,
    exp.GT: ast.Gt,
    exp.GTE: ast.GtE,
}


@lowers(*_COMPARISONS)
def comparison(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a = b``, ``a <> b``, ``a < b`` …; ``a = ANY(b)`` by the handler of ``ANY``; ``(a, b) > (c, d)``: ``tuple_(…)``.

    PostgreSQL manual 9.2; SQLAlchemy: Operator Reference, comparison operators.
    """
    if isinstance(node, exp.EQ) and isinstance(expression, exp.Any):
        shorter = any_form_in(lower, expression, this)
        if shorter is not None:
            return shorter
    row = row_comparison(lower, _COMPARISONS[type(node)](), this, expression, node)
    if row is not None:
        return row
    check_moments(lower, this, expression)
    if is_untyped(this) and is_untyped(expression):
        text = exp.cast(exp.Null(), "text")  # what two values without a type are compared as
        left = left_value(lower, this, text)
        return compare(left, _COMPARISONS[type(node)](), untyped_side(lower, expression.unnest()))
    idiom = lower.here and isinstance(node, exp.EQ)
    if isinstance(this.unnest(), exp.Parameter):  # a subquery on the right has a type once it is lowered
        right = lower(expression)
        return compare(left_value(lower, this, expression), _COMPARISONS[type(node)](), right)
    left = left_value(lower, this, expression)
    right = compared_operand(lower, expression, this, idiom=idiom)
    return compare(left, _COMPARISONS[type(node)](), right)


@lowers(exp.And)
def conjunction(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:  # noqa: ARG001
    """``a AND b``: ``and_(a, b)``. PostgreSQL manual 9.1; SQLAlchemy: ``and_()``."""
    return call(lower.sqlalchemy("and_"), *[lower(item) for item in flattened(node)])


@lowers(exp.Or)
def disjunction(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:  # noqa: ARG001
    """``a OR b``: ``or_(a, b)``. PostgreSQL manual 9.1; SQLAlchemy: ``or_()``."""
    return call(lower.sqlalchemy("or_"), *[lower(item) for item in flattened(node)])


@lowers(exp.Not)
def negation(lower: Lowering, *, this: exp.Expr) -> ast.expr:
    """``NOT a``: ``not_(a)``, ``~exists(…)``; negated predicates have their own forms.

    PostgreSQL manual 9.1; SQLAlchemy: ``not_()``.
    """
    negated = _NEGATED.get(type(this.unnest()))
    if negated is not None:
        inner = lower(this.unnest())
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and inner.func.attr in negated:
            inner.func.attr = negated[inner.func.attr]
            return inner
        return call(lower.sqlalchemy("not_"), inner)
    if isinstance(this.unnest(), exp.Exists):
        return ast.UnaryOp(op=ast.Invert(), operand=lower(this))
    return call(lower.sqlalchemy("not_"), lower(this))


_NEGATED: Final[dict[type[exp.Expr], dict[str, str]]] = {
    exp.Is: {"is_": "is_not", "is_not": "is_"},
    exp.In: {"in_": "not_in"},
    exp.Like: {"like": "not_like", "not_like": "like"},
    exp.ILike: {"ilike": "not_ilike", "not_ilike": "ilike"},
}


@lowers(exp.Paren)
def parentheses(lower: Lowering, *, this: exp.Expr) -> ast.expr:
    """``(a)``: Python's own precedence prints the parentheses that are needed.

    PostgreSQL manual 4.1.6; SQLAlchemy: ``ColumnElement.self_group()``.
    """
    return lower(this)


@lowers(exp.Neg)
def negative(lower: Lowering, *, this: exp.Expr) -> ast.expr:
    """``-a``. PostgreSQL manual 9.3; SQLAlchemy: Operator Reference, "Arithmetic Operators"."""
    if isinstance(this, exp.Literal):
        return sql_text(lower, exp.Neg(this=this.copy()))
    return ast.UnaryOp(op=ast.USub(), operand=lower(this))


def conditions_of(condition: exp.Expr | None) -> list[exp.Expr]:
    """The conditions of WHERE that AND joins, without those that are always true (``1 = 1``)."""
    if condition is None:
        return []
    every = flattened(condition) if isinstance(condition, exp.And) else [condition]
    return [item for item in every if not _is_always_true(item)]


def _is_always_true(node: exp.Expr) -> bool:
    match node:
        case exp.Boolean():
            return bool(node.this)
        case exp.EQ(this=exp.Literal(is_string=False) as one, expression=exp.Literal(is_string=False) as other):
            return bool(one.name == other.name)
        case _:
            return False


def flattened(node: exp.Expr) -> list[exp.Expr]:
    """``a AND b AND c`` as its three conditions; only one connective at a time, parentheses stay."""
    items: list[exp.Expr] = []
    pending = [node]
    while pending:
        item = pending.pop()
        if type(item) is type(node):
            pending += [item.args["expression"], item.args["this"]]
        else:
            items.append(item)
    return items
