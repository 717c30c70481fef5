# refused: types.unsupported
# refused: sql.utility
# refused: sql.utility
# refused: sql.utility
# refused: sql.utility
# refused: sql.utility
import asyncio

import asyncpg


class Health:
    async def check(self) -> bool:
        try:
            await self.bot.db.execute("SELECT 1")
        except (asyncpg.PostgresError, OSError):
            return False
        return await self.bot.db.fetchval("SELECT 'ok'") == "ok"

    async def named(self) -> bool:
        row = await self.bot.db.fetchrow("SELECT 1 AS ok")
        return row["ok"] == 1

    async def on_a_connection(self) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("SELECT 1;")

    async def nothing(self):
        return await self.bot.db.fetchval("SELECT NULL")

    async def version(self) -> str:
        return await self.bot.db.fetchval("SELECT version()")

    async def used(self) -> bool:
        return await self.bot.db.fetchval("SELECT EXISTS (SELECT 1 FROM links)")


class Connecting:
    """Connects anew where the old connections give no answer."""

    async def again(self) -> None:
        try:
            await self.bot.db.execute("SELECT 1")
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError):
            self.bot.db = await asyncpg.create_pool("postgres://")

    async def dropped(self) -> None:
        try:
            await self.bot.db.execute("SELECT 1")
        except asyncpg.InterfaceError:
            await self.bot.db.expire_connections()

    async def ensure(self) -> None:
        if not await self.alive():
            await self.reopen()

    async def alive(self) -> bool:
        try:
            await self.bot.db.execute("SELECT 1")
        except asyncpg.PostgresError:
            return False
        return True

    async def reopen(self) -> None:
        self.bot.db = await asyncpg.create_pool("postgres://")

    async def until_it_answers(self) -> None:
        while True:
            self.bot.db = await asyncpg.create_pool("postgres://")
            try:
                await self.bot.db.execute("SELECT 1")
                return
            except OSError:
                await asyncio.sleep(1)

    async def once(self) -> None:
        self.bot.db = await asyncpg.create_pool("postgres://")
        while True:
            try:
                await self.bot.db.execute("SELECT 1")
                return
            except OSError:
                await asyncio.sleep(1)


class Database:
    """The project's own wrapper."""

    async def rows(self, query: str, *args):
        return await self.bot.db.fetch(query, *args)

    async def healthy(self) -> bool:
        return await self.bot.db.fetchval("SELECT 1") == 1

# output
import asyncio

import asyncpg
from sqlalchemy import exists, func, literal_column, select
from sqlalchemy.exc import DBAPIError

from models import Link


class Health:
    async def check(self) -> bool:
        try:
            async with self.bot.get_db_session() as session:
                stmt = select(1)
                await session.execute(stmt)
        except (asyncpg.PostgresError, OSError, DBAPIError) as error:
            cause = (
                getattr(error.orig, "__cause__", error)
                if isinstance(error, DBAPIError)
                else error
            )
            if not isinstance(cause, (asyncpg.PostgresError, OSError)):
                raise
            return False
        async with self.bot.get_db_session() as session:
            stmt = select(literal_column("'ok'"))
            result = await session.execute(stmt)
            value = result.scalar()
        return value == "ok"

    async def named(self) -> bool:
        async with self.bot.get_db_session() as session:
            stmt = select(literal_column("1").label("ok"))
            result = await session.execute(stmt)
            row = result.mappings().first()
        return row["ok"] == 1

    async def on_a_connection(self) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(1)
            await session.execute(stmt)

    async def nothing(self):
        return await self.bot.db.fetchval("SELECT NULL")

    async def version(self) -> str:
        async with self.bot.get_db_session() as session:
            stmt = select(func.version())
            result = await session.execute(stmt)
            return result.scalar()

    async def used(self) -> bool:
        async with self.bot.get_db_session() as session:
            stmt = select(exists(select(1).select_from(Link)))
            result = await session.execute(stmt)
            return result.scalar()


class Connecting:
    """Connects anew where the old connections give no answer."""

    async def again(self) -> None:
        try:
            await self.bot.db.execute("SELECT 1")
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError):
            self.bot.db = await asyncpg.create_pool("postgres://")

    async def dropped(self) -> None:
        try:
            await self.bot.db.execute("SELECT 1")
        except asyncpg.InterfaceError:
            await self.bot.db.expire_connections()

    async def ensure(self) -> None:
        if not await self.alive():
            await self.reopen()

    async def alive(self) -> bool:
        try:
            await self.bot.db.execute("SELECT 1")
        except asyncpg.PostgresError:
            return False
        return True

    async def reopen(self) -> None:
        self.bot.db = await asyncpg.create_pool("postgres://")

    async def until_it_answers(self) -> None:
        while True:
            self.bot.db = await asyncpg.create_pool("postgres://")
            try:
                await self.bot.db.execute("SELECT 1")
                return
            except OSError:
                await asyncio.sleep(1)

    async def once(self) -> None:
        self.bot.db = await asyncpg.create_pool("postgres://")
        while True:
            try:
                async with self.bot.get_db_session() as session:
                    stmt = select(1)
                    await session.execute(stmt)
                return
            except OSError:
                await asyncio.sleep(1)


class Database:
    """The project's own wrapper."""

    async def rows(self, query: str, *args):
        return await self.bot.db.fetch(query, *args)

    async def healthy(self) -> bool:
        return await self.bot.db.fetchval("SELECT 1") == 1
