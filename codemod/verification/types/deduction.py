"""The types PostgreSQL gives the expressions of a canonical tree (manual, chapter 10); None is "not sure"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from sqlglot import exp

from codemod.resolution.vector_operators import DISTANCES
from codemod.verification.canonical.plain_form import DECLARED
from codemod.verification.canonical.spellings import MOMENTS
from codemod.verification.types.operator_types import ARITHMETIC, BITWISE, arithmetic_type, operator_type_of
from codemod.verification.types.pg_types import INTEGERS, NUMBERS, common_kind, record_of, type_name, written_type
from codemod.verification.types.signatures import result_type, signature_of_call

#: Keys of a column's meta: its type as the model writes it, and whether it can be NULL.
PG_TYPE: Final = "pg_type"
NULLABLE: Final = "nullable"

COMPARISONS: Final = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.NullSafeEQ, exp.NullSafeNEQ)
OPERATORS: Final[tuple[type[exp.Expr], ...]] = (
    *ARITHMETIC,
    *BITWISE,
    *DISTANCES,
    exp.Pow,
    exp.DPipe,
    exp.JSONExtract,
    exp.JSONBExtract,
    exp.JSONBDeleteAtPath,
)
MATCHES: Final = (exp.Like, exp.ILike, exp.SimilarTo, exp.RegexpLike, exp.RegexpILike)
_TRANSPARENT: Final = (
    *(exp.Alias, exp.Paren, exp.Neg, exp.Filter, exp.Window, exp.WithinGroup, exp.Order),
    *(exp.Collate, exp.BitwiseNot),
)
_LOGIC: Final = (
    *(*COMPARISONS, *MATCHES, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between, exp.Exists, exp.Escape),
    *(exp.ArrayOverlaps, exp.ArrayContainsAll, exp.ArrayContainedBy, exp.MatchAgainst),
    *(exp.JSONBContainsTopKey, exp.JSONBContainsAnyTopKeys, exp.JSONBContainsAllTopKeys, exp.JSONBPathExists),
)


#: Types of which ``||`` makes text: ``anynonarray``, without those it joins.
_WRITTEN_OUT: Final = frozenset({*NUMBERS, "bool", "date", "timestamp", "timestamptz", "uuid", "name"})


def type_of(node: exp.Expr) -> str | None:
    """``pg_type.typname`` of an expression."""
    if isinstance(node, _TRANSPARENT):
        return type_of(node.this)
    rule = _RULES.get(type(node))
    return rule(node) if rule is not None else "bool" if isinstance(node, _LOGIC) else _ALWAYS.get(type(node))


_ALWAYS: Final[dict[type[exp.Expr], str]] = {
    exp.Boolean: "bool",
    exp.Count: "int8",
    exp.Lower: "text",
    exp.Upper: "text",
    exp.GroupConcat: "text",
    exp.JSONExtractScalar: "text",
    exp.JSONBExtractScalar: "text",
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
    known: list[str] = []
    strings = 0
    for item in items:
        kind = type_of(item)
        if kind is not None:
            known.append(kind)
        elif isinstance(item, exp.Literal) and item.is_string:
            strings += 1
        elif not isinstance(item, exp.Null | exp.Parameter):
            return None
    return common_kind(known) or ("text" if strings and not known else None)


def is_open(node: exp.Expr) -> bool:
    """A parameter or string constant without a type of its own."""
    untyped = isinstance(node, exp.Parameter) and type_of(node) is None
    return untyped or (isinstance(node, exp.Literal) and bool(node.is_string) and DECLARED not in node.meta)


def _is_open_text(node: exp.DPipe) -> bool:
    """``'a' || $1``, ``'#' || id``: an operator on text is taken where strings are (manual 10.2, rule 4d)."""
    sides = (node.this, node.expression)
    return all(map(is_open, sides)) or (any(map(is_constant_string, sides)) and any(map(becomes_text, sides)))


def is_constant_string(node: exp.Expr) -> bool:
    """A string constant of the SQL, bound or not."""
    return isinstance(node, exp.Literal) and bool(node.is_string)


def becomes_text(node: exp.Expr) -> bool:
    """Whether ``||`` makes text of a value beside text, and has no other meaning for it (manual, table 9.9)."""
    return type_of(node) in _WRITTEN_OUT


def results_of(node: exp.Case) -> list[exp.Expr]:
    """What a CASE can give, in the order in which the server looks at their types: ELSE first."""
    default = node.args.get("default")
    return [*([default] if default is not None else []), *(branch.args["true"] for branch in node.args["ifs"])]


def wider_type(left: str | None, right: str | None) -> str | None:
    """The type of an operation on two numbers (manual 10.2)."""
    return arithmetic_type(exp.Mul, left, right) if {left, right} <= NUMBERS else None


def element_of(kind: str | None) -> str | None:
    """The type of the elements of an array."""
    return kind.removesuffix("[]") if kind is not None and kind.endswith("[]") else None


def _of_array(node: Any) -> str | None:
    """``ARRAY[…]`` and ``ARRAY(SELECT …)``; of text where nothing else is said (manual 10.5)."""
    first = node.expressions[0] if node.expressions else None
    if DECLARED in node.meta:
        return str(node.meta[DECLARED])
    if isinstance(first, exp.Select):
        kind = listed_type(first.expressions[0].unalias()) if len(first.expressions) == 1 else None
    else:
        untyped = all(isinstance(item, exp.Parameter) and type_of(item) is None for item in node.expressions)
        kind = "text" if untyped and first is not None else common_type(node.expressions)
    return f"{kind}[]" if kind is not None and not kind.endswith("[]") else None


def _subscript(node: Any) -> str | None:
    array = type_of(node.this)
    return array if any(isinstance(item, exp.Slice) for item in node.expressions) else element_of(array)


def _scalar(node: Any) -> str | None:
    inner = node.this
    return listed_type(inner.expressions[0]) if isinstance(inner, exp.Select) and len(inner.expressions) == 1 else None


def listed_type(item: exp.Expr) -> str | None:
    """The type of a column of a select list: one without a type becomes text (manual 10.6)."""
    return type_of(item) or ("text" if is_open(item) else None)


def _extreme(node: Any) -> str | None:
    kind = type_of(node.this)
    return "text" if kind == "varchar" else kind


def _aggregated(node: Any) -> str | None:
    aggregate, kind = type(node), type_of(node.this)
    if kind in ("float4", "float8"):
        return kind if aggregate is exp.Sum else "float8"
    if kind in ("int2", "int4") and aggregate is exp.Sum:
        return "int8"
    return "numeric" if kind in (*INTEGERS, "numeric") else "interval" if kind == "interval" else None


def _called(node: Any) -> str | None:
    signature = signature_of_call(node)
    if signature is None:
        return None
    if signature.returns == "ordered":
        return _of_order(node)
    if signature.arguments[:1] == ("alike",) and all(map(is_open, node.expressions)):
        return "text"
    return result_type(signature, [type_of(item) for item in node.expressions])


def _of_order(node: exp.Expr) -> str | None:
    """A percentile or mode has the type of what WITHIN GROUP orders by; a continuous one is a double precision."""
    if not isinstance(node.parent, exp.WithinGroup):
        return None
    kind = type_of(node.parent.expression.expressions[0].this)
    if node.name.lower() != "percentile_cont":
        return kind
    return "interval" if kind == "interval" else "float8" if kind in NUMBERS else None


_RULES: Final[dict[type[exp.Expr], Callable[[Any], str | None]]] = {
    exp.Column: lambda node: type_name(node.meta.get(PG_TYPE) or ""),
    exp.Parameter: lambda node: node.meta.get(DECLARED),
    exp.Cast: lambda node: type_name(written_type(node.to)),
    exp.Literal: lambda node: node.meta.get(DECLARED) or (None if node.is_string else number_type(node.name)),
    exp.Var: lambda node: MOMENTS.get(node.name),
    exp.Distinct: lambda node: type_of(node.expressions[0]) if len(node.expressions) == 1 else None,
    exp.Subquery: _scalar,
    exp.Tuple: lambda node: record_of([type_of(item) for item in node.expressions]),
    exp.Coalesce: lambda node: common_type([node.this, *node.expressions]),
    exp.Case: lambda node: common_type(results_of(node)),
    exp.Max: _extreme,
    exp.Min: _extreme,
    exp.Sum: _aggregated,
    exp.Avg: _aggregated,
    exp.Anonymous: _called,
    exp.Array: _of_array,
    exp.Bracket: _subscript,
    exp.Explode: lambda node: element_of(type_of(node.this)),
    **dict.fromkeys(OPERATORS, lambda node: operator_type_of(type_of, node)),
    exp.DPipe: lambda node: operator_type_of(type_of, node) or ("text" if _is_open_text(node) else None),
}
