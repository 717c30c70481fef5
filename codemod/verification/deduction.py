"""The types PostgreSQL gives the expressions of a canonical tree (manual, chapter 10); None is "not sure"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlglot import exp

from codemod.verification.pg_types import FLOATS, INTEGERS, NUMBERS, STRINGS, TIMES, type_name, written_type
from codemod.verification.plain_form import DECLARED
from codemod.verification.signatures import result_type, signature_of

#: Keys of a column's meta: its type as the model writes it, and whether it can be NULL.
PG_TYPE: Final = "pg_type"
NULLABLE: Final = "nullable"

COMPARISONS: Final = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.NullSafeEQ, exp.NullSafeNEQ)
ARITHMETIC: Final = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod)
MATCHES: Final = (exp.Like, exp.ILike, exp.SimilarTo, exp.RegexpLike, exp.RegexpILike)
_TRANSPARENT: Final = (exp.Alias, exp.Paren, exp.Neg, exp.Filter, exp.Window, exp.Max, exp.Min, exp.Collate)
_LOGIC: Final = (*COMPARISONS, *MATCHES, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between, exp.Exists, exp.Escape)


def type_of(node: exp.Expr) -> str | None:
    """``pg_type.typname`` of an expression."""
    match node:
        case exp.Column():
            return type_name(node.meta.get(PG_TYPE) or "")
        case exp.Parameter():
            return node.meta.get(DECLARED)
        case exp.Cast():
            return type_name(written_type(node.to))
        case exp.Literal():
            return None if node.is_string else number_type(node.name)
        case _ if isinstance(node, _TRANSPARENT):
            return type_of(node.this)
        case exp.Subquery() if isinstance(node.this, exp.Select) and len(node.this.expressions) == 1:
            return type_of(node.this.expressions[0])
        case exp.Coalesce():
            return common_type([node.this, *node.expressions])
        case exp.Case():
            return common_type(results_of(node))
        case exp.Sum() | exp.Avg():
            return _aggregated(type(node), type_of(node.this))
        case exp.Anonymous():
            return _called(node)
        case exp.DPipe():
            sides = [type_of(node.this), type_of(node.expression)]
            return "text" if any(side in STRINGS for side in sides) else None
        case _ if isinstance(node, ARITHMETIC):
            return _arithmetic(type(node), type_of(node.this), type_of(node.expression))
        case _:
            return "bool" if isinstance(node, _LOGIC) else _ALWAYS.get(type(node))


_ALWAYS: Final[dict[type[exp.Expr], str]] = {
    exp.Boolean: "bool",
    exp.Count: "int8",
    exp.Lower: "text",
    exp.Upper: "text",
    exp.Interval: "interval",
    exp.CurrentDate: "date",
    exp.CurrentTimestamp: "timestamptz",
    exp.Extract: "numeric",  # double precision before PostgreSQL 14, which is out of support
}


def number_type(written: str) -> str:
    """The type of a numeric constant (manual 4.1.2.6)."""
    if not written.isdigit():
        return "numeric"
    return "int4" if int(written) < 2**31 else "int8" if int(written) < 2**63 else "numeric"


def common_type(items: Iterable[exp.Expr]) -> str | None:
    """The type that COALESCE, CASE and the like settle on (manual 10.5), where nothing is converted but constants."""
    known: set[str] = set()
    strings = 0
    for item in items:
        if isinstance(item, exp.Null | exp.Parameter) and type_of(item) is None:
            continue
        if isinstance(item, exp.Literal) and item.is_string:
            strings += 1
            continue
        kind = type_of(item)
        if kind is None:
            return None
        known.add(kind)
    if not known:
        return "text" if strings else None
    if known <= STRINGS:
        return "text"
    if len(known) > 1 and known <= {*INTEGERS, "numeric"}:
        return "numeric" if "numeric" in known else max(known, key=INTEGERS.index)
    return known.pop() if len(known) == 1 else None


def results_of(node: exp.Case) -> list[exp.Expr]:
    """What a CASE can give."""
    default = node.args.get("default")
    return [*(branch.args["true"] for branch in node.args["ifs"]), *([default] if default is not None else [])]


def _aggregated(aggregate: type[exp.Expr], kind: str | None) -> str | None:
    if kind in ("float4", "float8"):
        return kind if aggregate is exp.Sum else "float8"
    if kind in ("int2", "int4") and aggregate is exp.Sum:
        return "int8"
    return "numeric" if kind in (*INTEGERS, "numeric") else "interval" if kind == "interval" else None


def _called(node: exp.Anonymous) -> str | None:
    signature = signature_of(node.name, len(node.expressions))
    return result_type(signature, [type_of(item) for item in node.expressions]) if signature is not None else None


def wider_type(left: str | None, right: str | None) -> str | None:
    """The type of an operation on two numbers (manual 10.2)."""
    return _arithmetic(exp.Mul, left, right) if {left, right} <= NUMBERS else None


def _arithmetic(operator: type[exp.Expr], left: str | None, right: str | None) -> str | None:
    if left is None or right is None:
        return None
    sides = {left, right}
    if sides <= set(INTEGERS):
        return max(left, right, key=INTEGERS.index)
    if sides <= NUMBERS:
        return "float4" if sides == {"float4"} else "float8" if sides & set(FLOATS) else "numeric"
    if operator is exp.Sub and left == right and left in TIMES:
        return "int4" if left == "date" else "interval"
    if right == "interval" and left in TIMES and operator in (exp.Add, exp.Sub):
        return "timestamp" if left == "date" else left
    if sides == {"interval"} and operator in (exp.Add, exp.Sub):
        return "interval"
    if "interval" in sides and sides & NUMBERS and operator is exp.Mul:
        return "interval"
    return "date" if left == "date" and right in ("int2", "int4") and operator in (exp.Add, exp.Sub) else None
