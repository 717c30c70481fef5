"""Functions and aggregates by name: ``func.name(…)``, with FILTER and OVER."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import STRINGS, base_type
from codemod.outcome import Refusal
from codemod.python_code import attribute, call, constant, is_attribute_name, method
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from codemod.resolution.statement import parameter_number
from transforms.clauses.ordering import order_terms
from transforms.expressions.function_table import BOUND_TO_CONNECTION, FUNCTIONS, READ_OTHERWISE, WRITING
from transforms.expressions.operands import operand, repeated, sql_text, text_argument
from transforms.expressions.types_of import type_of


@lowers(exp.Anonymous)
def function(lower: Lowering, *, this: str, expressions: list[exp.Expr]) -> ast.expr:
    """``name(a, b)``: ``func.name(a, b)``.

    A function that is not in the table of pure ones may write: the site then gets its commit.
    PostgreSQL manual chapter 9; SQLAlchemy: ``func``.
    """
    name = this.lower()
    if not is_attribute_name(name) or name != name.strip("_") or name in READ_OTHERWISE:
        raise Refusal("sql.unsupported", f"func.{name} would be another function than {this}")
    if name.startswith(BOUND_TO_CONNECTION):
        raise Refusal("sql.unsupported", f"function {this} has no form in a session")
    known = FUNCTIONS.get(name)
    if known is None:
        lower.writes = True
        known = WRITING.get(name)
    kinds = known.arguments if known is not None else "a"
    arguments = [
        argument(lower, item, kinds[min(index, len(kinds) - 1)] if kinds else "a", expressions)
        for index, item in enumerate(expressions)
    ]
    return call(attribute(lower.sqlalchemy("func"), name), *arguments)


def argument(lower: Lowering, node: exp.Expr, kind: str, siblings: list[exp.Expr]) -> ast.expr:
    """One argument of a function, by the kind of the table of functions."""
    inner = node.unnest()
    if kind == "s" and isinstance(inner, exp.Parameter | exp.Literal):
        anchor = next((item for item in siblings if item is not node and type_of(lower, item)), None)
        if anchor is not None:
            return operand(lower, node, anchor)
    if isinstance(inner, exp.Parameter):
        return _parameter(lower, inner, kind)
    if isinstance(inner, exp.Literal):
        bindable = kind == "t" if inner.is_string else kind == "i" and inner.name.isdigit()
        if not bindable or repeated(inner):
            return sql_text(lower, inner)
        return constant(inner.name if inner.is_string else int(inner.name))
    return lower(node)


def _parameter(lower: Lowering, node: exp.Parameter, kind: str) -> ast.expr:
    if kind == "t":
        return text_argument(lower, node)
    if kind == "i":
        return lower.typed_parameter(node, lower.sqlalchemy("Integer"))
    raise Refusal("bind.unknown-type", f"the type of ${parameter_number(node)} as a function argument is not known")


@lowers(exp.Lower, exp.Upper)
def letter_case(lower: Lowering, *, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """``lower(a)``, ``upper(a)``. PostgreSQL manual 9.4."""
    return call(attribute(lower.sqlalchemy("func"), type(node).__name__.lower()), argument(lower, this, "t", [this]))


@lowers(exp.Max, exp.Min, exp.Sum, exp.Avg)
def aggregate(lower: Lowering, *, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """``max(a)``, ``sum(DISTINCT a)``. PostgreSQL manual 9.21."""
    return call(attribute(lower.sqlalchemy("func"), type(node).__name__.lower()), lower(this))


@lowers(exp.Count, ignores="big_int")
def count(lower: Lowering, *, this: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``count(*)``: ``func.count()``; ``count(DISTINCT a)``: ``func.count(distinct(a))``. PostgreSQL manual 9.21."""
    if expressions:
        raise Refusal("sql.unsupported", "count() of several expressions is not supported")
    function_ = attribute(lower.sqlalchemy("func"), "count")
    if isinstance(this, exp.Star):
        return call(function_)
    counted = this.unnest()
    if isinstance(counted, exp.Column) and not isinstance(counted.this, exp.Star):
        return call(function_, lower.column(counted).expression())  # of whatever type: no value is read
    return call(function_, lower(this))


@lowers(exp.Distinct)
def distinct(lower: Lowering, *, node: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``count(DISTINCT a)``: ``func.count(distinct(a))``. PostgreSQL manual 4.2.7."""
    if len(expressions) != 1:
        raise Refusal("sql.unsupported", f"{sql_of(node)} is not supported")
    return call(lower.sqlalchemy("distinct"), lower(expressions[0]))


@lowers(exp.Order)
def ordered_argument(lower: Lowering, *, this: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``array_agg(a ORDER BY b)``: ``func.array_agg(aggregate_order_by(a, b))``.

    PostgreSQL manual 4.2.7; SQLAlchemy: ``postgresql.aggregate_order_by``.
    """
    function_ = lower.name("sqlalchemy.dialects.postgresql", "aggregate_order_by")
    return call(function_, lower(this), *order_terms(lower, expressions, names=False))


@lowers(exp.GroupConcat)
def string_agg(lower: Lowering, *, this: exp.Expr, separator: exp.Expr) -> ast.expr:
    """``string_agg(a, ', ' ORDER BY b)``: ``func.string_agg(a, aggregate_order_by(literal_column("', '"), b))``.

    PostgreSQL manual 9.21; SQLAlchemy: ``postgresql.aggregate_order_by``.
    """
    function_ = attribute(lower.sqlalchemy("func"), "string_agg")
    if not isinstance(this, exp.Order):
        between = text_argument(lower, separator) if isinstance(separator, exp.Parameter) else lower(separator)
        return call(function_, lower(this), between)
    ordered = ordered_argument(lower, this=separator, expressions=this.expressions)
    return call(function_, lower(this.this), ordered)


@lowers(exp.Filter)
def filter_(lower: Lowering, *, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``count(*) FILTER (WHERE a)``: ``func.count().filter(a)``. PostgreSQL manual 4.2.7."""
    return method(lower(this), "filter", lower(expression.this))


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
