"""Values: columns, constants, casts, intervals, CASE and scalar subqueries."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.lowering.types import base_type
from codemod.mapping.vectors import is_vector
from codemod.outcome import Refusal
from codemod.python_code import attribute, call, constant, method
from codemod.registry import lowers
from codemod.resolution.dialect import sql_of
from codemod.resolution.statement import parameter_number
from transforms.expressions.array_elements import forms_array, text_element
from transforms.expressions.bind_types import bind_type, sent_type
from transforms.expressions.documents import document, is_written, refuse_json
from transforms.expressions.operands import (
    bound_as,
    compared_value,
    constant_like,
    operand,
    sql_text,
    value_for_server,
)
from transforms.expressions.types_of import is_moment, type_of, type_of_cast


@lowers(exp.Column)
def column(lower: Lowering, *, node: exp.Column, this: exp.Expr, table: exp.Expr | None) -> ast.expr:  # noqa: ARG001
    """``t.c``: ``Model.c``; ``LOCALTIMESTAMP``: ``func.localtimestamp()``.

    PostgreSQL manual 4.2.1, 9.9.5; SQLAlchemy: ``InstrumentedAttribute``.
    """
    if isinstance(this, exp.Star):
        raise refused("sql.row", node, "a part of a row, or * as a value, is not supported")
    if is_moment(node):
        return call(attribute(lower.sqlalchemy("func"), node.name))
    if not node.table and not this.args.get("quoted") and node.name in _CALLED_WITHOUT_PARENTHESES:
        raise Refusal("sql.function", f"{node.name} is a function of PostgreSQL, not a column")
    return lower.value(node).expression()


#: Reserved words that PostgreSQL reads as functions where a column could stand (manual 9.26).
_CALLED_WITHOUT_PARENTHESES = frozenset(
    {"user", "current_user", "session_user", "current_role", "current_catalog", "current_schema", "system_user"}
    | {"current_time"}
)


@lowers(exp.Literal)
def literal(lower: Lowering, *, node: exp.Literal, this: str, is_string: bool) -> ast.expr:  # noqa: ARG001
    """``'x'``, ``1``: a constant without a neighbour stays SQL text.

    PostgreSQL manual 4.1.2; SQLAlchemy: ``literal_column()``.
    """
    return sql_text(lower, node)


@lowers(exp.Boolean)
def boolean(lower: Lowering, *, this: bool) -> ast.expr:
    """``true``, ``false``: ``true()``, ``false()``. PostgreSQL manual 8.6; SQLAlchemy: ``true()``, ``false()``."""
    return call(lower.sqlalchemy("true" if this else "false"))


@lowers(exp.Null)
def null(lower: Lowering) -> ast.expr:
    """``NULL``: ``null()``. PostgreSQL manual 4.2; SQLAlchemy: ``null()``."""
    return call(lower.sqlalchemy("null"))


@lowers(exp.Parameter)
def parameter(lower: Lowering, *, node: exp.Parameter, this: exp.Expr) -> ast.expr:
    """``$1`` where nothing gives it a type; where a condition is wanted it is a boolean: ``literal(x, Boolean)``.

    PostgreSQL manual 4.2.2; SQLAlchemy: ``literal()``.
    """
    if is_condition(node):
        return lower.typed_parameter(node, lower.sqlalchemy("Boolean"))
    raise Refusal("bind.unknown-type", f"the type of ${this.name} is not known")


def is_condition(node: exp.Expr) -> bool:
    """Whether a node stands where only a boolean can: beside AND and OR, below NOT, in WHERE, ON, WHEN (manual 9.1)."""
    around = node.parent
    while isinstance(around, exp.Paren):
        node, around = around, around.parent
    if isinstance(around, exp.If):
        return around.this is node and isinstance(around.parent, exp.Case) and around.parent.this is None
    if isinstance(around, exp.Join):
        return node.arg_key == "on"
    return isinstance(around, exp.And | exp.Or | exp.Not | exp.Where | exp.Having)


@lowers(exp.Cast)
def cast(lower: Lowering, *, node: exp.Expr, this: exp.Expr, to: exp.DataType) -> ast.expr:
    """``x::type``: ``cast(x, Type)``; ``$1::type`` decides the bind: ``literal(x, Type)``.

    PostgreSQL manual 4.2.9; SQLAlchemy: ``cast()``, ``literal()``.
    """
    pg_type = type_of_cast(lower, to)
    if pg_type is None:
        raise refused("sql.cast", to, "a cast to this type is not supported")
    inner = this.unnest()
    if isinstance(inner, exp.Parameter):
        if is_vector(pg_type) and "(" in pg_type:
            return call(lower.sqlalchemy("cast"), document(lower, inner, pg_type), lower.type(pg_type))
        if is_written(pg_type):
            return document(lower, inner, pg_type)
        refuse_json(pg_type, inner)
        if "(" in pg_type:
            raise Refusal("bind.unknown-type", f"${parameter_number(inner)} is cast to a type with a modifier")
        if pg_type == "text" and forms_array(node):
            return text_element(lower, inner)
        return lower.typed_parameter(inner, sent_type(lower, pg_type))
    if isinstance(inner, exp.Literal):
        return sql_text(lower, exp.Cast(this=inner, to=to))
    return call(lower.sqlalchemy("cast"), _cast_value(lower, inner), lower.type(pg_type))


def _cast_value(lower: Lowering, node: exp.Expr) -> ast.expr:
    if isinstance(node, exp.Column) and not isinstance(node.this, exp.Star) and not is_moment(node):
        return lower.column(node).expression()  # of whatever type: the server converts it
    return lower(node)


@lowers(exp.Case)
def case(
    lower: Lowering, *, node: exp.Expr, this: exp.Expr | None, ifs: list[exp.If], default: exp.Expr | None
) -> ast.expr:
    """``CASE WHEN a THEN b ELSE c END``: ``case((a, b), else_=c)``.

    PostgreSQL manual 9.18.1; SQLAlchemy: ``case()``.
    """
    kind = type_of(lower, node)
    pairs = []
    for branch in ifs:
        test = lower(branch.this) if this is None else _simple_test(lower, this, branch.this)
        pairs.append(ast.Tuple(elts=[test, _result(lower, branch.args["true"], kind)], ctx=ast.Load()))
    keywords = {"else_": _result(lower, default, kind)} if default is not None else {}
    if this is None:
        return call(lower.sqlalchemy("case"), *pairs, **keywords)
    if all(isinstance(pair.elts[0], ast.Constant) for pair in pairs):
        tests = ast.Dict(keys=[pair.elts[0] for pair in pairs], values=[pair.elts[1] for pair in pairs])
        return call(lower.sqlalchemy("case"), tests, value=lower(this), **keywords)
    return call(lower.sqlalchemy("case"), *pairs, value=compared_value(lower, this), **keywords)


def _simple_test(lower: Lowering, value: exp.Expr, test: exp.Expr) -> ast.expr:
    """What ``CASE value WHEN test`` compares with: a constant, or something with the type of ``value``."""
    kind = type_of(lower, value)
    inner = test.unnest()
    if isinstance(inner, exp.Parameter):
        if kind is None:
            raise Refusal("bind.unknown-type", f"the type of {sql_of(test)} in CASE is not known")
        refuse_json(kind, test)
        return lower.typed_parameter(inner, bind_type(lower, kind))
    if isinstance(test, exp.Literal):
        return constant_like(lower, test, kind)
    return lower(test)


def _result(lower: Lowering, node: exp.Expr, kind: str | None) -> ast.expr:
    """A branch of CASE: constants as SQL text keep the type resolution of the server."""
    inner = node.unnest()
    if isinstance(inner, exp.Parameter):
        if kind is None:
            raise Refusal("bind.unknown-type", f"the type of {sql_of(node)} in CASE is not known")
        if base_type(kind) == "text" and forms_array(node):
            return text_element(lower, inner)
        return bound_as(lower, inner, kind)
    if isinstance(node, exp.Literal) and kind is not None:
        return constant_like(lower, node, kind)
    return value_for_server(lower, node)  # a document's readers are judged where it is given out


@lowers(exp.Coalesce)
def coalesce(lower: Lowering, *, node: exp.Expr, this: exp.Expr, expressions: list[exp.Expr]) -> ast.expr:  # noqa: ARG001
    """``COALESCE(a, b)``: ``func.coalesce(a, b)``; every argument has the type of the first.

    PostgreSQL manual 9.18.2; SQLAlchemy: ``functions.coalesce``.
    """
    function = attribute(lower.sqlalchemy("func"), "coalesce")
    items = (this, *expressions)
    anchor = next((item for item in items if type_of(lower, item) and not isinstance(item, exp.Literal)), this)
    return call(function, *[operand(lower, item, anchor) for item in items])


@lowers(exp.Subquery)
def subquery(lower: Lowering, *, node: exp.Expr, this: exp.Expr) -> ast.expr:
    """``(SELECT max(x) …)`` as a value: ``select(…).scalar_subquery()``.

    PostgreSQL manual 4.2.11; SQLAlchemy: ``Select.scalar_subquery()``.
    """
    query = lower(this)
    if len(lower.projected) == 1:
        lower.subquery_types[id(node)] = lower.projected[0].pg_type
    return method(query, "scalar_subquery")


@lowers(exp.Collate)
def collate(lower: Lowering, *, this: exp.Expr, expression: exp.Expr) -> ast.expr:
    """``a COLLATE "C"``: ``collate(a, "C")``. PostgreSQL manual 4.2.10; SQLAlchemy: ``collate()``."""
    if not isinstance(expression, exp.Identifier):
        raise refused("sql.collate", expression, "a collation in a schema is not supported")
    return call(lower.sqlalchemy("collate"), lower(this), constant(expression.name))
