"""Bound arguments of JSON types: objects or text in asyncpg, by the codecs of the project's pools."""

from __future__ import annotations

import ast

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.types import base_type, element_type, is_transparent
from codemod.mapping.json_values import JSON_TYPES, WRITTEN_TYPES
from codemod.mapping.models import MappedColumn
from codemod.mapping.vectors import VECTOR
from codemod.outcome import Refusal
from codemod.python_code import call, constant
from codemod.resolution.dialect import sql_of


def is_document(pg_type: str | None) -> bool:
    """Whether values of a type are JSON."""
    return pg_type is not None and base_type(pg_type) in JSON_TYPES


def is_written(pg_type: str | None) -> bool:
    """Whether asyncpg takes values of a type as text where no codec is set: JSON and vectors."""
    return pg_type is not None and base_type(pg_type) in WRITTEN_TYPES


def document(lower: Lowering, node: exp.Parameter, pg_type: str, column: MappedColumn | None = None) -> ast.expr:
    """A bound argument that the server takes as JSON.

    An object is one in SQLAlchemy too; only None, which asyncpg sends as NULL, would become the document
    ``null``. Text stays text until the server reads it. SQLAlchemy: ``JSON.none_as_null``, ``cast()``.

    Args:
        lower: the lowering at hand.
        node: the parameter.
        pg_type: ``json`` or ``jsonb``.
        column: the column it is assigned to, whose type its bind then has.

    Raises:
        Refusal: ``bind.json`` where it is not known what the project's codec makes of it.
    """
    values = lower.registry.json_values
    kind = base_type(pg_type)
    if kind == VECTOR:
        return _vector(lower, node, is_assigned=column is not None)
    match values.taken_as(kind):
        case "object":
            if column is not None and (lower.never_none(node) or _is_null_for_none(column)):
                return lower.parameter(node)
            type_ = lower.type(kind)
            return lower.typed_parameter(
                node, type_ if lower.never_none(node) else call(type_, none_as_null=constant(True))
            )
        case "text":
            return call(
                lower.sqlalchemy("cast"), lower.typed_parameter(node, lower.sqlalchemy("Text")), lower.type(kind)
            )
        case None:
            why = values.doubt or "its codec is not understood"
            raise Refusal("bind.json", f"{sql_of(node)} is bound as {kind}: {why}")


def _vector(lower: Lowering, node: exp.Parameter, *, is_assigned: bool) -> ast.expr:
    """A bound argument that the server takes as a vector: what asyncpg takes is what the type of the models takes.

    The type of pgvector's package writes an object as text, as its codec for asyncpg would send it; a type by its
    name leaves the text that asyncpg takes without that codec as it is.
    """
    taken = lower.registry.json_values.taken_as(VECTOR)
    type_ = lower.type(VECTOR)
    writes_objects = isinstance(type_, ast.Name)
    if taken is not None and writes_objects == (taken == "object"):
        return lower.parameter(node) if is_assigned else lower.typed_parameter(node, type_)
    if taken == "text":
        return call(lower.sqlalchemy("cast"), lower.typed_parameter(node, lower.sqlalchemy("Text")), type_)
    raise Refusal("types.unsupported", f"{sql_of(node)} is a vector, and what asyncpg takes for one is not known here")


def _is_null_for_none(column: MappedColumn) -> bool:
    type_ = ast.parse(column.type_source or "None", mode="eval").body
    options = type_.keywords if isinstance(type_, ast.Call) else []
    return any(item.arg == "none_as_null" and ast.unparse(item.value) == "True" for item in options)


def refuse_json(pg_type: str | None, node: exp.Expr) -> None:
    """Refuse a bound argument of a JSON type where nothing says how it is sent.

    Raises:
        Refusal: ``bind.json``, or ``types.unsupported`` for any other type whose values travel differently.
    """
    if pg_type is None:
        return
    if pg_type.startswith("json"):
        raise Refusal("bind.json", f"{sql_of(node)} is bound as {pg_type}")
    if base_type(element_type(pg_type) or pg_type) == "character":
        raise Refusal(
            "types.unsupported", f"{sql_of(node)} is bound as {pg_type}: SQLAlchemy's cast to it cuts a longer string"
        )
    if not is_transparent(pg_type):
        raise Refusal("types.unsupported", f"{sql_of(node)} is bound as {pg_type}")
