"""Functions and aggregates by name: ``func.name(…)``, with FILTER and OVER."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import STRINGS, base_type
from codemod.outcome import Refusal
from codemod.python_code import attribute, call, constant, is_attribute_name, list_of, method
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from codemod.resolution.statement import parameter_number
from transforms.clauses.ordering import order_terms
from transforms.expressions.function_table import FUNCTIONS
from transforms.expressions.operands import operand, sql_text, text_argument
from transforms.expressions.types_of import type_of


@lowers(exp.Anonymous)
def function(lower: Lowering, *, this: str, expressions: list[exp.Expr]) -> ast.expr:
    """``name(a, b)``: ``func.name(a, b)``.

    A function that is not in the table of pure ones may write: the site then gets its commit.
    PostgreSQL manual chapter 9; SQLAlchemy: ``func``.
    """
    known = FUNCTIONS.get(this.lower())
    if not is_attribute_name(this.lower()):
        raise Refusal("sql.unsupported", f"function {this} can't be written as func.{this}")
    if known is None:
        lower.writes = True
    kinds = known.arguments if known is not None else "a"
    arguments = [
        argument(lower, item, kinds[min(index, len(kinds) - 1)] if kinds else "a", expressions)
        for index, item in enumerate(expressions)
    ]
    return call(attribute(lower.sqlalchemy("func"), this.lower()), *arguments)


def argument(lower: Lowering, node: exp.Expr, kind: str, siblings: list[exp.Expr]) -> ast.expr:
    """One argument of a function, by the kind of the table of functions."""
    inner = node.unnest()
    if isinstance(inner, exp.Parameter):
        if kind == "t":
            return text_argument(lower, inner)
        if kind == "i":
            return lower.typed_parameter(inner, lower.sqlalchemy("Integer"))
        anchor = next((item for item in siblings if item is not node and type_of(lower, item)), None)
        if kind == "s" and anchor is not None:
            return operand(lower, node, anchor)
        raise Refusal("bind.unknown-type", f"the type of ${parameter_number(inner)} as a function argument is not known")
    if isinstance(inner, exp.Literal):
        if inner.is_string:
            return constant(inner.name) if kind == "t" and not grouped(node) else sql_text(lower, inner)
        return constant(int(inner.name)) if kind == "i" and inner.name.isdigit() and not grouped(node) else sql_text(lower, inner)
    return lower(node)


def grouped(node: exp.Expr) -> bool:
    """Whether a constant stands in a query with GROUP BY or DISTINCT, where each copy of it would be its own bind.

    ``SELECT date_trunc('day', t) … GROUP BY date_trunc('day', t)`` with two binds is an error
    (SEMANTICS.md, Binds); as SQL text both copies are the same expression.
    """
    select = node.find_ancestor(exp.Select)
    return select is not None and bool(select.args.get("group") or select.args.get("distinct"))


@lowers(exp.Lower, exp.Upper)
def letter_case(lower: Lowering, *, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """``lower(a)``, ``upper(a)``. PostgreSQL manual 9.4."""
    return call(attribute(lower.sqlalchemy("func"), type(node).__name__.lower()), argument(lower, this, "t", [this]))


@lowers(exp.Max, exp.Min, exp.Sum, exp.Avg)
def aggregate(lower: Lowering, *, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """``max(a)``, ``sum(DISTINCT a)``. PostgreSQL manual 9.21."""
    return call(attribute(lower.sqlalchemy("func"), type(node).__name__.lower()), *_aggregated(lower, this))


@lowers(exp.Count, ignores="big_int")
def count(lower: Lowering, *, this: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``count(*)``: ``func.count()``; ``count(DISTINCT a)``: ``func.count(distinct(a))``. PostgreSQL manual 9.21."""
    if expressions:
        raise Refusal("sql.unsupported", "count() of several expressions is not supported")
    function_ = attribute(lower.sqlalchemy("func"), "count")
    if isinstance(this, exp.Star):
        return call(function_)
    return call(function_, *_aggregated(lower, this))


def _aggregated(lower: Lowering, this: exp.Expr) -> Iterator[ast.expr]:
    if isinstance(this, exp.Distinct):
        if this.args.get("on") is not None or len(this.expressions) != 1:
            raise Refusal("sql.unsupported", f"{sql_of(this)} is not supported")
        yield call(lower.sqlalchemy("distinct"), lower(this.expressions[0]))
    else:
        yield lower(this)


@lowers(exp.Filter)
def filter_(lower: Lowering, *, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``count(*) FILTER (WHERE a)``: ``func.count().filter(a)``. PostgreSQL manual 4.2.7."""
    return method(lower(this), "filter", lower(expression.this))


@lowers(exp.Window, ignores="first")
def window(
    lower: Lowering, *, node: exp.Expr, this: exp.Expr, over: str | None,
    partition_by: list[exp.Expr] | None, order: exp.Order | None,
) -> ast.expr:  # fmt: skip
    """``row_number() OVER (PARTITION BY a ORDER BY b)``: ``func.row_number().over(partition_by=a, order_by=b)``.

    Frames and named windows are refused. PostgreSQL manual 4.2.8.
    """
    if over not in (None, "OVER"):
        raise Refusal("sql.unsupported", f"a named window is not supported: {sql_of(node)}")
    keywords: dict[str, ast.expr] = {}
    for key, items in (
        ("partition_by", [lower(item) for item in partition_by or []]),
        ("order_by", order_terms(lower, order.expressions) if order is not None else []),
    ):
        if items:
            keywords[key] = items[0] if len(items) == 1 else list_of(items)
    return method(lower(this), "over", **keywords)


@lowers(exp.CurrentTimestamp)
def current_timestamp(lower: Lowering) -> ast.expr:
    """``CURRENT_TIMESTAMP``: ``func.current_timestamp()``. PostgreSQL manual 9.9.5."""
    return call(attribute(lower.sqlalchemy("func"), "current_timestamp"))


@lowers(exp.CurrentDate)
def current_date(lower: Lowering) -> ast.expr:
    """``CURRENT_DATE``: ``func.current_date()``. PostgreSQL manual 9.9.5."""
    return call(attribute(lower.sqlalchemy("func"), "current_date"))


@lowers(exp.Extract)
def extract(lower: Lowering, *, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``EXTRACT(epoch FROM a)``: ``extract("epoch", a)``. PostgreSQL manual 9.9.1."""
    kind = type_of(lower, expression)
    if kind is None or (base_type(kind) in STRINGS):
        raise Refusal("sql.unsupported", f"EXTRACT from an unknown type: {sql_of(expression)}")
    return call(lower.sqlalchemy("extract"), constant(this.name.lower()), lower(expression))
