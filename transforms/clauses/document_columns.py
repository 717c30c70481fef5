"""Result columns that are documents: given out as the text that asyncpg makes of them."""

from __future__ import annotations

import ast

from codemod.lowering.lower import Lowering
from codemod.lowering.types import base_type
from codemod.python_code import call, constant, method


def is_text(lower: Lowering, pg_type: str | None) -> bool:
    """Whether a result column of this type is text for its readers, which asyncpg makes of documents."""
    return lower.top and pg_type is not None and base_type(pg_type) in lower.texts


def as_text(lower: Lowering, expression: ast.expr, name: str) -> ast.expr:
    """A document as ``cast(T.data, Text).label("data")``: what asyncpg gives as text is what the server casts it to.

    PostgreSQL manual 8.14, JSON Types: both are sent as their text; SQLAlchemy: ``cast()``.
    """
    cast = call(lower.sqlalchemy("cast"), expression, lower.sqlalchemy("Text"))
    return method(cast, "label", constant(name))
