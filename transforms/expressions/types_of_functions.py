"""The types PostgreSQL gives function calls and aggregates (manual chapter 9)."""

from __future__ import annotations

from typing import Any, Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import INTEGERS, NUMBERS, base_type, is_transparent
from codemod.mapping.types import enum_name
from transforms.expressions.function_table import FUNCTIONS, WRITING
from transforms.expressions.types_of import common_type, element_of, gives_type, is_untyped, type_of


def _aggregated(argument: exp.Expr) -> exp.Expr:
    """An argument of an aggregate without DISTINCT and ORDER BY."""
    if isinstance(argument, exp.Order):
        argument = argument.this
    if isinstance(argument, exp.Distinct) and len(argument.expressions) == 1:
        argument = argument.expressions[0]
    return argument


@gives_type(exp.Max, exp.Min)
def _extreme(lower: Lowering, node: Any) -> str | None:
    found = type_of(lower, _aggregated(node.this))
    return base_type(found) if found else None


@gives_type(exp.Sum)
def _sum(lower: Lowering, node: Any) -> str | None:
    argument = type_of(lower, _aggregated(node.this))
    if argument in ("smallint", "integer"):
        return "bigint"
    return {"bigint": "numeric", "real": "real", "double precision": "double precision", "interval": "interval"}.get(
        argument or "", "numeric" if argument and base_type(argument) == "numeric" else None
    )


@gives_type(exp.Avg)
def _avg(lower: Lowering, node: Any) -> str | None:
    argument = type_of(lower, _aggregated(node.this))
    if argument is None:
        return None
    if argument in INTEGERS or base_type(argument) == "numeric":
        return "numeric"
    return {"real": "double precision", "double precision": "double precision", "interval": "interval"}.get(argument)


@gives_type(exp.Explode)
def _unnested(lower: Lowering, node: Any) -> str | None:
    return element_of(type_of(lower, node.this))


@gives_type(exp.Anonymous)
def _function(lower: Lowering, node: Any) -> str | None:
    known = FUNCTIONS.get(node.name.lower()) or WRITING.get(node.name.lower())
    own = lower.registry.functions.get(node.name.lower()) if known is None else None
    if own is not None:
        return own.returns if not own.is_set else None
    if known is None or not known.returns:
        return _dependent(lower, node)
    if known.returns == "*":
        return common_type(lower, node.expressions)
    if not known.returns.startswith("#"):
        return known.returns
    index, suffix = int(known.returns[1]), known.returns[2:]
    if index >= len(node.expressions):
        return None
    if node.name.lower() == "nullif" and all(map(is_untyped, node.expressions)):
        return "text"
    argument = type_of(lower, _aggregated(node.expressions[index]))
    if suffix == "*":
        return element_of(argument)
    return f"{base_type(argument)}{suffix}" if argument else None


@gives_type(exp.Tuple)
def _row(lower: Lowering, node: Any) -> str | None:
    """``(a, b)``: a record, and of what where one of its values is not given out as it is.

    asyncpg has no decoder for a label, or for an array of anything but text, in a record (measured), and a
    document in it is text in one world only.
    """
    kinds = [type_of(lower, item) for item in node.expressions]
    known = [kind for kind in kinds if kind is not None]
    if len(known) != len(kinds):
        return None
    odd = next((kind for kind in known if not _is_decoded(kind)), None)
    return "record" if odd is None else f"record with {odd}"


def _is_decoded(pg_type: str) -> bool:
    builtin = enum_name(pg_type) is None and pg_type != "citext"
    return builtin and is_transparent(pg_type) and (pg_type == "text[]" or not pg_type.endswith("[]"))


#: Functions that leave numeric as it is and make every other number a double precision.
_ROUNDING: Final = frozenset(
    {"ceil", "ceiling", "floor", "round", "trunc", "sqrt", "exp", "ln", "power", "log", "sign"}
)
_STATISTICS: Final = frozenset({"stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop"})


def _dependent(lower: Lowering, node: Any) -> str | None:
    """Functions whose result type follows no rule of the table."""
    name, arguments = node.name.lower(), node.expressions
    if name == "row":
        return _row(lower, node)
    if not arguments:
        return _of_order(lower, node) if name == "mode" else None
    if name in ("percentile_cont", "percentile_disc"):
        return _of_order(lower, node)
    index = 1 if name in ("date_trunc", "timezone") and len(arguments) > 1 else 0
    kind = type_of(lower, arguments[index])
    if kind is None:
        return None
    plain = base_type(kind)
    if name == "date_trunc":
        plain = "timestamp with time zone" if plain == "date" else plain
        times = ("interval", "timestamp with time zone", "timestamp without time zone")
        return plain if plain in times else None
    if name == "timezone":
        zoned = {"timestamp with time zone": "timestamp without time zone"}
        return {**zoned, **{other: one for one, other in zoned.items()}}.get(plain)
    if name in ("round", "trunc") and len(arguments) == 2:
        return "numeric"
    if name in _ROUNDING and plain in NUMBERS:
        return "numeric" if plain == "numeric" else "double precision"
    if name in _STATISTICS and plain in NUMBERS:
        return "numeric" if plain in (*INTEGERS, "numeric") else "double precision"
    return None


def _of_order(lower: Lowering, node: exp.Expr) -> str | None:
    """The type of the column that WITHIN GROUP orders by; a continuous percentile is a double precision."""
    group = node.parent
    if not isinstance(group, exp.WithinGroup):
        return None
    kind = type_of(lower, group.expression.expressions[0].this)
    if node.name.lower() == "percentile_cont":
        return "interval" if kind == "interval" else "double precision" if kind and base_type(kind) in NUMBERS else None
    return kind
