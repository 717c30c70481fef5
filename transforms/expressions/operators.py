"""Operators: comparison, arithmetic, boolean connectives and concatenation, one row each."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import INTEGERS, NUMBERS, STRINGS, base_type
from codemod.outcome import Refusal
from codemod.python_code import binary, call, compare, constant, method
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from transforms.expressions.operands import bind_type, operand, refuse_json, repeated, sql_text, text_argument
from transforms.expressions.predicates import any_form_in
from transforms.expressions.types_of import element_of, type_of

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


#: How tightly SQLAlchemy takes ``*`` and ``/`` to bind.
_DIVISION_PRECEDENCE: Final = 8

#: Types whose value ``||`` turns into text beside text: ``anynonarray`` (PostgreSQL manual, table 9.9).
_SIMPLE: Final = (*INTEGERS, "boolean", "date", "uuid", "double precision", "real")


@lowers(*_COMPARISONS)
def comparison(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a = b``, ``a <> b``, ``a < b`` …; ``a = ANY(b)`` by the handler of ``ANY``.

    PostgreSQL manual 9.2; SQLAlchemy: Operator Reference, comparison operators.
    """
    if isinstance(node, exp.EQ) and isinstance(expression, exp.Any):
        shorter = any_form_in(lower, expression, this)
        if shorter is not None:
            return shorter
    idiom = lower.here and isinstance(node, exp.EQ)
    left = _left_value(lower, this, expression)
    right = operand(lower, expression, this, idiom=idiom)
    return compare(left, _COMPARISONS[type(node)](), right)


def _left_value(lower: Lowering, node: exp.Expr, other: exp.Expr) -> ast.expr:
    """The left side, which has to be an expression of SQLAlchemy's: a Python value there would lose the operator."""
    inner = node.unnest()
    if isinstance(inner, exp.Parameter):
        quantified = isinstance(other, exp.Any | exp.All)
        kind = element_of(type_of(lower, other.this)) if quantified else type_of(lower, other)
        if kind is None:
            raise Refusal("bind.unknown-type", f"the type of {sql_of(inner)} beside {sql_of(other)} is not known")
        refuse_json(kind, inner)
        return lower.typed_parameter(inner, bind_type(lower, kind))
    return sql_text(lower, inner) if isinstance(inner, exp.Literal) else lower(node)


@lowers(*_ARITHMETIC)
def arithmetic(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a + b``, ``a - b``, ``a * b``, ``a % b`` on numbers; dates only where neither side is a parameter.

    The server gives ``$1`` in ``ts - $1`` the type of ``ts``, in ``ts + $1`` interval (SEMANTICS.md,
    Binds): a parameter beside a date needs a cast. PostgreSQL manual 9.3, 9.9.
    """
    left, right = _operands(lower, node, this, expression)
    return binary(left, _ARITHMETIC[type(node)](), right)


@lowers(exp.Div, ignores="typed safe")
def division(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a / b``: ``a // b`` on integers, which truncates; ``a.op("/", precedence=8)(b)`` otherwise.

    SQLAlchemy's ``/`` casts the divisor to its own idea of the type, NUMERIC(10, 2) say, which rounds.
    SQLAlchemy: What's New in 2.0, "Python division operator performs true division for all backends".
    """
    left, right = type_of(lower, this), type_of(lower, expression)
    if left is None or right is None:
        raise Refusal("sql.unsupported", f"division of unknown types: {sql_of(node)}")
    one, other = _operands(lower, node, this, expression)
    if left in INTEGERS and right in INTEGERS:
        return binary(one, ast.FloorDiv(), other)
    return call(method(one, "op", constant("/"), precedence=constant(_DIVISION_PRECEDENCE)), other)


def _operands(lower: Lowering, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> tuple[ast.expr, ast.expr]:
    for one, other in ((this, expression), (expression, this)):
        kind = type_of(lower, other)
        if isinstance(one.unnest(), exp.Parameter) and (kind is None or base_type(kind) not in NUMBERS):
            raise Refusal("bind.unknown-type", f"the type of the parameter in {sql_of(node)} depends on the operator")
    return _number(lower, this, expression, node), _number(lower, expression, this, node)


def _number(lower: Lowering, node: exp.Expr, other: exp.Expr, whole: exp.Expr) -> ast.expr:
    """One side of arithmetic; a constant stays SQL text where a bind would change the type of the result."""
    inner = node.unnest()
    kind = type_of(lower, other)
    if not isinstance(inner, exp.Literal):
        return operand(lower, node, other)
    constants = isinstance(other.unnest(), exp.Literal) or repeated(inner)
    if isinstance(whole, exp.Div) and kind in INTEGERS and constants and inner.name.isdigit():
        # without its type SQLAlchemy takes the quotient for a fraction and writes FLOOR()
        return call(lower.sqlalchemy("literal_column"), constant(inner.name), lower.sqlalchemy("Integer"))
    if constants or kind == "smallint" or (isinstance(whole, exp.Div) and whole.this is node):
        return sql_text(lower, inner)
    return operand(lower, node, other)


@lowers(exp.DPipe, ignores="safe")
def concatenation(lower: Lowering, *, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a || b`` on text; arrays and jsonb are not lowered here.

    PostgreSQL manual 9.4; SQLAlchemy: ``ColumnOperators.concat()``.
    """
    sides = [_joined(lower, item, other) for item, other in ((this, expression), (expression, this))]
    if isinstance(this.unnest(), exp.Literal | exp.Parameter):
        sides[0] = _left_value(lower, this, exp.Cast(this=exp.Null(), to=exp.DataType.build("text")))
    return method(sides[0], "concat", sides[1])


def _joined(lower: Lowering, node: exp.Expr, other: exp.Expr) -> ast.expr:
    """One side of ``||``: text, or anything with a type of its own beside text."""
    inner = node.unnest()
    kind, neighbour = type_of(lower, inner), type_of(lower, other.unnest())
    if isinstance(inner, exp.Literal) and inner.is_string:
        return sql_text(lower, inner) if repeated(inner) else constant(inner.name)
    if kind is not None and base_type(kind) in STRINGS:
        return lower(node)
    if neighbour is None or base_type(neighbour) in STRINGS or _is_string(other):
        if isinstance(inner, exp.Parameter) and (neighbour is not None or _is_string(other)):
            return text_argument(lower, inner)
        if kind in _SIMPLE and neighbour is not None and base_type(neighbour) in STRINGS:
            return lower(node)
    raise Refusal("sql.unsupported", f"|| on something that is not known to be text: {sql_of(node)}")


def _is_string(node: exp.Expr) -> bool:
    inner = node.unnest()
    return isinstance(inner, exp.Literal) and bool(inner.is_string)


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
    """``NOT a``: ``not_(a)``, ``~exists(…)``; negated predicates have their own forms. PostgreSQL manual 9.1."""
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
    """``(a)``: Python's own precedence prints the parentheses that are needed."""
    return lower(this)


@lowers(exp.Neg)
def negative(lower: Lowering, *, this: exp.Expr) -> ast.expr:
    """``-a``. PostgreSQL manual 9.3."""
    if isinstance(this, exp.Literal):
        return sql_text(lower, exp.Neg(this=this.copy()))
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
