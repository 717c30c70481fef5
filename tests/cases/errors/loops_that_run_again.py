import asyncpg
from discord.ext import tasks


class Links:
    def __init__(self, bot) -> None:
        self.bot = bot
        self.bulk_loop.add_exception_type(asyncpg.PostgresConnectionError)
        self.bulk_loop.start()
        self.sweep.add_exception_type(asyncpg.PostgresConnectionError, OSError)
        self.sweep.start()
        self.forgetful.add_exception_type(asyncpg.InternalServerError)
        self.forgetful.clear_exception_types()
        self.forgetful.start()

    async def bulk(self) -> None:
        for title in self.titles:
            await self.bot.db.execute("UPDATE links SET title = $1", title)

    @tasks.loop(seconds=10.0)
    async def bulk_loop(self):
        async with self.lock:
            await self.bulk()

    @tasks.loop(hours=1)
    async def sweep(self) -> None:
        """Forget links.

        Once an hour.
        """

        # the oldest ones
        limit = self.limit
        report = """
        Links are forgotten
    now.
        """
        try:
            async with self.bot.db.acquire() as conn:
                async with conn.transaction():
                    await conn.execute("DELETE FROM links WHERE id < $1", int(limit))
                    await conn.execute(
                        "UPDATE links SET title = $1",
                        report,
                    )
        except asyncpg.ForeignKeyViolationError as error:
            self.log.info(error.detail)
        await self.bot.db.execute("DELETE FROM links WHERE id > $1", int(limit))  # the newest
        # done

    @tasks.loop(hours=1)
    async def forgetful(self) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE title = $1", "")

# output
import asyncpg
from discord.ext import tasks
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import Link


class Links:
    def __init__(self, bot) -> None:
        self.bot = bot
        self.bulk_loop.add_exception_type(asyncpg.PostgresConnectionError)
        self.bulk_loop.start()
        self.sweep.add_exception_type(asyncpg.PostgresConnectionError, OSError)
        self.sweep.start()
        self.forgetful.add_exception_type(asyncpg.InternalServerError)
        self.forgetful.clear_exception_types()
        self.forgetful.start()

    async def bulk(self) -> None:
        for title in self.titles:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()

    @tasks.loop(seconds=10.0)
    async def bulk_loop(self):
        try:
            async with self.lock:
                await self.bulk()
        except DBAPIError as error:
            # outside, asyncpg's own exceptions are handled
            cause = getattr(error.orig, "__cause__", None)
            if cause is None:
                raise
            raise cause from cause.__cause__

    @tasks.loop(hours=1)
    async def sweep(self) -> None:
        """Forget links.

        Once an hour.
        """

        try:
            # the oldest ones
            limit = self.limit
            report = """
        Links are forgotten
    now.
        """
            try:
                async with self.bot.get_db_session() as session:
                    async with session.begin():
                        stmt = delete(Link).where(Link.id < int(limit))
                        await session.execute(stmt)
                        stmt = update(Link).values(title=report)
                        await session.execute(stmt)
            except IntegrityError as error:
                cause = getattr(error.orig, "__cause__", error)
                if getattr(error.orig, "sqlstate", None) != "23503":
                    raise
                self.log.info(cause.detail)
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.id > int(limit))
                await session.execute(stmt)  # the newest
                await session.commit()
            # done
        except DBAPIError as exc:
            # outside, asyncpg's own exceptions are handled
            driver_error = getattr(exc.orig, "__cause__", None)
            if driver_error is None:
                raise
            raise driver_error from driver_error.__cause__

    @tasks.loop(hours=1)
    async def forgetful(self) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.title == "")
            await session.execute(stmt)
            await session.commit()
