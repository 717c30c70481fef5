"""What type PostgreSQL gives an expression, as far as it is sure; None is "not known"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import INTEGERS, NUMBERS, STRINGS, TEMPORAL, base_type, element_type, pg_type_of
from transforms.expressions.function_table import FUNCTIONS


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


def _first(lower: Lowering, node: Any) -> str | None:
    candidates = [node.this, *node.expressions] if isinstance(node, exp.Coalesce) else [node.this]
    return next((found for item in candidates if (found := type_of(lower, item))), None)


def _always(pg_type: str) -> Callable[[Lowering, Any], str | None]:
    return lambda _lower, _node: pg_type


def _sum(lower: Lowering, node: Any) -> str | None:
    argument = type_of(lower, node.this)
    if argument in ("smallint", "integer"):
        return "bigint"
    return {"bigint": "numeric", "real": "real", "double precision": "double precision", "interval": "interval"}.get(
        argument or "", "numeric" if argument and base_type(argument) == "numeric" else None
    )


def _avg(lower: Lowering, node: Any) -> str | None:
    argument = type_of(lower, node.this)
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
    known = FUNCTIONS.get(node.name.lower())
    if known is None:
        return None
    if known.returns.startswith("#"):  # the type of that argument
        index = int(known.returns[1:])
        argument = type_of(lower, node.expressions[index]) if index < len(node.expressions) else None
        return base_type(argument) if argument else None
    return known.returns or None


def _case(lower: Lowering, node: Any) -> str | None:
    results = [branch.args["true"] for branch in node.args["ifs"]] + [node.args.get("default")]
    present = [item for item in results if item is not None and not isinstance(item, exp.Null)]
    types = {type_of(lower, item) for item in present}
    known = {base_type(item) for item in types if item is not None}
    if None in types:
        # string constants take the type of the other branches, text among themselves (manual 10.5)
        unknown = [item for item in present if type_of(lower, item) is None]
        if not all(isinstance(item, exp.Literal) for item in unknown):
            return None
        return known.pop() if len(known) == 1 else None if known else "text"
    return known.pop() if len(known) == 1 else None


def _concatenation(lower: Lowering, node: Any) -> str | None:
    types = {type_of(lower, node.this), type_of(lower, node.expression)}
    return "text" if types & STRINGS or any(item and base_type(item) in STRINGS for item in types if item) else None


def _subquery(lower: Lowering, node: Any) -> str | None:
    return lower.subquery_types.get(id(node))


def element_of(pg_type: str | None) -> str | None:
    """The element type of an array type."""
    return element_type(pg_type) if pg_type else None


_BOOLEAN: Final = (
    exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between,
    exp.Like, exp.ILike, exp.Exists, exp.Boolean, exp.RegexpLike, exp.RegexpILike,
)  # fmt: skip

_RULES: Final[dict[type[exp.Expr], Callable[[Lowering, Any], str | None]]] = {
    exp.Column: _column,
    exp.Cast: _cast,
    exp.Literal: _literal,
    exp.Paren: _first,
    exp.Neg: _first,
    exp.Coalesce: _first,
    exp.Max: _first,
    exp.Min: _first,
    exp.Filter: _first,
    exp.Window: _first,
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
