"""Functions and aggregates by name: ``func.name(…)``, with FILTER and OVER."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import base_type, element_type
from codemod.mapping.ddl_functions import OwnFunction
from codemod.outcome import Refusal
from codemod.python_code import attribute, call, constant, is_attribute_name, method
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from codemod.resolution.raw_statement import BOUND_TO_CONNECTION
from codemod.resolution.statement import parameter_number
from transforms.clauses.ordering import order_terms
from transforms.expressions.array_elements import forms_array, text_element
from transforms.expressions.bind_types import bind_type
from transforms.expressions.documents import document, refuse_json
from transforms.expressions.function_table import FUNCTIONS, READ_OTHERWISE, WRITING
from transforms.expressions.operands import (
    array_like,
    constant_like,
    operand,
    sql_text,
    text_argument,
    untyped_side,
    value_for_server,
)
from transforms.expressions.own_functions import own_arguments
from transforms.expressions.repetition import repeated
from transforms.expressions.rows import counted_row, row_parts
from transforms.expressions.types_of import is_untyped, type_of


@lowers(exp.Anonymous)
def function(lower: Lowering, *, node: exp.Expr, this: str, expressions: list[exp.Expr]) -> ast.expr:
    """``name(a, b)``: ``func.name(a, b)``.

    A function that is not in the table of pure ones may write: the site then gets its commit.
    PostgreSQL manual chapter 9; SQLAlchemy: ``func``.
    """
    name = this.lower()
    if not is_attribute_name(name) or name != name.strip("_") or name in READ_OTHERWISE:
        raise Refusal("sql.function", f"func.{name} would be another function than {this}")
    if name.startswith(BOUND_TO_CONNECTION) and not _leaves_itself_out(node, name):
        raise Refusal("sql.connection-state", f"function {this} is about the connection it runs on")
    known = FUNCTIONS.get(name)
    if known is None and name not in WRITING and name in lower.registry.functions:
        return _own_function(lower, lower.registry.functions[name], name, expressions)
    if known is None:
        lower.writes = True
        known = WRITING.get(name)
    kinds = known.arguments if known is not None else "a"
    if name.startswith(("pg_advisory", "pg_try_advisory")) and len(expressions) == 2:
        kinds = "i"  # two keys are integers, one is a bigint
    if name == "make_interval":
        expressions = _positional(expressions)
    arguments = [
        argument(lower, item, kinds[min(index, len(kinds) - 1)] if kinds else "a", expressions)
        for index, item in enumerate(expressions)
    ]
    typed = {"type_": lower.sqlalchemy("Double")} if name in _TAKEN_FOR_NUMERIC else {}
    return call(attribute(lower.sqlalchemy("func"), name), *arguments, **typed)


def _own_function(lower: Lowering, function_: OwnFunction, name: str, arguments: list[exp.Expr]) -> ast.expr:
    """``add_xp($1, $2)`` of the project's DDL: ``func.add_xp(…)``, its parameters of the types that are declared."""
    lower.writes = lower.writes or not function_.is_pure
    return call(attribute(lower.sqlalchemy("func"), name), *own_arguments(lower, function_, arguments))


#: Functions that give a double precision, of which SQLAlchemy would make a Decimal.
_TAKEN_FOR_NUMERIC: Final = frozenset({"percent_rank", "cume_dist"})


@lowers(exp.Tuple)
def row(lower: Lowering, *, node: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``(a, b)`` as a value: ``func.row(T.a, T.b)``; asyncpg makes a tuple of it, which SQLAlchemy passes on.

    ``tuple_()`` can't be fetched. PostgreSQL manual 4.2.13, 8.16; SQLAlchemy: ``func``.
    """
    return function(lower, node=node, this="row", expressions=expressions)


def _positional(arguments: list[exp.Expr]) -> list[exp.Expr]:
    """``make_interval(days => $1)`` as ``make_interval(0, 0, 0, $1)``: ``func`` has no named arguments."""
    values = dict.fromkeys(_PARTS_OF_INTERVAL)
    for name, item in zip(_PARTS_OF_INTERVAL, arguments, strict=False):
        if isinstance(item, exp.Kwarg):
            break
        values[name] = item
    for item in arguments:
        if isinstance(item, exp.Kwarg):
            values[item.this.name.lower()] = item.expression
    last = max((index for index, value in enumerate(values.values()) if value is not None), default=-1)
    return [value or exp.Literal.number(0) for value in list(values.values())[: last + 1]]


#: The parameters of make_interval(), in order (PostgreSQL manual, table 9.33).
_PARTS_OF_INTERVAL: Final = ("years", "months", "weeks", "days", "hours", "mins", "secs")


def argument(lower: Lowering, node: exp.Expr, kind: str, siblings: list[exp.Expr]) -> ast.expr:
    """One argument of a function, by the kind of the table of functions."""
    inner = node.unnest()
    if kind == "s" and isinstance(inner, exp.Parameter | exp.Literal):
        anchor = next((item for item in siblings if item is not node and type_of(lower, item)), None)
        if anchor is not None:
            return operand(lower, node, anchor)
        if all(map(is_untyped, siblings)):
            return untyped_side(lower, inner)
    if kind == "e" and isinstance(inner, exp.Parameter | exp.Literal):
        return _element(lower, inner, siblings)
    if isinstance(inner, exp.Parameter):
        return _parameter(lower, inner, kind)
    if isinstance(inner, exp.Literal):
        bindable = kind == "t" if inner.is_string else kind in ("i", "n") and inner.name.isdigit()
        if not bindable or repeated(inner):
            return sql_text(lower, inner)
        return constant(inner.name if inner.is_string else int(inner.name))
    if isinstance(inner, exp.Array) and type_of(lower, inner) == "text[]":
        return array_like(lower, inner, "text[]") or lower(node)
    if isinstance(inner, exp.Column) and type_of(lower, inner) in ("json", "jsonb"):
        return lower.column(inner).expression()  # only the server reads the value
    return lower(node)


def _leaves_itself_out(node: exp.Expr, name: str) -> bool:
    """``pid <> pg_backend_pid()``: not the connection of the statement itself, whichever that is."""
    return name == "pg_backend_pid" and isinstance(node.parent, exp.NEQ)


#: Kinds of arguments to the type a parameter is bound as.
_BINDS: Final = {"i": "Integer", "b": "BigInteger", "d": "Double", "o": "Boolean"}


def _element(lower: Lowering, node: exp.Parameter | exp.Literal, siblings: list[exp.Expr]) -> ast.expr:
    """An element beside the array that tells its type: ``array_append(tags, $1)``."""
    kinds = [kind for item in siblings if (kind := element_type(type_of(lower, item) or "")) is not None]
    if not kinds:
        raise Refusal("bind.unknown-type", f"the type of {sql_of(node)} beside an array is not known")
    if isinstance(node, exp.Literal):
        return constant_like(lower, node, kinds[0])
    refuse_json(kinds[0], node)
    if base_type(kinds[0]) == "text" and forms_array(node):
        return text_element(lower, node)
    return lower.typed_parameter(node, bind_type(lower, kinds[0]))


def _parameter(lower: Lowering, node: exp.Parameter, kind: str) -> ast.expr:
    if kind == "t":
        return text_argument(lower, node)
    if kind == "j":
        return document(lower, node, "jsonb")
    if kind == "p":
        return lower.typed_parameter(node, lower.type("text[]"))
    if kind == "r":
        return lower.typed_parameter(node, lower.type("regclass"))
    if kind in _BINDS:
        return lower.typed_parameter(node, lower.sqlalchemy(_BINDS[kind]))
    raise Refusal("bind.unknown-type", f"the type of ${parameter_number(node)} as a function argument is not known")


@lowers(exp.Lower, exp.Upper)
def letter_case(lower: Lowering, *, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """``lower(a)``, ``upper(a)``. PostgreSQL manual 9.4; SQLAlchemy: ``func``."""
    return call(attribute(lower.sqlalchemy("func"), type(node).__name__.lower()), argument(lower, this, "t", [this]))


@lowers(exp.Max, exp.Min, exp.Sum, exp.Avg)
def aggregate(lower: Lowering, *, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """``max(a)``, ``sum(DISTINCT a)``. PostgreSQL manual 9.21; SQLAlchemy: ``functions.max`` and its like."""
    return call(attribute(lower.sqlalchemy("func"), type(node).__name__.lower()), lower(this))


@lowers(exp.Count, ignores="big_int")
def count(lower: Lowering, *, this: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``count(*)``: ``func.count()``; ``count(DISTINCT a)``: ``func.count(distinct(a))``.

    PostgreSQL manual 9.21; SQLAlchemy: ``functions.count``.
    """
    if expressions:
        raise Refusal("sql.aggregate", "count() of several expressions is not supported")
    function_ = attribute(lower.sqlalchemy("func"), "count")
    if isinstance(this, exp.Star):
        return call(function_)
    counted = this.unnest()
    if isinstance(counted, exp.Column) and not isinstance(counted.this, exp.Star):
        return call(function_, lower.column(counted).expression())  # of whatever type: no value is read
    return call(function_, lower(this))


@lowers(exp.Distinct)
def distinct(lower: Lowering, *, node: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``count(DISTINCT a)``: ``func.count(distinct(a))``. PostgreSQL manual 4.2.7; SQLAlchemy: ``distinct()``."""
    if len(expressions) != 1:
        raise refused("sql.aggregate", node, "an aggregate over several columns, or over a row, is not supported")
    parts = row_parts(expressions[0]) if isinstance(node.parent, exp.Count) else None
    return call(lower.sqlalchemy("distinct"), lower(expressions[0]) if parts is None else counted_row(lower, parts))


@lowers(exp.Order)
def ordered_argument(lower: Lowering, *, this: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``array_agg(a ORDER BY b)``: ``func.array_agg(aggregate_order_by(a, b))``.

    PostgreSQL manual 4.2.7; SQLAlchemy: ``postgresql.aggregate_order_by``.
    """
    function_ = lower.name("sqlalchemy.dialects.postgresql", "aggregate_order_by")
    return call(function_, value_for_server(lower, this), *order_terms(lower, expressions, names=False))


@lowers(exp.GroupConcat)
def string_agg(lower: Lowering, *, this: exp.Expr, separator: exp.Expr) -> ast.expr:
    """``string_agg(a, ', ' ORDER BY b)``: ``func.string_agg(a, aggregate_order_by(literal_column("', '"), b))``.

    PostgreSQL manual 9.21; SQLAlchemy: ``postgresql.aggregate_order_by``.
    """
    function_ = attribute(lower.sqlalchemy("func"), "string_agg")
    if not isinstance(this, exp.Order):
        return call(function_, lower(this), _separator(lower, separator))
    ordered = ordered_argument(lower, this=separator, expressions=this.expressions)
    return call(function_, lower(this.this), ordered)


def _separator(lower: Lowering, node: exp.Expr) -> ast.expr:
    if isinstance(node, exp.Literal) and node.is_string:
        return sql_text(lower, node) if repeated(node) else constant(node.name)
    return text_argument(lower, node) if isinstance(node, exp.Parameter) else lower(node)


@lowers(exp.Filter)
def filter_(lower: Lowering, *, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``count(*) FILTER (WHERE a)``: ``func.count().filter(a)``.

    PostgreSQL manual 4.2.7; SQLAlchemy: ``FunctionElement.filter()``.
    """
    return method(lower(this), "filter", lower(expression.this))


@lowers(exp.WithinGroup)
def within_group(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Order) -> ast.expr:
    """``percentile_cont(0.5) WITHIN GROUP (ORDER BY a)``: ``func.percentile_cont(0.5).within_group(a)``.

    Over a numeric it is a double precision, of which SQLAlchemy would make a Decimal: ``type_coerce(…, Double)``.
    PostgreSQL manual 4.2.7; SQLAlchemy: ``FunctionElement.within_group()``.
    """
    ordered = method(lower(this), "within_group", *order_terms(lower, expression.expressions, names=False))
    kinds = [base_type(kind) for item in (node, expression.expressions[0].this) if (kind := type_of(lower, item))]
    if kinds == ["double precision", "numeric"]:
        return call(lower.sqlalchemy("type_coerce"), ordered, lower.sqlalchemy("Double"))
    return ordered


@lowers(exp.Explode)
def unnest(lower: Lowering, *, this: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``unnest(a)`` among the columns: ``func.unnest(a)``. PostgreSQL manual 9.19, table 9.56; SQLAlchemy: ``func``."""
    if expressions or type_of(lower, this) is None:
        raise refused("sql.function", this, "unnest() of this is not supported here")
    return call(attribute(lower.sqlalchemy("func"), "unnest"), lower(this))
