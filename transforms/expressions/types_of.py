"""What type PostgreSQL gives an expression, as far as it is sure; None is "not known"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import INTEGERS, NUMBERS, STRINGS, base_type, element_type, pg_type_of
from codemod.mapping.types import ENUM
from codemod.resolution.dialect import sql_of

TypeRule = Callable[[Lowering, Any], str | None]

#: sqlglot class to its rule; those of operators and functions register themselves from their own modules.
_RULES: Final[dict[type[exp.Expr], TypeRule]] = {}


def gives_type(*classes: type[exp.Expr]) -> Callable[[TypeRule], TypeRule]:
    """Register the rule for the type of these classes."""

    def register(rule: TypeRule) -> TypeRule:
        _RULES.update(dict.fromkeys(classes, rule))
        return rule

    return register


def type_of(lower: Lowering, node: exp.Expr) -> str | None:
    """PostgreSQL's type of ``node`` in the scope at hand, None when it isn't known."""
    rule = _RULES.get(type(node))
    return rule(lower, node) if rule is not None else None


def is_nullable(lower: Lowering, node: exp.Expr) -> bool:
    """Whether an expression can be NULL; False only for a plain column known to be NOT NULL."""
    inner = node.unnest()
    return not isinstance(inner, exp.Column) or isinstance(inner.this, exp.Star) or lower.column(inner).nullable


def element_of(pg_type: str | None) -> str | None:
    """The element type of an array type."""
    return element_type(pg_type) if pg_type else None


def common_type(lower: Lowering, items: Sequence[exp.Expr]) -> str | None:
    """The type PostgreSQL resolves alternatives to (manual 10.5); parameters and string constants follow the rest."""
    present = [item.unnest() for item in items if not isinstance(item.unnest(), exp.Null | exp.Parameter)]
    typed = [item for item in present if not (isinstance(item, exp.Literal) and item.is_string)]
    found = [type_of(lower, item) for item in typed]
    kinds = {base_type(item) for item in found if item is not None}
    if None in found:
        return None
    if not kinds:
        return "text" if present else None
    if kinds <= NUMBERS:
        return max(kinds, key=_NUMERIC_RANK.index)
    if kinds <= STRINGS:
        return kinds.pop() if len(kinds) == 1 else "text"
    return kinds.pop() if len(kinds) == 1 else None


def is_untyped(node: exp.Expr) -> bool:
    """Whether a value has no type of its own: a parameter, or a string constant."""
    inner = node.unnest()
    return isinstance(inner, exp.Parameter) or (isinstance(inner, exp.Literal) and bool(inner.is_string))


#: Numeric types in the order in which the later takes the earlier in without a cast.
_NUMERIC_RANK: Final = (*INTEGERS, "numeric", "real", "double precision")


def always(pg_type: str) -> TypeRule:
    """The rule of an expression that has one type whatever stands in it."""
    return lambda _lower, _node: pg_type


@gives_type(exp.Paren, exp.Neg, exp.Filter, exp.Window, exp.WithinGroup, exp.Collate, exp.BitwiseNot)
def _same(lower: Lowering, node: Any) -> str | None:
    return type_of(lower, node.this)


@gives_type(exp.Column)
def _column(lower: Lowering, node: Any) -> str | None:
    return MOMENTS[node.name] if is_moment(node) else lower.column(node).pg_type


#: Reserved words that stand for a moment (PostgreSQL manual 9.9.5); the parser takes them for columns.
MOMENTS: Final = {"localtimestamp": "timestamp without time zone", "localtime": "time without time zone"}


def is_moment(node: exp.Expr) -> bool:
    """Whether what the parser takes for a column is LOCALTIMESTAMP or LOCALTIME."""
    is_bare = isinstance(node, exp.Column) and not node.table and not node.this.args.get("quoted")
    return is_bare and node.name in MOMENTS


@gives_type(exp.Cast)
def _cast(lower: Lowering, node: Any) -> str | None:
    return type_of_cast(lower, node.to)


def type_of_cast(lower: Lowering, to: exp.DataType) -> str | None:
    """PostgreSQL's name of the type in a cast; an enumerated type is known by the columns that have it."""
    known = pg_type_of(to)
    if to.this is exp.DType.VECTOR and lower.registry.vector_column() is not None:
        return sql_of(to).lower().replace(" ", "")
    if known is not None or to.this not in (exp.DType.USERDEFINED, exp.DType.ARRAY):
        return known
    written = sql_of(to).removesuffix("[]")
    return f"{ENUM}{sql_of(to)}" if lower.registry.enum_column(written) is not None else None


@gives_type(exp.Literal)
def _literal(_: Lowering, node: Any) -> str | None:
    if node.is_string:
        return None  # "unknown" until its surroundings decide
    if not node.name.isdigit():
        return "numeric"
    return "integer" if int(node.name) < 2**31 else "bigint" if int(node.name) < 2**63 else "numeric"


@gives_type(exp.Coalesce)
def _coalesced(lower: Lowering, node: Any) -> str | None:
    return common_type(lower, [node.this, *node.expressions])


@gives_type(exp.Case)
def _case(lower: Lowering, node: Any) -> str | None:
    default = node.args.get("default")
    return common_type(lower, [branch.args["true"] for branch in node.args["ifs"]] + ([default] if default else []))


@gives_type(exp.Array)
def _array(lower: Lowering, node: Any) -> str | None:
    """``ARRAY[a, b]``, of text where nothing else is said (manual 10.5); an array of a query's one column."""
    query = node.expressions[0] if node.expressions else None
    if isinstance(query, exp.Query):
        element = lower.subquery_types.get(id(node))
    else:
        untyped = all(isinstance(item.unnest(), exp.Parameter) for item in node.expressions)
        element = common_type(lower, node.expressions) or ("text" if untyped and node.expressions else None)
    return f"{base_type(element)}[]" if element and not element.endswith("[]") else None


@gives_type(exp.Bracket)
def _subscript(lower: Lowering, node: Any) -> str | None:
    array = type_of(lower, node.this.unnest())
    is_slice = any(isinstance(item, exp.Slice) for item in node.expressions)
    return array if is_slice else element_of(array)


@gives_type(exp.Subquery)
def _subquery(lower: Lowering, node: Any) -> str | None:
    return lower.subquery_types.get(id(node))


_LOGIC: Final[tuple[type[exp.Expr], ...]] = (
    exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between,
    exp.Like, exp.ILike, exp.SimilarTo, exp.Escape, exp.Exists, exp.Boolean, exp.RegexpLike, exp.RegexpILike,
    exp.NullSafeEQ, exp.NullSafeNEQ, exp.ArrayOverlaps, exp.ArrayContainsAll, exp.ArrayContainedBy,
    exp.JSONBContainsTopKey, exp.JSONBContainsAnyTopKeys, exp.JSONBContainsAllTopKeys, exp.MatchAgainst,
    exp.JSONBPathExists,
)  # fmt: skip
_TEXT: Final[tuple[type[exp.Expr], ...]] = (
    exp.GroupConcat, exp.JSONExtractScalar, exp.JSONBExtractScalar, exp.Lower, exp.Upper, exp.Substring,
    exp.Trim, exp.Overlay,
)  # fmt: skip

gives_type(*_LOGIC)(always("boolean"))
gives_type(*_TEXT)(always("text"))
gives_type(exp.Count)(always("bigint"))
gives_type(exp.StrPosition)(always("integer"))
gives_type(exp.Extract)(always("numeric"))
gives_type(exp.Interval)(always("interval"))
gives_type(exp.CurrentDate)(always("date"))
gives_type(exp.CurrentTimestamp)(always("timestamp with time zone"))
