"""Window functions: OVER with its partition, order and frame."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.outcome import Refusal
from codemod.python_code import constant, list_of, method
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from transforms.clauses.ordering import order_terms


@lowers(exp.Window, ignores="first")
def window(
    lower: Lowering,
    *,
    node: exp.Expr,
    this: exp.Expr,
    over: str | None,
    partition_by: list[exp.Expr] | None,
    order: exp.Order | None,
    spec: exp.WindowSpec | None,
) -> ast.expr:
    """``row_number() OVER (PARTITION BY a ORDER BY b)``: ``func.row_number().over(partition_by=a, order_by=b)``.

    Named windows are refused. PostgreSQL manual 4.2.8; SQLAlchemy: ``FunctionElement.over()``.
    """
    if over not in (None, "OVER"):
        raise Refusal("sql.unsupported", f"a named window is not supported: {sql_of(node)}")
    keywords: dict[str, ast.expr] = {}
    for key, items in (
        ("partition_by", [lower(item) for item in partition_by or []]),
        ("order_by", order_terms(lower, order.expressions, names=False) if order is not None else []),
    ):
        if items:
            keywords[key] = items[0] if len(items) == 1 else list_of(items)
    if spec is not None:
        keywords |= _frame(spec)
    return method(lower(this), "over", **keywords)


def _frame(spec: exp.WindowSpec) -> dict[str, ast.expr]:
    """``ROWS BETWEEN 1 PRECEDING AND CURRENT ROW``: ``rows=(-1, 0)``."""
    kind = str(spec.args.get("kind")).upper()
    if kind not in ("ROWS", "RANGE") or spec.args.get("exclude") or spec.args.get("end") is None:
        raise Refusal("sql.unsupported", f"this window frame is not supported: {sql_of(spec)}")
    bounds = [_bound(spec, "start"), _bound(spec, "end")]
    return {"rows" if kind == "ROWS" else "range_": ast.Tuple(elts=bounds, ctx=ast.Load())}


def _bound(spec: exp.WindowSpec, which: str) -> ast.expr:
    value, side = spec.args.get(which), str(spec.args.get(f"{which}_side") or "").upper()
    match value, side:
        case "CURRENT ROW", "":
            return constant(0)
        case "UNBOUNDED", ("PRECEDING" | "FOLLOWING"):
            if (which == "start") == (side == "PRECEDING"):
                return constant(None)
        case exp.Literal(is_string=False, this=digits), ("PRECEDING" | "FOLLOWING") if digits.isdigit():
            return constant(-int(digits) if side == "PRECEDING" else int(digits))
        case _:
            pass
    raise Refusal("sql.unsupported", f"this window frame is not supported: {sql_of(spec)}")
