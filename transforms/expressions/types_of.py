"""What type PostgreSQL gives an expression, as far as it is sure; None is "not known"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import INTEGERS, NUMBERS, STRINGS, TEMPORAL, base_type, element_type, pg_type_of
from transforms.expressions.function_table import FUNCTIONS, WRITING


def type_of(lower: Lowering, node: exp.Expr) -> str | None:
    """PostgreSQL's type of ``node`` in the scope at hand, None when it isn't known."""
    rule = _RULES.get(type(node))
    return rule(lower, node) if rule is not None else None


def is_nullable(lower: Lowering, node: exp.Expr) -> bool:
    """Whether an expression can be NULL; False only for a plain column known to be NOT NULL."""
    inner = node.unnest()
    return not isinstance(inner, exp.Column) or isinstance(inner.this, exp.Star) or lower.column(inner).nullable


def _column(lower: Lowering, node: Any) -> str | None:
    return lower.column(node).pg_type


def _cast(_: Lowering, node: Any) -> str | None:
    return pg_type_of(node.to)


def _literal(_: Lowering, node: Any) -> str | None:
    if node.is_string:
        return None  # "unknown" until its surroundings decide
    if not node.name.isdigit():
        return "numeric"
    return "integer" if int(node.name) < 2**31 else "bigint" if int(node.name) < 2**63 else "numeric"


def _same(lower: Lowering, node: Any) -> str | None:
    return type_of(lower, node.this)


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


#: Numeric types in the order in which the later takes the earlier in without a cast.
_NUMERIC_RANK: Final = (*INTEGERS, "numeric", "real", "double precision")


def _coalesced(lower: Lowering, node: Any) -> str | None:
    return common_type(lower, [node.this, *node.expressions])


def _aggregated(node: Any) -> exp.Expr:
    """The argument of an aggregate, without DISTINCT and ORDER BY."""
    argument: exp.Expr = node.this
    if isinstance(argument, exp.Order):
        argument = argument.this
    if isinstance(argument, exp.Distinct) and len(argument.expressions) == 1:
        argument = argument.expressions[0]
    return argument


def _extreme(lower: Lowering, node: Any) -> str | None:
    found = type_of(lower, _aggregated(node))
    return base_type(found) if found else None


def _always(pg_type: str) -> Callable[[Lowering, Any], str | None]:
    return lambda _lower, _node: pg_type


def _sum(lower: Lowering, node: Any) -> str | None:
    argument = type_of(lower, _aggregated(node))
    if argument in ("smallint", "integer"):
        return "bigint"
    return {"bigint": "numeric", "real": "real", "double precision": "double precision", "interval": "interval"}.get(
        argument or "", "numeric" if argument and base_type(argument) == "numeric" else None
    )


def _avg(lower: Lowering, node: Any) -> str | None:
    argument = type_of(lower, _aggregated(node))
    if argument is None:
        return None
    if argument in INTEGERS or base_type(argument) == "numeric":
        return "numeric"
    return {"real": "double precision", "double precision": "double precision", "interval": "interval"}.get(argument)


def _arithmetic(lower: Lowering, node: Any) -> str | None:
    left, right = type_of(lower, node.this), type_of(lower, node.expression)
    if left is None or right is None:
        return None
    left, right = base_type(left), base_type(right)
    if left in INTEGERS and right in INTEGERS:
        return max(left, right, key=INTEGERS.index)
    if left in NUMBERS and right in NUMBERS:
        return "numeric" if {left, right} <= {*INTEGERS, "numeric"} else "double precision"
    return _temporal(type(node), left, right)


def _temporal(operator: type[exp.Expr], left: str, right: str) -> str | None:
    """Date arithmetic (PostgreSQL manual, table 9.32)."""
    if left == "date" and right in INTEGERS and operator in (exp.Add, exp.Sub):
        return "date"
    if left in TEMPORAL and right == "interval":
        return "timestamp without time zone" if left == "date" else left
    if left == right == "interval" and operator in (exp.Add, exp.Sub):
        return "interval"
    if operator is exp.Sub and left == right and left in TEMPORAL:
        return "integer" if left == "date" else "interval"
    if operator is exp.Mul and {left, right} & {"interval"} and {left, right} & NUMBERS:
        return "interval"
    return None


def _function(lower: Lowering, node: Any) -> str | None:
    known = FUNCTIONS.get(node.name.lower()) or WRITING.get(node.name.lower())
    if known is None or not known.returns:
        return _dependent(lower, node)
    if known.returns == "*":
        return common_type(lower, node.expressions)
    if not known.returns.startswith("#"):
        return known.returns
    index, suffix = int(known.returns[1]), known.returns[2:]
    if index >= len(node.expressions):
        return None
    argument = type_of(lower, _aggregated(exp.Max(this=node.expressions[index])))
    return f"{base_type(argument)}{suffix}" if argument else None


def _dependent(lower: Lowering, node: Any) -> str | None:
    """Functions whose result type follows no rule of the table."""
    name, arguments = node.name.lower(), node.expressions
    if not arguments:
        return None
    kind = type_of(lower, arguments[-1 if name == "date_trunc" else 0])
    if kind is None:
        return None
    if name in ("round", "trunc") and len(arguments) == 2:
        return "numeric"
    match name, base_type(kind):
        case "date_trunc", "date":
            return "timestamp with time zone"
        case "date_trunc", ("interval" | "timestamp with time zone" | "timestamp without time zone") as same:
            return same
        case (("ceil" | "ceiling" | "floor" | "round" | "trunc" | "sqrt" | "exp" | "ln"), "numeric"):
            return "numeric"
        case (("ceil" | "ceiling" | "floor" | "round" | "trunc" | "sqrt" | "exp" | "ln"), _) if (
            base_type(kind) in NUMBERS
        ):
            return "double precision"
        case _:
            return None


def _case(lower: Lowering, node: Any) -> str | None:
    default = node.args.get("default")
    return common_type(lower, [branch.args["true"] for branch in node.args["ifs"]] + ([default] if default else []))


def _concatenation(lower: Lowering, node: Any) -> str | None:
    sides = [node.this.unnest(), node.expression.unnest()]
    types = {type_of(lower, side) for side in sides}
    text = any(item and base_type(item) in STRINGS for item in types)
    return "text" if text or any(isinstance(side, exp.Literal) and side.is_string for side in sides) else None


def _subquery(lower: Lowering, node: Any) -> str | None:
    return lower.subquery_types.get(id(node))


def element_of(pg_type: str | None) -> str | None:
    """The element type of an array type."""
    return element_type(pg_type) if pg_type else None


_BOOLEAN: Final = (
    exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between,
    exp.Like, exp.ILike, exp.Exists, exp.Boolean, exp.RegexpLike, exp.RegexpILike, exp.NullSafeEQ, exp.NullSafeNEQ,
    exp.ArrayOverlaps, exp.ArrayContainsAll, exp.ArrayContainedBy,
)  # fmt: skip

_RULES: Final[dict[type[exp.Expr], Callable[[Lowering, Any], str | None]]] = {
    exp.Column: _column,
    exp.Cast: _cast,
    exp.Literal: _literal,
    exp.Paren: _same,
    exp.Neg: _same,
    exp.Filter: _same,
    exp.Window: _same,
    exp.Collate: _same,
    exp.GroupConcat: _always("text"),
    exp.JSONExtractScalar: _always("text"),
    exp.Coalesce: _coalesced,
    exp.Max: _extreme,
    exp.Min: _extreme,
    exp.Count: _always("bigint"),
    exp.Lower: _always("text"),
    exp.Upper: _always("text"),
    exp.CurrentTimestamp: _always("timestamp with time zone"),
    exp.CurrentDate: _always("date"),
    exp.Interval: _always("interval"),
    exp.Extract: _always("numeric"),
    exp.Sum: _sum,
    exp.Avg: _avg,
    exp.Add: _arithmetic,
    exp.Sub: _arithmetic,
    exp.Mul: _arithmetic,
    exp.Div: _arithmetic,
    exp.Mod: _arithmetic,
    exp.DPipe: _concatenation,
    exp.Anonymous: _function,
    exp.Case: _case,
    exp.Subquery: _subquery,
    **{class_: _always("boolean") for class_ in _BOOLEAN},
}
