"""How each asyncpg method reads its result from a SQLAlchemy one."""

from __future__ import annotations

from codemod.registry import rewrites_call
from codemod.rewriting.consumption import Shape

#: ``mappings()`` for rows read by name, ``scalars()`` for entities, the result itself for positions.
_ROWS = {"mappings": ".mappings()", "entities": ".scalars()", "rows": ""}


@rewrites_call("fetch")
def fetch(shape: Shape, result: str) -> str | None:
    """``rows = await db.fetch(…)``: ``result.mappings().all()``. SQLAlchemy: ``Result.all()``."""
    return None if shape == "none" else f"{result}{_ROWS[shape]}.all()"


@rewrites_call("fetchrow")
def fetchrow(shape: Shape, result: str) -> str | None:
    """``row = await db.fetchrow(…)``: ``.first()``, which gives None for no row and ignores the rest.

    Never ``one()``: asyncpg doesn't mind further rows.
    """
    return None if shape == "none" else f"{result}{_ROWS[shape]}.first()"


@rewrites_call("fetchval")
def fetchval(shape: Shape, result: str) -> str | None:
    """``value = await db.fetchval(…)``: ``result.scalar()``, None for no row."""
    return None if shape == "none" else f"{result}.scalar()"


@rewrites_call("execute")
def execute(_shape: Shape, _result: str) -> str | None:
    """``await db.execute(…)``: nothing is read."""
    return None


@rewrites_call("executemany")
def executemany(_shape: Shape, _result: str) -> str | None:
    """``await db.executemany(…)``: nothing is read."""
    return None
