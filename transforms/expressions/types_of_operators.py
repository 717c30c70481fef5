"""The types PostgreSQL gives operators (manual 9.3 to 9.19)."""

from __future__ import annotations

from typing import Any, Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import INTEGERS, NUMBERS, STRINGS, TEMPORAL, base_type
from codemod.mapping.vectors import is_vector
from codemod.resolution.read_order import giver_of_type
from codemod.resolution.vector_operators import DISTANCES
from transforms.expressions.types_of import element_of, gives_type, type_of


@gives_type(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod)
def _arithmetic(lower: Lowering, node: Any) -> str | None:
    left, right = type_of(lower, node.this), type_of(lower, node.expression)
    if base_type(left or "") == "jsonb" and isinstance(node, exp.Sub):
        return "jsonb"
    left, right = _assumed(node, node.this, left, right), _assumed(node, node.expression, right, left)
    if left is None or right is None:
        return None
    left, right = base_type(left), base_type(right)
    if left in INTEGERS and right in INTEGERS:
        return max(left, right, key=INTEGERS.index)
    if left in NUMBERS and right in NUMBERS:
        return "numeric" if {left, right} <= {*INTEGERS, "numeric"} else "double precision"
    return _temporal(type(node), left, right)


def _assumed(whole: exp.Expr, node: exp.Expr, own: str | None, other: str | None) -> str | None:
    """The type of one side; an untyped parameter beside a number has the type of that number."""
    if own is None and isinstance(node.unnest(), exp.Parameter):
        return parameter_beside(type(whole), other, left=whole.args["this"] is node)
    return own


def parameter_beside(operator: type[exp.Expr], other: str | None, *, left: bool) -> str | None:
    """The type the server gives an untyped parameter beside ``other`` in arithmetic, where only one operator fits.

    It first assumes the same type on both sides (manual 10.2, rule 2a): ``ts - $1`` takes a timestamp. Where there
    is no such operator, the only one left decides: ``ts + $1`` an interval, ``interval * $1`` a double precision.
    """
    kind = base_type(other) if other else None
    if kind in NUMBERS:
        return kind
    if kind == "interval":
        return "double precision" if operator is exp.Mul or (operator is exp.Div and not left) else None
    if kind in ("timestamp with time zone", "timestamp without time zone"):
        return kind if operator is exp.Sub else "interval" if operator is exp.Add else None
    return None


def moment_before(lower: Lowering, node: exp.Parameter, whole: exp.Expr, other: str | None) -> str | None:
    """The type of ``$1`` in ``ts >= $1 AND ts < $1 + interval '1 day'``: what the condition before made of it."""
    moved = isinstance(whole, exp.Add) or (isinstance(whole, exp.Sub) and whole.this.unnest() is node)
    column = giver_of_type(node) if other == "interval" and moved else None
    kind = type_of(lower, column) if column is not None else None
    return kind if kind is not None and base_type(kind) in TEMPORAL else None


def _temporal(operator: type[exp.Expr], left: str, right: str) -> str | None:
    """Date arithmetic (PostgreSQL manual, table 9.32)."""
    if left == "date" and right in INTEGERS and operator in (exp.Add, exp.Sub):
        return "date"
    if left in TEMPORAL and right == "interval" and operator in (exp.Add, exp.Sub):
        return "timestamp without time zone" if left == "date" else left
    if right in TEMPORAL and left == "interval" and operator is exp.Add:
        return "timestamp without time zone" if right == "date" else right
    if left == right == "interval" and operator in (exp.Add, exp.Sub):
        return "interval"
    if operator is exp.Sub and left == right and left in TEMPORAL:
        return "integer" if left == "date" else "interval"
    if operator is exp.Mul and "interval" in (left, right) and {left, right} & NUMBERS:
        return "interval"
    return "interval" if operator is exp.Div and left == "interval" and right in NUMBERS else None


@gives_type(exp.Pow)
def _power(lower: Lowering, node: Any) -> str | None:
    kinds = {base_type(type_of(lower, side) or "") for side in (node.this, node.expression)}
    if kinds <= NUMBERS:
        return "numeric" if "numeric" in kinds and kinds <= {*INTEGERS, "numeric"} else "double precision"
    return None


@gives_type(exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseXor)
def _bitwise(lower: Lowering, node: Any) -> str | None:
    kinds = [kind for side in (node.this, node.expression) if (kind := type_of(lower, side)) in INTEGERS]
    untyped = sum(_is_open(side.unnest()) for side in (node.this, node.expression))
    return max(kinds, key=INTEGERS.index) if kinds and len(kinds) + untyped == 2 else None


def _is_open(node: exp.Expr) -> bool:
    """A parameter, inverted or not: it has the type of the other side."""
    return isinstance(node.this.unnest() if isinstance(node, exp.BitwiseNot) else node, exp.Parameter)


@gives_type(exp.BitwiseLeftShift, exp.BitwiseRightShift)
def _shifted(lower: Lowering, node: Any) -> str | None:
    kind = type_of(lower, node.this)
    return kind if kind in INTEGERS else None


#: Types of text search, of which ``||`` joins two of one kind (PostgreSQL manual 9.13).
SEARCH: Final = frozenset({"tsvector", "tsquery"})


@gives_type(exp.DPipe)
def _concatenation(lower: Lowering, node: Any) -> str | None:
    sides = [node.this.unnest(), node.expression.unnest()]
    types = [type_of(lower, side) for side in sides]
    arrays = [item for item in types if element_of(item)]
    if arrays:
        return arrays[0]
    if "jsonb" in types:
        return "jsonb"
    if types[0] == types[1] and types[0] in SEARCH:
        return types[0]
    text = any(item and base_type(item) in STRINGS for item in types)
    return "text" if text or any(isinstance(side, exp.Literal) and side.is_string for side in sides) else None


@gives_type(exp.JSONExtract, exp.JSONBExtract)
def _json(lower: Lowering, node: Any) -> str | None:
    kind = type_of(lower, node.this)
    return kind if kind in ("json", "jsonb") else None


@gives_type(exp.JSONBDeleteAtPath)
def _without_path(lower: Lowering, node: Any) -> str | None:
    return "jsonb" if type_of(lower, node.this) == "jsonb" else None


@gives_type(exp.AtTimeZone)
def _at_time_zone(lower: Lowering, node: Any) -> str | None:
    """``AT TIME ZONE`` takes the zone off, or puts it on (manual 9.9.4); a date becomes a timestamptz first."""
    match base_type(type_of(lower, node.this) or ""):
        case "timestamp with time zone" | "date":
            return "timestamp without time zone"
        case "timestamp without time zone":
            return "timestamp with time zone"
        case _:
            return None


@gives_type(*DISTANCES)
def _distance(lower: Lowering, node: Any) -> str | None:
    """A distance of pgvector's, or pg_trgm's of two texts."""
    if any(is_vector(type_of(lower, side.unnest())) for side in (node.this, node.expression)):
        return "double precision"
    kind = type_of(lower, node.this)
    return "real" if kind and base_type(kind) in STRINGS else None
