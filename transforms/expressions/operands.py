"""Operands whose type comes from their neighbour: parameters and constants."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import INTEGERS, STRINGS, base_type, is_transparent
from codemod.outcome import Refusal
from codemod.python_code import attribute, call, constant
from codemod.resolution.dialect import sql_of
from codemod.resolution.statement import parameter_number
from transforms.expressions.types_of import is_nullable, type_of

#: Python type (as the source shows it) that SQLAlchemy binds as this PostgreSQL type without being told.
_PYTHON_TYPES = {"text": "str", "character varying": "str", "boolean": "bool"}


def operand(lower: Lowering, node: exp.Expr, like: exp.Expr, *, idiom: bool = False) -> ast.expr:
    """One side of a binary construct whose other side is ``like``.

    Args:
        lower: the lowering at hand.
        node: the operand.
        like: the neighbour that gives a parameter or constant its type.
        idiom: ``None`` on this side may render IS NULL: the place where both forms drop the row.

    Raises:
        Refusal: ``bind.unknown-type`` for a parameter whose neighbour has no known type.
    """
    inner = node.unnest()
    if isinstance(inner, exp.Parameter):
        return _parameter(lower, inner, like.unnest(), idiom=idiom)
    if isinstance(inner, exp.Literal):
        return constant_like(lower, inner, type_of(lower, like))
    if isinstance(inner, exp.Neg) and isinstance(inner.this, exp.Literal):
        return ast.UnaryOp(op=ast.USub(), operand=operand(lower, inner.this, like))
    return lower(node)


def _parameter(lower: Lowering, node: exp.Parameter, like: exp.Expr, *, idiom: bool) -> ast.expr:
    pg_type = type_of(lower, like)
    if pg_type is None:
        raise Refusal("bind.unknown-type", f"the type of ${parameter_number(node)} beside {sql_of(like)} is not known")
    refuse_json(pg_type, node)
    safe = lower.never_none(node) or (idiom and not is_nullable(lower, like))
    if base_type(pg_type) == "numeric":
        return lower.typed_parameter(node, lower.sqlalchemy("Numeric"))  # a bind with (p, s) would round
    if isinstance(like, exp.Column):
        if safe:
            return lower.parameter(node)
        if pg_type.endswith("[]"):
            return lower.typed_parameter(node, lower.type(pg_type))
        lower.notes.append(f"${parameter_number(node)} may be None: literal() keeps '= NULL' from becoming IS NULL")
        return lower.typed_parameter(node, attribute(lower.column(like).expression(), "type"))
    if safe and _binds_as(lower, node, pg_type):
        return lower.parameter(node)
    return lower.typed_parameter(node, lower.type("text" if base_type(pg_type) in STRINGS else base_type(pg_type)))


def _binds_as(lower: Lowering, node: exp.Parameter, pg_type: str) -> bool:
    facts = lower.facts.get(parameter_number(node))
    wanted = _PYTHON_TYPES.get(base_type(pg_type))
    return facts is not None and wanted is not None and facts.python_type == wanted


def constant_like(lower: Lowering, node: exp.Literal, pg_type: str | None) -> ast.expr:
    """A constant of the SQL beside a value of type ``pg_type``.

    A Python constant where SQLAlchemy binds it with the type the server gives it; SQL text where a
    bind would change the type (numeric rounds, a date as a string, an enum label).
    """
    kind = base_type(pg_type) if pg_type else None
    if node.is_string:
        return constant(node.name) if kind in STRINGS else sql_text(lower, node)
    if kind in INTEGERS and node.name.isdigit():
        return constant(int(node.name))
    return sql_text(lower, node)


def sql_text(lower: Lowering, node: exp.Expr) -> ast.expr:
    """``literal_column("…")``: the SQL as it was written, for constants only.

    SQLAlchemy reads a colon followed by a letter in literal_column() as text, not as a bind, but
    a percent sign would be doubled by some drivers; both stay as they are under asyncpg.
    """
    return call(lower.sqlalchemy("literal_column"), constant(sql_of(node)))


def text_argument(lower: Lowering, node: exp.Parameter) -> ast.expr:
    """``$n`` where the server expects text: bare when it is known to be a str, pinned otherwise."""
    facts = lower.facts.get(parameter_number(node))
    if facts is not None and facts.python_type == "str" and lower.never_none(node):
        return lower.parameter(node)
    return lower.typed_parameter(node, lower.sqlalchemy("Text"))


def refuse_json(pg_type: str | None, node: exp.Expr) -> None:
    """Refuse a bound argument of a JSON type: asyncpg sends text, SQLAlchemy encodes.

    Raises:
        Refusal: ``bind.json``, or ``types.unsupported`` for any other type whose values travel differently.
    """
    if pg_type is None:
        return
    if pg_type.startswith("json"):
        raise Refusal("bind.json", f"{sql_of(node)} is bound as {pg_type}")
    if not is_transparent(pg_type):
        raise Refusal("types.unsupported", f"{sql_of(node)} is bound as {pg_type}")
