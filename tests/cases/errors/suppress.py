# newline: crlf
import contextlib
from contextlib import suppress

import asyncpg


class Links:
    async def drop(self, title: str) -> None:
        with suppress(asyncpg.IntegrityConstraintViolationError):
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)

    async def drop_or_not(self, title: str) -> None:
        with suppress(asyncpg.IntegrityConstraintViolationError, OSError):
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
            await self.others.fetch()

    async def rename(self, title: str) -> None:
        with contextlib.suppress(asyncpg.UniqueViolationError):  # taken
            await self.bot.db.execute("UPDATE links SET title = $1", title)
            # the cache is for readers
            self.cache.clear()
            # nothing else

        self.log.info("renamed")

    async def refresh(self, title: str) -> None:
        if title:
            with contextlib.suppress(asyncpg.PostgresError, OSError):
                await self.bot.db.execute("UPDATE links SET title = $1", title)

# output
from contextlib import suppress

import asyncpg
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import Link


class Links:
    async def drop(self, title: str) -> None:
        with suppress(IntegrityError):
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()

    async def drop_or_not(self, title: str) -> None:
        with suppress(asyncpg.IntegrityConstraintViolationError, OSError, IntegrityError):
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
            await self.others.fetch()

    async def rename(self, title: str) -> None:
        try:  # taken
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
            # the cache is for readers
            self.cache.clear()
            # nothing else
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != "23505":
                raise

        self.log.info("renamed")

    async def refresh(self, title: str) -> None:
        if title:
            try:
                async with self.bot.get_db_session() as session:
                    stmt = update(Link).values(title=title)
                    await session.execute(stmt)
                    await session.commit()
            except (asyncpg.PostgresError, OSError, DBAPIError) as error:
                cause = (
                    getattr(error.orig, "__cause__", error)
                    if isinstance(error, DBAPIError)
                    else error
                )
                if not isinstance(cause, (asyncpg.PostgresError, OSError)):
                    raise
