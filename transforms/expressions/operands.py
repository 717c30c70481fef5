"""Operands whose type comes from their neighbour: parameters and constants."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import (
    INTEGER_LIMITS,
    INTEGERS,
    NUMBERS,
    STRINGS,
    TEMPORAL,
    base_type,
    is_json,
    is_transparent,
    pg_type_of,
)
from codemod.mapping.types import enum_name
from codemod.mapping.vectors import is_vector
from codemod.outcome import Refusal
from codemod.python_code import attribute, call, constant, list_of
from codemod.resolution.dialect import sql_of
from codemod.resolution.statement import is_amount, parameter_number
from transforms.expressions.array_elements import forms_array, text_constant, text_element
from transforms.expressions.bind_types import bind_type
from transforms.expressions.documents import document, is_written, refuse_json
from transforms.expressions.names import check_name, fits_name
from transforms.expressions.repetition import repeated
from transforms.expressions.types_of import element_of, is_moment, is_nullable, type_of

#: Python type (as the source shows it) that SQLAlchemy binds as this PostgreSQL type without being told.
_PYTHON_TYPES: Final = {
    **dict.fromkeys(INTEGERS, "int"),
    **dict.fromkeys(("text", "character varying", "character", "name"), "str"),
    **dict.fromkeys(("timestamp with time zone", "timestamp without time zone"), "datetime"),
    "boolean": "bool",
    "date": "date",
    "uuid": "UUID",
    "double precision": "float",
    "bytea": "bytes",
    "interval": "timedelta",
}

#: Types beside which a value of another Python type is an error in both worlds, so that a value whose
#: type isn't shown can stand bare. Not so for the others: asyncpg takes a str for a uuid and a datetime
#: for a date, while SQLAlchemy would bind the value's own type. Nor for amounts that are integers: asyncpg
#: makes one of a float.
_TYPE_MAY_BE_UNKNOWN: Final = frozenset({*INTEGERS, "text", "character varying", "character", "name", "boolean"})


def operand(lower: Lowering, node: exp.Expr, like: exp.Expr, *, idiom: bool = False, listed: bool = False) -> ast.expr:
    """One side of a binary construct whose other side is ``like``.

    Args:
        lower: the lowering at hand.
        node: the operand.
        like: the neighbour that gives a parameter or constant its type.
        idiom: ``None`` on this side may render IS NULL: the place where both forms drop the row.
        listed: an element of ``in_([…])``, where SQLAlchemy keeps ``None`` as NULL.

    Raises:
        Refusal: ``bind.unknown-type`` for a parameter whose neighbour has no known type.
    """
    inner = node.unnest()
    if isinstance(inner, exp.Parameter):
        neighbour = like if isinstance(like, exp.Subquery) else like.unnest()
        return _parameter(lower, inner, neighbour, idiom=idiom, listed=listed)
    if isinstance(inner, exp.Literal):
        narrow = not inner.is_string and _is_taken_for_smallint(lower, like)
        return sql_text(lower, inner) if narrow else constant_like(lower, inner, type_of(lower, like))
    if isinstance(inner, exp.Array):
        return array_like(lower, inner, type_of(lower, like)) or lower(node)
    if isinstance(inner, exp.Neg) and isinstance(inner.this, exp.Literal):
        positive = constant_like(lower, inner.this, type_of(lower, like))
        return ast.UnaryOp(op=ast.USub(), operand=positive) if isinstance(positive, ast.Constant) else lower(inner)
    return value_for_server(lower, node)


def value_for_server(lower: Lowering, node: exp.Expr, kinds: tuple[str, ...] = ("json", "jsonb")) -> ast.expr:
    """A value that only the server reads: a document may be one, whose form in Python doesn't matter there."""
    inner = node.unnest()
    if isinstance(inner, exp.Column) and not isinstance(inner.this, exp.Star) and not is_moment(inner):
        column = lower.column(inner)
        read_alike = is_vector(column.pg_type) or (column.pg_type in kinds and column.mapped and is_json(column.mapped))
        if column.mapped is not None and read_alike:
            return column.expression()
    return lower(node)


def compared_value(lower: Lowering, node: exp.Expr) -> ast.expr:
    """The same where it is compared, which json has no operators for (PostgreSQL manual 8.14)."""
    return value_for_server(lower, node, ("jsonb",))


def _is_taken_for_smallint(lower: Lowering, node: exp.Expr) -> bool:
    """Whether SQLAlchemy takes an integer for a smallint: an operation has the type of its left side there."""
    inner = left = node.unnest()
    while isinstance(left, exp.Binary):
        left = left.this.unnest()
    return left is not inner and type_of(lower, inner) == "integer" and type_of(lower, left) == "smallint"


def compared_operand(
    lower: Lowering, node: exp.Expr, like: exp.Expr, *, idiom: bool = False, listed: bool = False
) -> ast.expr:
    """The same beside a comparison operator, where a label of an enumerated type has the type of the column."""
    inner, other = node.unnest(), like.unnest()
    if isinstance(inner, exp.Literal) and isinstance(other, exp.Column) and not repeated(inner):
        column = lower.column(other)
        if column.mapped is not None and enum_name(column.pg_type) is not None and inner.is_string:
            return constant(inner.name)
    if isinstance(inner, exp.Parameter) and isinstance(other, exp.Column) and lower.is_singleton(inner) and not listed:
        column = lower.column(other)
        if column.mapped is not None and column.pg_type == "boolean":
            return lower.typed_parameter(inner, attribute(column.expression(), "type"))
    return operand(lower, node, like, idiom=idiom, listed=listed)


def _parameter(lower: Lowering, node: exp.Parameter, like: exp.Expr, *, idiom: bool, listed: bool) -> ast.expr:
    if isinstance(like, exp.Column):
        return _column_parameter(lower, node, like, idiom=idiom, listed=listed)
    pg_type = type_of(lower, like)
    if pg_type is None:
        raise Refusal("bind.unknown-type", f"the type of ${parameter_number(node)} beside {sql_of(like)} is not known")
    if is_written(pg_type):
        return document(lower, node, pg_type)
    refuse_json(pg_type, node)
    check_name(lower, node, pg_type)
    if base_type(pg_type) == "text" and forms_array(node):
        return text_element(lower, node)
    if lower.never_none(node) and _binds_as(lower, node, pg_type, known=True):
        return lower.parameter(node)
    return lower.typed_parameter(node, bind_type(lower, pg_type))


def _column_parameter(lower: Lowering, node: exp.Parameter, like: exp.Column, *, idiom: bool, listed: bool) -> ast.expr:
    """``$n`` beside a column: bare where SQLAlchemy's own typing and None are known to do no harm."""
    column = lower.column(like)
    if column.pg_type is None:
        raise Refusal("bind.unknown-type", f"the type of ${parameter_number(node)} beside {sql_of(like)} is not known")
    if is_written(column.pg_type):
        return document(lower, node, column.pg_type)
    lower.value(like)
    check_name(lower, node, column.pg_type)
    if not (is_padded(column.pg_type) and isinstance(node.parent, exp.Predicate)):
        refuse_json(column.pg_type, node)
    if base_type(column.pg_type) == "text" and forms_array(node):
        return text_element(lower, node)
    rounded = base_type(column.pg_type) in ("numeric", "real") or column.pg_type.endswith("[]")
    known = column.mapped is not None or column.origin is not None
    if not known or (rounded and enum_name(column.pg_type) is None):
        # an expression of a subquery has the type SQLAlchemy guesses; a bind with (p, s) or (n) would round or cut
        return lower.typed_parameter(node, bind_type(lower, column.pg_type))
    harmless = listed or lower.never_none(node) or (idiom and not is_nullable(lower, like))
    if harmless and _binds_as(lower, node, column.pg_type):
        return lower.parameter(node)
    if not harmless:
        lower.notes.append(f"${parameter_number(node)} may be None: literal() keeps '= NULL' from becoming IS NULL")
    if column.mapped is None:
        return lower.typed_parameter(node, bind_type(lower, column.pg_type))
    return lower.typed_parameter(node, attribute(column.expression(), "type"))


def is_padded(pg_type: str) -> bool:
    """Whether a type is ``character(n)``, for which SQLAlchemy sends a varchar.

    Compared with a ``character``, or assigned to one, that is taken for one without a length (manual 8.3, 10.2).
    """
    return base_type(pg_type) == "character"


def left_value(lower: Lowering, node: exp.Expr, other: exp.Expr) -> ast.expr:
    """The left side, which has to be an expression of SQLAlchemy's: a Python value there would lose the operator."""
    inner = node.unnest()
    if isinstance(inner, exp.Parameter):
        quantified = isinstance(other, exp.Any | exp.All)
        kind = element_of(type_of(lower, other.this)) if quantified else type_of(lower, other)
        if kind is None:
            raise Refusal("bind.unknown-type", f"the type of {sql_of(inner)} beside {sql_of(other)} is not known")
        return bound_as(lower, inner, kind)
    return sql_text(lower, inner) if isinstance(inner, exp.Literal) else compared_value(lower, node)


def bound_as(lower: Lowering, node: exp.Parameter, pg_type: str) -> ast.expr:
    """``$n`` bound as a type that its surroundings tell.

    Raises:
        Refusal: ``bind.json`` or ``types.unsupported`` where values of the type travel otherwise.
    """
    if is_written(pg_type):
        return document(lower, node, pg_type)
    refuse_json(pg_type, node)
    check_name(lower, node, pg_type)
    return lower.typed_parameter(node, bind_type(lower, pg_type))


def untyped_side(lower: Lowering, node: exp.Expr) -> ast.expr:
    """One side of a comparison of two values without types, ``$1 = 'asc'``: text (manual 10.2, rule 3d)."""
    if isinstance(node, exp.Parameter):
        return text_element(lower, node) if forms_array(node) else lower.typed_parameter(node, lower.sqlalchemy("Text"))
    return constant_like(lower, node, "text") if isinstance(node, exp.Literal) else lower(node)


def check_moments(lower: Lowering, *sides: exp.Expr) -> None:
    """Refuse a moment beside an interval, as in ``ts > now() - $1``: the server has no such comparison.

    It takes ``$1`` as a moment there, though whoever wrote it meant an interval (SEMANTICS.md, Binds).
    """
    kinds = {base_type(kind) for side in sides if (kind := type_of(lower, side)) is not None}
    if "interval" in kinds and kinds & TEMPORAL:
        raise Refusal("bind.unknown-type", f"an interval is compared with a moment: {sql_of(sides[-1])}")


def _binds_as(lower: Lowering, node: exp.Parameter, pg_type: str, *, known: bool = False) -> bool:
    """Whether SQLAlchemy binds the bare argument as ``pg_type``; ``known`` asks for its Python type."""
    facts = lower.facts.get(parameter_number(node))
    python_type = facts.python_type if facts is not None else None
    if enum_name(pg_type) is not None:  # a column's own type, which takes labels and nothing else
        return not known and python_type in (None, "str") and not pg_type.endswith("[]")
    if python_type is None:
        return (
            not known and base_type(pg_type) in _TYPE_MAY_BE_UNKNOWN and not (pg_type in INTEGERS and is_amount(node))
        )
    # a bare int is bound as INTEGER: only a column can widen it
    return python_type == _PYTHON_TYPES.get(base_type(pg_type)) and not (known and pg_type in INTEGERS)


def constant_like(lower: Lowering, node: exp.Literal, pg_type: str | None) -> ast.expr:
    """A constant of the SQL beside a value of type ``pg_type``.

    A Python constant where SQLAlchemy binds it with a type that changes nothing; SQL text where it
    would (numeric rounds, a date as a string, an enum label, an integer wider than the column).
    """
    kind = base_type(pg_type) if pg_type else None
    if repeated(node):
        return sql_text(lower, node)
    if node.is_string:
        if kind == "text" and forms_array(node):
            return text_constant(lower, node)
        whole = kind in STRINGS or (kind == "name" and fits_name(node))
        return constant(node.name) if whole else sql_text(lower, node)
    if (
        kind in NUMBERS
        and node.name.isdigit()
        and int(node.name) <= INTEGER_LIMITS.get(kind, INTEGER_LIMITS["integer"])
    ):
        return constant(int(node.name))
    return sql_text(lower, node)


def array_like(lower: Lowering, node: exp.Expr, pg_type: str | None) -> ast.expr | None:
    """``ARRAY['a', $1]`` beside an array as one bind, ``literal(["a", x], ARRAY(Text))``.

    Elements bound one by one would make it ``varchar[]``, which no operator takes beside ``text[]``.
    None where an element is anything but a constant or parameter that is bound as it is.
    """
    kind = base_type(pg_type.removesuffix("[]")) if pg_type else ""
    kind = "text" if kind in STRINGS else kind  # which strings without a type are, beside a varchar[] too
    elements = [_array_element(lower, item.unnest(), kind) for item in node.expressions]
    if not elements or not is_transparent(kind) or repeated(node):
        return None
    found = [item for item in elements if item is not None]
    return call(lower.sqlalchemy("literal"), list_of(found), lower.type(f"{kind}[]")) if found == elements else None


def _array_element(lower: Lowering, node: exp.Expr, kind: str) -> ast.expr | None:
    cast = isinstance(node, exp.Cast) and isinstance(node.this, exp.Parameter) and pg_type_of(node.to) == kind
    inner = node.this if cast else node
    if isinstance(inner, exp.Parameter):
        return lower.parameter(inner) if not lower.many else None
    if not isinstance(node, exp.Literal):
        return None
    lowered = constant(node.name) if node.is_string and kind in STRINGS else constant_like(lower, node, kind)
    return lowered if isinstance(lowered, ast.Constant) else None


def sql_text(lower: Lowering, node: exp.Expr) -> ast.expr:
    """``literal_column("…")``: the SQL as it was written, for constants only.

    SQLAlchemy reads a colon followed by a letter in literal_column() as text, not as a bind, but
    a percent sign would be doubled by some drivers; both stay as they are under asyncpg.
    """
    return call(lower.sqlalchemy("literal_column"), constant(sql_of(node)))


def text_argument(lower: Lowering, node: exp.Parameter) -> ast.expr:
    """``$n`` where the server expects text: bare when it is known to be a str, pinned otherwise."""
    if lower.never_none(node) and _binds_as(lower, node, "text", known=True):
        return lower.parameter(node)
    return lower.typed_parameter(node, lower.sqlalchemy("Text"))
