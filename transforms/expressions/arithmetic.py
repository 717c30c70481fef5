"""Operators on numbers, dates and bits."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import INTEGERS, NUMBERS, STRINGS, base_type
from codemod.outcome import Refusal
from codemod.python_code import binary, call, constant, method
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from transforms.expressions.bind_types import bind_type
from transforms.expressions.jsonb import without_key
from transforms.expressions.operands import operand, sql_text
from transforms.expressions.repetition import repeated
from transforms.expressions.strings import similar
from transforms.expressions.types_of import type_of
from transforms.expressions.types_of_operators import moment_before, parameter_beside

_ARITHMETIC: Final[dict[type[exp.Expr], type[ast.operator]]] = {
    exp.Add: ast.Add,
    exp.Sub: ast.Sub,
    exp.Mul: ast.Mult,
    exp.Mod: ast.Mod,
}

_BITWISE: Final[dict[type[exp.Expr], str]] = {
    exp.BitwiseAnd: "bitwise_and",
    exp.BitwiseOr: "bitwise_or",
    exp.BitwiseXor: "bitwise_xor",
    exp.BitwiseLeftShift: "bitwise_lshift",
    exp.BitwiseRightShift: "bitwise_rshift",
}

#: How tightly SQLAlchemy takes ``*`` and ``/`` to bind, and an operator above them.
_DIVISION_PRECEDENCE: Final = 8
_POWER_PRECEDENCE: Final = 9


@lowers(*_ARITHMETIC)
def arithmetic(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a + b``, ``a - b``, ``a * b``, ``a % b`` on numbers and dates; ``%`` of pg_trgm on text, ``-`` on jsonb.

    The server gives ``$1`` in ``ts - $1`` the type of ``ts``, in ``ts + $1`` interval (SEMANTICS.md,
    Binds). PostgreSQL manual 9.3, 9.9; SQLAlchemy: Operator Reference, "Arithmetic Operators".
    """
    kind = base_type(type_of(lower, this) or "")
    if isinstance(node, exp.Mod) and kind in STRINGS:
        return similar(lower, this, expression)
    if isinstance(node, exp.Sub) and kind == "jsonb":
        return without_key(lower, this, expression)
    left, right = _operands(lower, node, this, expression)
    return binary(left, _ARITHMETIC[type(node)](), right)


@lowers(exp.Div, ignores="typed safe")
def division(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a / b``: ``a // b`` on integers, which truncates; ``a.op("/", precedence=8)(b)`` otherwise.

    SQLAlchemy's ``/`` casts the divisor to its own idea of the type, NUMERIC(10, 2) say, which rounds. PostgreSQL
    manual 9.3; SQLAlchemy: What's New in 2.0, "Python division operator performs true division for all backends".
    """
    left, right = type_of(lower, this), type_of(lower, expression)
    one, other = _operands(lower, node, this, expression)
    if type_of(lower, node) is None:
        raise refused("sql.operator", node, "division of unknown types")
    integers = (left or right) in INTEGERS and (right or left) in INTEGERS
    if integers and _is_typed(this) and _is_typed(expression):
        return binary(one, ast.FloorDiv(), other)
    return call(method(one, "op", constant("/"), precedence=constant(_DIVISION_PRECEDENCE)), other)


def _is_typed(node: exp.Expr) -> bool:
    """Whether SQLAlchemy knows the type too: beside a function it doesn't know, ``//`` is written with FLOOR()."""
    match node.unnest():
        case exp.Column() | exp.Cast() | exp.Literal() | exp.Parameter() | exp.Count() | exp.Neg():
            return True
        case exp.Sum(this=inner) | exp.Max(this=inner) | exp.Min(this=inner) | exp.Coalesce(this=inner):
            return _is_typed(inner)
        case exp.Add() | exp.Sub() | exp.Mul() | exp.Mod() | exp.Div() as operation:
            return _is_typed(operation.this) and _is_typed(operation.expression)
        case _:
            return False


@lowers(exp.Pow)
def power(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a ^ b``: ``a.op("^", precedence=9)(b)``. PostgreSQL manual 9.3; SQLAlchemy: ``Operators.op()``."""
    if isinstance(this.unnest(), exp.Parameter) or isinstance(expression.unnest(), exp.Parameter):
        raise Refusal("bind.unknown-type", f"the type of the parameter in {sql_of(node)} depends on the operator")
    return call(method(lower(this), "op", constant("^"), precedence=constant(_POWER_PRECEDENCE)), lower(expression))


@lowers(*_BITWISE)
def bitwise(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a & b``, ``a | b``, ``a # b``, ``a << b``: ``a.bitwise_and(b)`` and so on, on integers.

    PostgreSQL manual 9.3; SQLAlchemy: Operator Reference, bitwise operators.
    """
    if type_of(lower, node) not in INTEGERS or isinstance(this.unnest(), exp.Parameter):
        raise refused("sql.operator", node, "an operator on bits of something that is not known to be an integer")
    shift = isinstance(node, exp.BitwiseLeftShift | exp.BitwiseRightShift)
    # how far is an integer, whatever is shifted
    inverted = _inverted(lower, expression, this)
    if inverted is not None:
        return method(lower(this), _BITWISE[type(node)], inverted)
    right = operand(lower, expression, exp.Literal.number(1)) if shift else _number(lower, expression, this, node)
    return method(lower(this), _BITWISE[type(node)], right)


def _inverted(lower: Lowering, node: exp.Expr, other: exp.Expr) -> ast.expr | None:
    """``~$1`` beside an integer: the server tells its type by another place of ``$1``, and the proof compares them."""
    inner, kind = node.unnest(), type_of(lower, other)
    value = inner.this.unnest() if isinstance(inner, exp.BitwiseNot) else None
    if not isinstance(value, exp.Parameter) or kind not in INTEGERS or not _stands_elsewhere(value):
        return None
    return method(lower.typed_parameter(value, lower.type(kind)), "bitwise_not")


def _stands_elsewhere(parameter: exp.Parameter) -> bool:
    """Whether ``$1`` of ``~$1`` stands anywhere else, where the server can tell its type."""
    others = (item for item in parameter.root().find_all(exp.Parameter) if item.name == parameter.name)
    return any(not isinstance(item.parent, exp.BitwiseNot) for item in others)


@lowers(exp.BitwiseNot)
def bitwise_not(lower: Lowering, *, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """``~a``: ``a.bitwise_not()``. PostgreSQL manual 9.3; SQLAlchemy: ``ColumnOperators.bitwise_not()``."""
    if isinstance(this.unnest(), exp.Parameter):
        raise Refusal("bind.unknown-type", f"the server can't tell the type of the parameter in {sql_of(node)} either")
    if type_of(lower, this) not in INTEGERS:
        raise refused("sql.operator", node, "an operator on bits of something that is not known to be an integer")
    return method(lower(this), "bitwise_not")


def _operands(lower: Lowering, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> tuple[ast.expr, ast.expr]:
    return _side(lower, this, expression, node), _side(lower, expression, this, node)


def _side(lower: Lowering, node: exp.Expr, other: exp.Expr, whole: exp.Expr) -> ast.expr:
    """One side of arithmetic; a parameter has the type that the operator asks for."""
    inner = node.unnest()
    neighbour = type_of(lower, other)
    if isinstance(inner, exp.Parameter) and (neighbour is None or base_type(neighbour) not in NUMBERS):
        kind = parameter_beside(type(whole), neighbour, left=whole.args["this"] is node)
        kind = kind or moment_before(lower, inner, whole, neighbour)
        if kind is None:
            raise Refusal("bind.unknown-type", f"the type of the parameter in {sql_of(whole)} depends on the operator")
        return lower.typed_parameter(inner, bind_type(lower, kind))
    if isinstance(inner, exp.Parameter) and whole.args["this"] is node:
        # a Python value on the left of a column would lose the operator where both sides are arguments
        return lower.typed_parameter(inner, bind_type(lower, neighbour or ""))
    return _number(lower, node, other, whole)


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
