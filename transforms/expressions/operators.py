"""Operators: comparison, arithmetic, boolean connectives and concatenation, one row each."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import INTEGERS, NUMBERS, STRINGS, base_type
from codemod.outcome import Refusal
from codemod.python_code import binary, call, compare
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from transforms.expressions.operands import operand, text_argument
from transforms.expressions.types_of import type_of

_COMPARISONS: Final[dict[type[exp.Expr], type[ast.cmpop]]] = {
    exp.EQ: ast.Eq,
    exp.NEQ: ast.NotEq,
    exp.LT: ast.Lt,
    exp.LTE: ast.LtE,
    exp.GT: ast.Gt,
    exp.GTE: ast.GtE,
}

_ARITHMETIC: Final[dict[type[exp.Expr], type[ast.operator]]] = {
    exp.Add: ast.Add,
    exp.Sub: ast.Sub,
    exp.Mul: ast.Mult,
    exp.Mod: ast.Mod,
}


@lowers(*_COMPARISONS)
def comparison(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a = b``, ``a <> b``, ``a < b`` …; ``a = ANY(b)`` by the handler of ``ANY``.

    PostgreSQL manual 9.2; SQLAlchemy: Operator Reference, comparison operators.
    """
    idiom = lower.here and isinstance(node, exp.EQ)
    left = operand(lower, this, expression, idiom=idiom)
    right = operand(lower, expression, this, idiom=idiom)
    if isinstance(left, ast.Constant) or (isinstance(left, ast.Name) and isinstance(this.unnest(), exp.Parameter)):
        raise Refusal("sql.unsupported", f"a bound value on the left of a comparison: {sql_of(node)}")
    return compare(left, _COMPARISONS[type(node)](), right)


@lowers(*_ARITHMETIC)
def arithmetic(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a + b``, ``a - b``, ``a * b``, ``a % b`` on numbers; dates only where neither side is a parameter.

    The server gives ``$1`` in ``ts - $1`` the type of ``ts``, in ``ts + $1`` interval (SEMANTICS.md,
    Binds): a parameter beside a date needs a cast. PostgreSQL manual 9.3, 9.9.
    """
    for one, other in ((this, expression), (expression, this)):
        kind = type_of(lower, other)
        if isinstance(one.unnest(), exp.Parameter) and (kind is None or base_type(kind) not in NUMBERS):
            raise Refusal("bind.unknown-type", f"the type of the parameter in {sql_of(node)} depends on the operator")
    return binary(operand(lower, this, expression), _ARITHMETIC[type(node)](), operand(lower, expression, this))


@lowers(exp.Div, ignores="typed safe")
def division(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a / b``: truncates on integers, so ``//`` there (SQLAlchemy's ``/`` would cast to numeric).

    SQLAlchemy: What's New in 2.0, "Python division operator performs true division for all backends".
    """
    left, right = type_of(lower, this), type_of(lower, expression)
    if left is None or right is None:
        raise Refusal("sql.unsupported", f"division of unknown types: {sql_of(node)}")
    integers = left in INTEGERS and right in INTEGERS
    operator = ast.FloorDiv() if integers else ast.Div()
    return binary(operand(lower, this, expression), operator, operand(lower, expression, this))


@lowers(exp.DPipe, ignores="safe")
def concatenation(lower: Lowering, *, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a || b`` on text; arrays and jsonb are not lowered here.

    PostgreSQL manual 9.4; SQLAlchemy: ``ColumnOperators.concat()``.
    """
    sides = []
    for item, other in ((this, expression), (expression, this)):
        kind, neighbour = type_of(lower, item), type_of(lower, other)
        if isinstance(item.unnest(), exp.Parameter) and neighbour and base_type(neighbour) in STRINGS:
            sides.append(text_argument(lower, item.unnest()))
        elif (kind and base_type(kind) in STRINGS) or isinstance(item, exp.Literal):
            sides.append(operand(lower, item, other))
        else:
            raise Refusal("sql.unsupported", f"|| on something that is not known to be text: {sql_of(item)}")
    return call(ast.Attribute(value=sides[0], attr="concat", ctx=ast.Load()), sides[1])


@lowers(exp.And)
def conjunction(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:  # noqa: ARG001
    """``a AND b``: ``and_(a, b)``. PostgreSQL manual 9.1."""
    return call(lower.sqlalchemy("and_"), *[lower(item) for item in flattened(node)])


@lowers(exp.Or)
def disjunction(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:  # noqa: ARG001
    """``a OR b``: ``or_(a, b)``. PostgreSQL manual 9.1."""
    return call(lower.sqlalchemy("or_"), *[lower(item) for item in flattened(node)])


@lowers(exp.Not)
def negation(lower: Lowering, *, this: exp.Expr) -> ast.expr:
    """``NOT a``: ``not_(a)``; negated predicates have their own forms. PostgreSQL manual 9.1."""
    negated = _NEGATED.get(type(this.unnest()))
    if negated is not None:
        inner = lower(this.unnest())
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and inner.func.attr in negated:
            inner.func.attr = negated[inner.func.attr]
            return inner
    return call(lower.sqlalchemy("not_"), lower(this))


_NEGATED: Final[dict[type[exp.Expr], dict[str, str]]] = {
    exp.Is: {"is_": "is_not"},
    exp.In: {"in_": "not_in"},
    exp.Like: {"like": "not_like"},
    exp.ILike: {"ilike": "not_ilike"},
}


@lowers(exp.Paren)
def parentheses(lower: Lowering, *, this: exp.Expr) -> ast.expr:
    """``(a)``: Python's own precedence prints the parentheses that are needed."""
    return lower(this)


@lowers(exp.Neg)
def negative(lower: Lowering, *, this: exp.Expr) -> ast.expr:
    """``-a``. PostgreSQL manual 9.3."""
    return ast.UnaryOp(op=ast.USub(), operand=lower(this))


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
