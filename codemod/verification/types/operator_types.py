"""The types of operators on numbers, dates, arrays and JSON (manual, chapter 9), and what they make of a parameter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlglot import exp

from codemod.resolution.vector_operators import DISTANCES
from codemod.verification.types.pg_types import FLOATS, INTEGERS, NUMBERS, STRINGS, TIMES, common_kind

ARITHMETIC: Final = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod)
BITWISE: Final = (exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseXor, exp.BitwiseLeftShift, exp.BitwiseRightShift)


def operator_type_of(type_of: Callable[[exp.Expr], str | None], node: Any) -> str | None:
    """The type of an operator's result, given how the types of its operands are found."""
    left, right = type_of(node.this), type_of(node.expression)
    match node:
        case exp.DPipe():
            return _concatenated(left, right)
        case exp.JSONExtract() | exp.JSONBExtract():
            return left if left in ("json", "jsonb") else None
        case _ if type(node) in DISTANCES:
            return "float8" if "vector" in (left, right) else "float4" if left in STRINGS else None
        case exp.Pow():
            return _power(left, right)
        case exp.BitwiseLeftShift() | exp.BitwiseRightShift():
            return left if left in INTEGERS else None
        case exp.Sub() if left == "jsonb":
            return "jsonb"
        case exp.JSONBDeleteAtPath():
            return "jsonb" if left == "jsonb" else None
        case exp.Mod() if left in STRINGS:
            return "bool"  # of pg_trgm
    left, right = _given(node, "this", left, right), _given(node, "expression", right, left)
    return arithmetic_type(type(node), left, right)


def _given(whole: exp.Expr, key: str, own: str | None, other: str | None) -> str | None:
    if own is None and isinstance(whole.args[key], exp.Parameter):
        return untyped_operand(type(whole), other, left=key == "this")
    return own


def untyped_operand(operator: type[exp.Expr], other: str | None, *, left: bool) -> str | None:
    """What an untyped parameter beside ``other`` becomes.

    The same type where there is such an operator (manual 10.2, rule 2a), else the one type for which there is:
    ``timestamptz + $1`` is an interval, ``interval * $1`` a double precision (SEMANTICS.md, Binds).
    """
    if other in NUMBERS:
        return other if operator not in BITWISE or other in INTEGERS else None
    if other == "interval" and operator in (exp.Mul, exp.Div):
        return None if left and operator is exp.Div else "float8"
    if other in ("timestamp", "timestamptz"):
        return other if operator is exp.Sub else "interval" if operator is exp.Add else None
    return None


def arithmetic_type(operator: type[exp.Expr], left: str | None, right: str | None) -> str | None:
    """The type of ``left operator right``."""
    if left is None or right is None:
        return None
    sides = {left, right}
    if sides <= set(INTEGERS):
        return max(left, right, key=INTEGERS.index)
    if operator in BITWISE:
        return None
    if sides <= NUMBERS:
        return "float4" if sides == {"float4"} else "float8" if sides & set(FLOATS) else "numeric"
    return _temporal(operator, left, right)


def _temporal(operator: type[exp.Expr], left: str, right: str) -> str | None:
    """Date arithmetic (manual, table 9.32)."""
    if operator is exp.Sub and left == right and left in TIMES:
        return "int4" if left == "date" else "interval"
    if right == "interval" and left in TIMES and operator in (exp.Add, exp.Sub):
        return "timestamp" if left == "date" else left
    if left == "interval" and right in TIMES and operator is exp.Add:
        return "timestamp" if right == "date" else right
    if left == right == "interval" and operator in (exp.Add, exp.Sub):
        return "interval"
    if "interval" in (left, right) and {left, right} & NUMBERS and operator is exp.Mul:
        return "interval"
    if left == "interval" and right in NUMBERS and operator is exp.Div:
        return "interval"
    return "date" if left == "date" and right in ("int2", "int4") and operator in (exp.Add, exp.Sub) else None


def _concatenated(left: str | None, right: str | None) -> str | None:
    known = [kind for kind in (left, right) if kind is not None]
    if any(kind.endswith("[]") for kind in known):
        element = common_kind([kind.removesuffix("[]") for kind in known])
        return f"{element}[]" if element is not None else None
    if "jsonb" in (left, right) and {left, right} <= {"jsonb", None}:
        return "jsonb"
    if left == right and left in ("tsvector", "tsquery"):
        return left
    return "text" if left in STRINGS or right in STRINGS else None


def _power(left: str | None, right: str | None) -> str | None:
    if left not in NUMBERS or right not in NUMBERS:
        return None
    return "numeric" if "numeric" in (left, right) and not {left, right} & set(FLOATS) else "float8"
