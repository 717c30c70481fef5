"""The stage: one transaction in which asyncpg and SQLAlchemy run on the same connection, each run undone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from codemod.executing.catalog import StoredTable
from codemod.executing.execution import Deed
from codemod.lowering.lowered import Lowered


@dataclass(slots=True, eq=False)
class Stage:
    """What statements are run on.

    Attributes:
        connection: SQLAlchemy's, inside a transaction that is never committed.
        driver: asyncpg's, below it. ``now()`` and row locks are thus the same for both.
        sequences: SQL that puts all sequences, and the generator behind ``random()``, back.
        tables: those whose contents a run may change.
    """

    connection: AsyncConnection
    driver: Any
    sequences: str
    tables: Sequence[StoredTable]

    async def original(self, sql: str, arguments: Sequence[Any], *, rows: bool) -> Deed:
        """Run the original through asyncpg."""

        async def run() -> Deed:
            if not rows:
                return Deed(count=_count(await self.driver.execute(sql, *arguments)))
            found = await self.driver.fetch(sql, *arguments)
            names = tuple(found[0].keys()) if found else ()
            return Deed(names, tuple(tuple(record.values()) for record in found))

        return await self._run(run)

    async def original_many(self, sql: str, arguments: Sequence[Sequence[Any]]) -> Deed:
        """Run the original once for each list of arguments."""

        async def run() -> Deed:
            await self.driver.executemany(sql, arguments)
            return Deed()

        return await self._run(run)

    async def rewritten(self, statement: Any, form: Lowered, many: Sequence[Mapping[str, Any]] | None = None) -> Deed:
        """Run the new statement in a session, and read it as the new code does."""

        async def run() -> Deed:
            async with AsyncSession(
                self.connection, expire_on_commit=False, join_transaction_mode="rollback_only"
            ) as session:
                result: Any = await session.execute(statement, many)
                if form.shape == "none":
                    counted = many is None and form.kind != "select"
                    return Deed(count=getattr(result, "rowcount", None) if counted else None)  # none with RETURNING
                if form.shape == "entities":
                    names = {column.name: column.attribute or column.name for column in form.columns}
                    entities = result.scalars().all()
                    values = (tuple(getattr(item, attribute) for attribute in names.values()) for item in entities)
                    return Deed(tuple(names), tuple(values)) if entities else Deed(())
                found = result.all()
                return Deed(tuple(result.keys()) if found else (), tuple(tuple(row) for row in found))

        return await self._run(run)

    async def digests(self) -> tuple[tuple[str, str], ...]:
        """What every table holds, in a short form."""
        if not self.tables:
            return ()
        parts = (
            f"SELECT {_quoted(table.name)} AS name,"
            f" md5(coalesce(string_agg(t::text, ';' ORDER BY t::text), '')) AS rows FROM {table.name} t"
            for table in self.tables
        )
        found = await self.driver.fetch(" UNION ALL ".join(parts))  # in any order
        return tuple(sorted((row["name"], row["rows"]) for row in found))

    async def _run(self, action: Callable[[], Awaitable[Deed]]) -> Deed:
        """What the action does, undone afterwards."""
        await self.driver.execute(self.sequences)
        await self.driver.execute("SAVEPOINT run")
        try:
            deed = await action()
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            return Deed(error=_name(error))
        except DBAPIError as error:
            return Deed(error=_name(getattr(error.orig, "__cause__", None) or error))
        else:
            return Deed(deed.names, deed.rows, deed.count, tables=await self.digests())
        finally:
            await self.driver.execute("ROLLBACK TO SAVEPOINT run")


@asynccontextmanager
async def stage(engine: AsyncEngine, tables: Sequence[StoredTable]) -> AsyncIterator[Stage]:
    """Open a stage on a scratch database."""
    async with engine.connect() as connection:
        transaction = await connection.begin()
        await connection.exec_driver_sql("SELECT 1")  # the transaction begins with a first statement only
        driver: Any = (await connection.get_raw_connection()).driver_connection
        try:
            yield Stage(connection, driver, await _resets(driver), tables)
        finally:
            await transaction.rollback()


async def _resets(driver: Any) -> str:
    """SQL that puts back what doesn't follow a rollback: every sequence, and the numbers that ``random()`` gives."""
    names = await driver.fetch("SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relkind = 'S'")
    parts = ["setseed(0)"]
    for row in names:
        state = await driver.fetchrow(f"SELECT last_value, is_called FROM {row['name']}")
        parts.append(f"setval({_quoted(row['name'])}, {state['last_value']}, {state['is_called']})")
    return f"SELECT {', '.join(parts)}"


def _count(status: str) -> int | None:
    last = status.rpartition(" ")[2]
    return int(last) if last.isdigit() and not status.startswith("SELECT") else None


def _name(error: BaseException) -> str:
    return str(getattr(error, "sqlstate", None) or type(error).__name__)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
