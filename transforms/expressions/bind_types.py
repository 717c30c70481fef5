"""The type that a bind is sent by beside values of a type of PostgreSQL's."""

from __future__ import annotations

import ast
from typing import Final

from codemod.lowering.lower import Lowering
from codemod.lowering.types import STRINGS, base_type
from codemod.python_code import call, constant

_SENT_AS: Final = {**dict.fromkeys((*STRINGS, "name"), "text"), "name[]": "text[]"}


def bind_type(lower: Lowering, pg_type: str) -> ast.expr:
    """The type of a bind where ``pg_type`` is wanted, without the modifier that would change its value."""
    return sent_type(lower, sent_as(pg_type))


def sent_as(pg_type: str) -> str:
    """The type that values beside ``pg_type`` are sent as: a text for any string, nothing with a modifier."""
    plain = base_type(pg_type)
    return _SENT_AS.get(plain, plain)


def sent_type(lower: Lowering, pg_type: str) -> ast.expr:
    """The type that a bind is sent as ``pg_type`` by: of REAL SQLAlchemy makes the double precision of any float."""
    return call(lower.sqlalchemy("Float"), constant(24)) if pg_type == "real" else lower.type(pg_type)
