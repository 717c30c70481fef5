"""Window functions: OVER with its partition, order and frame."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.outcome import Refusal
from codemod.python_code import constant, list_of, method
from codemod.registry import lowers
from transforms.clauses.ordering import order_terms


@lowers(exp.Window, ignores="first")
def window(
    lower: Lowering,
    *,
    node: exp.Expr,
    this: exp.Expr,
    over: str | None,
    alias: exp.Expr | None,
    partition_by: list[exp.Expr] | None,
    order: exp.Order | None,
    spec: exp.WindowSpec | None,
) -> ast.expr:
    """``row_number() OVER (PARTITION BY a ORDER BY b)``: ``func.row_number().over(partition_by=a, order_by=b)``.

    A named window is written where it is used. PostgreSQL manual 4.2.8; SQLAlchemy: ``FunctionElement.over()``.
    """
    if over not in (None, "OVER"):
        raise refused("sql.window", node, f"{over} is not supported")
    definition = _Definition(partition_by or [], order, spec)
    if alias is not None:
        definition = definition.upon(_named(node, alias.name))
    keywords: dict[str, ast.expr] = {}
    for key, items in (
        ("partition_by", [lower(item) for item in definition.partition_by]),
        ("order_by", order_terms(lower, definition.order.expressions, names=False) if definition.order else []),
    ):
        if items:
            keywords[key] = items[0] if len(items) == 1 else list_of(items)
    if definition.spec is not None:
        keywords |= _frame(definition.spec)
    return method(lower(this), "over", **keywords)


@dataclass(frozen=True, slots=True, eq=False)
class _Definition:
    """What stands between the parentheses of OVER."""

    partition_by: list[exp.Expr]
    order: exp.Order | None
    spec: exp.WindowSpec | None

    def upon(self, base: _Definition) -> _Definition:
        """This window as an extension of another: PARTITION BY is the other's, the rest only where it is missing."""
        return _Definition(base.partition_by, self.order or base.order, self.spec or base.spec)


def _named(node: exp.Expr, name: str) -> _Definition:
    """The window of that name in the WINDOW clause.

    A definition with binds would come out as several windows, whose rows of equal rank may stand in different order.
    """
    select = node.find_ancestor(exp.Select)
    windows = (select.args.get("windows") or []) if select is not None else []
    found = [window for window in windows if window.name == name]
    if len(found) != 1:
        raise Refusal("sql.window-clause", f"the WINDOW clause has no one window {name}")
    args = found[0].args
    terms = [*(args.get("partition_by") or []), args.get("order")]
    if any(term is not None and term.find(exp.Parameter, exp.Literal) for term in terms):
        raise Refusal("sql.window-clause", f"the window {name} holds a value, whose copies would be binds of their own")
    definition = _Definition(args.get("partition_by") or [], args.get("order"), args.get("spec"))
    base = args.get("alias")
    return definition.upon(_named(node, base.name)) if base is not None and base.name != name else definition


def _frame(spec: exp.WindowSpec) -> dict[str, ast.expr]:
    """``ROWS BETWEEN 1 PRECEDING AND CURRENT ROW``: ``rows=(-1, 0)``."""
    kind = str(spec.args.get("kind")).upper()
    if kind not in ("ROWS", "RANGE") or spec.args.get("exclude"):
        raise refused("sql.window-frame", spec, "this window frame has no form")
    bounds = [_bound(spec, "start"), _bound(spec, "end") if spec.args.get("end") else constant(0)]
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
    raise refused("sql.window-frame", spec, "this window frame has no form")
