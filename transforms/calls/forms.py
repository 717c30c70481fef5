"""How each asyncpg method reads its result from a SQLAlchemy one."""

from __future__ import annotations

from codemod.registry import rewrites_call
from codemod.rewriting.rows.consumption import Consumption

#: What has no result to read: it is thrown away, or None whatever it is.
_UNREAD = ("none", "nothing")

#: ``mappings()`` for rows read by name, ``scalars()`` for entities, the result itself for positions.
_ROWS = {"mappings": ".mappings()", "entities": ".scalars()", "rows": ""}


@rewrites_call("fetch")
def fetch(consumption: Consumption, result: str) -> str | None:
    """``rows = await db.fetch(…)``: ``result.mappings().all()``. SQLAlchemy: ``Result.all()``.

    Where the project's own method gives dictionaries: ``[dict(row) for row in result.mappings()]``.
    """
    if consumption.shape in _UNREAD:
        return None
    if consumption.shape == "dicts":
        return f"[dict(row) for row in {result}.mappings()]"
    return f"{result}{_ROWS[consumption.shape]}.all()"


@rewrites_call("cursor")
def cursor(consumption: Consumption, result: str) -> str | None:
    """``async for row in conn.cursor(…)``: ``async for row in result.mappings()``.

    SQLAlchemy: ``AsyncSession.stream()``.
    """
    return f"{result}{_ROWS[consumption.shape]}"


@rewrites_call("fetchrow")
def fetchrow(consumption: Consumption, result: str) -> str | None:
    """``row = await db.fetchrow(…)``: ``.first()``, which gives None for no row and ignores the rest.

    Never ``one()``: asyncpg doesn't mind further rows. SQLAlchemy: ``Result.first()``.
    """
    if consumption.shape in _UNREAD:
        return None
    if consumption.shape == "dicts":
        return f"next((dict(row) for row in {result}.mappings()), None)"
    return f"{result}{_ROWS[consumption.shape]}.first()"


@rewrites_call("fetchval")
def fetchval(consumption: Consumption, result: str) -> str | None:
    """``value = await db.fetchval(…)``: ``result.scalar()``, ``result.scalars(1).first()``; None for no row.

    SQLAlchemy: ``Result.scalar()``, ``Result.scalars()``.
    """
    if consumption.shape in _UNREAD:
        return None
    return f"{result}.scalars({consumption.column}).first()" if consumption.column else f"{result}.scalar()"


@rewrites_call("execute")
def execute(consumption: Consumption, result: str) -> str | None:
    """``status = await db.execute(…)``: ``result.rowcount``, or ``f"UPDATE {result.rowcount}"`` for the text.

    SQLAlchemy: ``CursorResult.rowcount``, which a commit and the end of the session leave as it is.
    """
    match consumption.shape:
        case "none" | "nothing":
            return None
        case "count" | "number":
            return f"{result}.rowcount"
        case _:
            return f"f'{consumption.tag} {{{result}.rowcount}}'"


@rewrites_call("executemany")
def executemany(_consumption: Consumption, _result: str) -> str | None:
    """``await db.executemany(…)``: nothing is read, asyncpg gives None.

    SQLAlchemy: Using INSERT Statements, "executemany".
    """
    return None
