"""Faults that strike a program from below: in a statement that it runs, whichever library sends it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import asyncpg
from asyncpg.connection import Connection
from asyncpg.cursor import BaseCursor
from asyncpg.prepared_stmt import PreparedStatement
from sqlalchemy.exc import DBAPIError

TABLES = ("accounts", "entries", "visits")

#: What may happen in a statement. The first one comes from the server, which leaves a transaction failed.
STATEMENT_FAULTS = ("violation", "cancelled before", "cancelled meanwhile", "lost")
VIOLATION = (
    "DO $$ BEGIN RAISE unique_violation USING MESSAGE = 'struck', CONSTRAINT = 'struck_key', DETAIL = 'by the test';"
    " END $$"
)


def asyncpgs(error: BaseException | None) -> BaseException | None:
    """What a project sees of an exception, whichever library raised it: asyncpg's own."""
    return error.orig.__cause__ if isinstance(error, DBAPIError) and error.orig is not None else error


class Faults:
    """Counts the statements of a call, and strikes in one of them."""

    def __init__(self, kind: str = "none", at: int = 0) -> None:
        self.kind, self.at = kind, at
        self.statements = 0
        self.task: asyncio.Task[Any] | None = None

    async def strike(self, connection: Any) -> None:
        """A statement is about to be sent."""
        self.statements += 1
        if self.statements != self.at:
            return
        if self.kind == "violation":
            await connection._protocol.query(VIOLATION, 10)
        elif self.kind == "cancelled before":
            self._cancel()
            await asyncio.sleep(0)
        elif self.kind == "cancelled meanwhile":
            asyncio.get_running_loop().call_later(0.03, self._cancel)
            await connection._protocol.query("SELECT pg_sleep(10)", 20)
        elif self.kind == "lost":
            connection._transport.abort()

    def _cancel(self) -> None:
        assert self.task is not None
        self.task.cancel()


class Injector:
    """Hands every statement on the tables to the faults of the call that runs now."""

    def __init__(self, spared: asyncpg.Connection) -> None:
        self.spared = spared
        self.faults = Faults()

    def install(self) -> None:
        """Stand in the way of all that sends statements."""
        for kind, method, of_statement in _senders():
            setattr(kind, method, self._struck(getattr(kind, method), of_statement))

        Connection._executemany = self._only_for_rows(Connection._executemany)

    def _only_for_rows(self, send: Callable[..., Awaitable[Any]]) -> Any:
        """For no rows asyncpg prepares a statement, and sends it to nobody."""

        async def sent(this: Any, query: str, rows: Any, *args: Any) -> Any:
            faults = self.faults
            if rows == []:
                self.faults = Faults()
            try:
                return await send(this, query, rows, *args)
            finally:
                self.faults = faults

        return sent

    def _struck(self, send: Callable[..., Awaitable[Any]], of_statement: Callable[..., tuple[Any, str]]) -> Any:
        async def struck(this: Any, *args: Any, **options: Any) -> Any:
            connection, query = of_statement(this, *args)
            if connection is not self.spared and any(table in query for table in TABLES):
                await self.faults.strike(connection)
            return await send(this, *args, **options)

        return struck


def _senders() -> Iterator[tuple[type, str, Callable[..., tuple[Any, str]]]]:
    """The methods of asyncpg by which statements are sent, and how each knows its connection and its query."""

    def with_query(connection: Any, query: str, *_: Any) -> tuple[Any, str]:
        return connection, query

    yield Connection, "_do_execute", with_query
    # with arguments it goes by the one above
    yield Connection, "execute", lambda connection, query, *args: (connection, "" if args else query)
    yield Connection, "_copy_in", with_query
    yield Connection, "_copy_out", with_query
    yield PreparedStatement, "_PreparedStatement__do_execute", lambda it, *_: (it._connection, it.get_query())
    yield BaseCursor, "_bind", lambda cursor, *_: (cursor._connection, cursor._query)
    yield BaseCursor, "_bind_exec", lambda cursor, *_: (cursor._connection, cursor._query)
