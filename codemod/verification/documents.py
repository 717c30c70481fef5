"""JSON as a bound argument: SQLAlchemy encodes it, or the server reads the text, as the project's codec has it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import Final

from sqlalchemy import types
from sqlalchemy.dialects import postgresql
from sqlglot import exp

from codemod.mapping.json_values import WRITTEN_TYPES, JsonValues
from codemod.mapping.vectors import stand_in
from codemod.verification.canonical.plain_form import DECLARED
from codemod.verification.compilation import Compilation
from codemod.verification.difference import Difference
from codemod.verification.types.pg_types import STRINGS, type_name, written_type

#: SQLAlchemy's own types of JSON.
DOCUMENTS: Final = (types.JSON, postgresql.JSON, postgresql.JSONB)

#: SQLAlchemy's own types of JSON, and that of pgvector's package: they write objects as text.
ENCODING: Final = (*DOCUMENTS, stand_in(of_package=True))

#: A bind of text that the server reads as JSON, as SQLAlchemy writes it.
_READ: Final = re.compile(r"CAST\(\$(\d+)::(?:TEXT|VARCHAR) AS (JSONB?|VECTOR)\)")

#: Types of a bind that sends text as it is.
_TEXTS: Final = (types.String, types.Text, stand_in(of_package=False))


def texts_read(tree: exp.Expr, values: JsonValues) -> exp.Expr:
    """``CAST($1::text AS jsonb)`` as ``$1::jsonb``, where the driver takes text for jsonb and hands it on.

    The server reads it with the same function (PostgreSQL manual, CREATE CAST: a cast of text uses the
    input function of the type).
    """
    for node in list(tree.find_all(exp.Cast)):
        parameter, kind = node.this, type_name(written_type(node.to))
        is_text = isinstance(parameter, exp.Parameter) and parameter.meta.get(DECLARED) in STRINGS
        if is_text and kind is not None and values.taken_as(kind) == "text" and not node.args.get("format"):
            parameter.meta[DECLARED] = kind
            node.replace(parameter)
    return tree


def documents_asked(text: str | None, original: exp.Expr, kinds: Mapping[int, str]) -> str | None:
    """A compiled text with the original's ``$n`` for a server: ``CAST($1::TEXT AS JSONB)`` as ``$1::JSONB``.

    Args:
        text: the text.
        original: the old statement; what it reads as text itself stays.
        kinds: the type the server gives each ``$n`` of it.
    """
    casts = [item for item in original.find_all(exp.Cast) if isinstance(item.this, exp.Parameter)]
    own = {int(item.this.name) for item in casts if type_name(written_type(item.to)) in STRINGS}
    read = {number for number, kind in kinds.items() if kind in WRITTEN_TYPES} - own
    return text and _READ.sub(lambda match: f"${match[1]}::{match[2]}" if int(match[1]) in read else match[0], text)


def check_documents(compilation: Compilation, kinds: Mapping[int, str], values: JsonValues, nullable: Set[int]) -> None:
    """Check every bind of a JSON type, and every bind of an argument that is JSON.

    Args:
        compilation: of the new statement.
        kinds: the type the server gives each ``$n`` of the original.
        values: what the driver takes as JSON.
        nullable: n of the arguments that may be None: asyncpg sends NULL, SQLAlchemy the document ``null``.

    Raises:
        Difference: the first that would send another document.
    """
    for bind in compilation.binds.values():
        kind = kinds.get(bind.number) if bind.number is not None else None
        is_encoded = type(bind.type_) in ENCODING
        if kind not in WRITTEN_TYPES:
            if is_encoded:
                raise Difference("a constant, or an argument that is no JSON, would be encoded as JSON")
            continue
        taken = values.taken_as(kind or "")
        if is_encoded and taken != "object":
            raise Difference(f"${bind.number} would be encoded once more")
        if not is_encoded and not (taken == "text" and isinstance(bind.type_, _TEXTS)):
            raise Difference(f"${bind.number} would not be encoded")
        if type(bind.type_) in DOCUMENTS and bind.number in nullable and not bind.type_.none_as_null:
            raise Difference(f"${bind.number} may be None, which would become the document null")
