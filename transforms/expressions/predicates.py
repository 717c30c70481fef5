"""Predicates: IS, IN, BETWEEN, LIKE, regular expressions, EXISTS, ANY and ALL."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import STRINGS, base_type, pg_type_of
from codemod.outcome import Refusal
from codemod.python_code import call, constant, list_of, method
from codemod.registry import lowers
from codemod.resolution.dialect import UNKNOWN, sql_of
from codemod.resolution.statement import parameter_number
from transforms.expressions.bind_types import bind_type
from transforms.expressions.operands import (
    check_moments,
    compared_operand,
    compared_value,
    left_value,
    operand,
    text_argument,
)
from transforms.expressions.rows import row_membership, row_parts
from transforms.expressions.types_of import type_of


@lowers(exp.Is)
def is_(lower: Lowering, *, this: exp.Expr, expression: exp.Expr, negate: bool | None) -> ast.expr:
    """``a IS NULL``, ``a IS NOT TRUE``: ``a.is_(None)``, ``a.is_not(True)``; ``a IS UNKNOWN`` asks a boolean for NULL.

    PostgreSQL manual 9.2; SQLAlchemy: ``ColumnOperators.is_()``.
    """
    name = "is_not" if negate else "is_"
    if UNKNOWN in expression.meta and type_of(lower, this) != "boolean":
        raise refused("sql.predicate", this, "IS UNKNOWN of something that is not known to be a boolean")
    if isinstance(expression, exp.Null):
        return method(_tested(lower, this), name, constant(None))
    if isinstance(expression, exp.Boolean):
        return method(_tested(lower, this), name, constant(bool(expression.this)))
    raise refused("sql.predicate", expression, "this test with IS is not supported")


def _tested(lower: Lowering, node: exp.Expr) -> ast.expr:
    inner = node.unnest()
    if isinstance(inner, exp.Parameter):
        kind = _type_before(lower, inner)
        if kind is None:
            raise Refusal("bind.unknown-type", f"the type of ${parameter_number(inner)} in an IS test is not known")
        return lower.typed_parameter(inner, bind_type(lower, kind))
    if isinstance(inner, exp.Column) and not isinstance(inner.this, exp.Star):
        return lower.column(inner).expression()  # of whatever type: no value is read
    return lower(node)


def _type_before(lower: Lowering, node: exp.Parameter) -> str | None:
    """The type that ``$n`` has before: ``name = $1 OR $1 IS NULL``. The server refuses it the other way round."""
    for other in node.root().find_all(exp.Parameter, bfs=False):
        around = other.parent
        if other is node:
            return None
        if parameter_number(other) != parameter_number(node):
            continue
        if isinstance(around, exp.Cast):
            return pg_type_of(around.to)
        if isinstance(around, exp.Predicate) and isinstance(around, exp.Binary):
            beside = around.expression if around.this is other else around.this
            if isinstance(beside, exp.Column) and (kind := _type_of_column(lower, beside)) is not None:
                return kind
    return None


def _type_of_column(lower: Lowering, node: exp.Column) -> str | None:
    try:
        return lower.value(node).pg_type
    except Refusal:
        return None  # of another query of the statement, say


@lowers(exp.NullSafeEQ, exp.NullSafeNEQ)
def distinct_from(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a IS DISTINCT FROM b``: ``a.is_distinct_from(b)``.

    PostgreSQL manual 9.2; SQLAlchemy: ``ColumnOperators.is_distinct_from()``.
    """
    name = "is_not_distinct_from" if isinstance(node, exp.NullSafeEQ) else "is_distinct_from"
    return method(left_value(lower, this, expression), name, operand(lower, expression, this))


@lowers(exp.In)
def in_(lower: Lowering, *, this: exp.Expr, expressions: list[exp.Expr], query: exp.Expr | None) -> ast.expr:
    """``a IN (1, $1)``, ``a IN (SELECT …)``: ``a.in_([…])``, ``a.in_(select(…))``; of rows: ``tuple_(a, b)``.

    PostgreSQL manual 9.24.1, 9.23.2; SQLAlchemy: ``ColumnOperators.in_()``.
    """
    row = row_parts(this)
    if row is not None:
        return row_membership(lower, row, expressions, query)
    if isinstance(this.unnest(), exp.Parameter) and query is None:
        return _among_columns(lower, this, expressions)
    if isinstance(this.unnest(), exp.Parameter | exp.Literal):
        raise refused("sql.predicate", this, "IN with this on its left is not supported")
    left = compared_value(lower, this)
    if query is not None:
        return method(left, "in_", lower(query.unnest()))
    if type_of(lower, this) == "smallint" and len({type(item.unnest()) for item in expressions}) > 1:
        # the server gives a parameter the common type of the list, which a constant makes integer
        raise Refusal("bind.unknown-type", f"the type of a parameter beside a constant: {sql_of(this)} IN (…)")
    return method(left, "in_", list_of(compared_operand(lower, item, this, listed=True) for item in expressions))


def _among_columns(lower: Lowering, this: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:
    """``$1 IN (T.a, T.b)``: ``literal(x, BigInteger).in_([T.a, T.b])``; of one type, which the parameter has too."""
    kinds = {type_of(lower, item) for item in expressions}
    if len(kinds) != 1 or not all(isinstance(item.unnest(), exp.Column) for item in expressions):
        raise refused("sql.predicate", this, "IN with this on its left is not supported")
    left = left_value(lower, this, expressions[0])
    return method(left, "in_", list_of(compared_value(lower, item) for item in expressions))


@lowers(exp.Between)
def between(lower: Lowering, *, this: exp.Expr, low: exp.Expr, high: exp.Expr, symmetric: bool | None) -> ast.expr:
    """``a BETWEEN b AND c``: ``a.between(b, c)``, ``symmetric=True`` for SYMMETRIC.

    PostgreSQL manual 9.2; SQLAlchemy: ``ColumnOperators.between()``.
    """
    if isinstance(this.unnest(), exp.Parameter | exp.Literal):
        raise refused("sql.predicate", this, "BETWEEN with this on its left is not supported")
    check_moments(lower, this, low, high)
    options = {"symmetric": constant(True)} if symmetric else {}
    bounds = [operand(lower, item, this) for item in (low, high)]
    return method(compared_value(lower, this), "between", *bounds, **options)


#: (LIKE or ILIKE, wildcard before, wildcard after) to the method that writes the wildcards itself.
_AFFIXES: Final[dict[tuple[type[exp.Expr], bool, bool], str]] = {
    (exp.Like, True, True): "contains",
    (exp.Like, False, True): "startswith",
    (exp.Like, True, False): "endswith",
    (exp.ILike, True, True): "icontains",
    (exp.ILike, False, True): "istartswith",
    (exp.ILike, True, False): "iendswith",
}


@lowers(exp.Like, exp.ILike)
def like(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr, negate: bool | None) -> ast.expr:
    """``a NOT ILIKE b``: ``a.not_ilike(b)``; ``a LIKE '%' || $1 || '%'``: ``a.contains(x)``.

    PostgreSQL manual 9.7.1; SQLAlchemy: ``ColumnOperators.like()``, ``contains()``.
    """
    check_text(lower, this, "LIKE")
    before, middle, after = _affixes(expression.unnest())
    if isinstance(middle, exp.Parameter) and (before or after):
        found = method(lower(this), _AFFIXES[type(node), before, after], text_argument(lower, middle))
        return call(lower.sqlalchemy("not_"), found) if negate else found
    name = f"{'not_' if negate else ''}{type(node).__name__.lower()}"
    return method(lower(this), name, operand(lower, expression, this))


def _affixes(pattern: exp.Expr) -> tuple[bool, exp.Expr, bool]:
    """``'%' || x || '%'`` as whether it has each wildcard, with what stands between them."""
    before = after = False
    if isinstance(pattern, exp.DPipe) and _is_wildcard(pattern.expression):
        pattern, after = pattern.this, True
    if isinstance(pattern, exp.DPipe) and _is_wildcard(pattern.this):
        pattern, before = pattern.expression, True
    return before, pattern, after


def _is_wildcard(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and node.is_string and node.name == "%"


def check_text(lower: Lowering, node: exp.Expr, what: str) -> None:
    """Refuse an operand that is not known to be text."""
    kind = type_of(lower, node)
    if kind is None or base_type(kind) not in (*STRINGS, "name"):
        raise refused("sql.predicate", node, f"{what} on something that is not known to be text")


@lowers(exp.RegexpLike, exp.RegexpILike)
def regular_expression(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a ~ b``, ``a ~* b``: ``a.regexp_match(b)``, ``a.regexp_match(b, flags="i")``.

    PostgreSQL manual 9.7.3; SQLAlchemy: ``ColumnOperators.regexp_match()``.
    """
    check_text(lower, this, "a regular expression")
    flags: dict[str, ast.expr] = {"flags": constant("i")} if isinstance(node, exp.RegexpILike) else {}
    return method(lower(this), "regexp_match", operand(lower, expression, this), **flags)


@lowers(exp.Exists)
def exists(lower: Lowering, *, this: exp.Expr) -> ast.expr:
    """``EXISTS (SELECT …)``: ``exists().where(…)`` for a plain query, ``exists(select(…))`` for any other.

    What such a query selects is never evaluated. PostgreSQL manual 9.23.1; SQLAlchemy: EXISTS subqueries.
    """
    query = lower(this)
    return _without_columns(lower, query) or call(lower.sqlalchemy("exists"), query)


def _without_columns(lower: Lowering, query: ast.expr) -> ast.expr | None:
    """``select(1).where(x)`` as ``exists().where(x)``, where the condition alone names the table."""
    match query:
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=ast.Name(id="select"), args=[ast.Constant()]), attr="where")
        ):
            return method(call(lower.sqlalchemy("exists")), "where", *query.args)
        case _:
            return None
