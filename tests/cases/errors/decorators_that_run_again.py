import asyncpg
import backoff
from tenacity import retry, retry_if_exception_type


class Links:
    @backoff.on_exception(backoff.expo, (asyncpg.DeadlockDetectedError, OSError), max_tries=3)
    async def rename(self, title: str) -> str | None:
        row = await self.bot.db.fetchrow("SELECT title FROM links WHERE title = $1", title)
        return row["title"] if row else None

    @retry(retry=retry_if_exception_type(asyncpg.SerializationError))
    async def tag(self, tag: str) -> None:
        await self.store(tag)

    async def store(self, tag: str) -> None:
        await self.bot.db.execute("UPDATE links SET tag = $1", tag)

# output
import asyncpg
import backoff
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from tenacity import retry, retry_if_exception_type

from models import Link


class Links:
    @backoff.on_exception(backoff.expo, (asyncpg.DeadlockDetectedError, OSError), max_tries=3)
    async def rename(self, title: str) -> str | None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = select(Link.title).where(Link.title == title)
                result = await session.execute(stmt)
                row = result.mappings().first()
            return row["title"] if row else None
        except DBAPIError as error:
            # outside, asyncpg's own exceptions are handled
            cause = getattr(error.orig, "__cause__", None)
            if cause is None:
                raise
            raise cause from cause.__cause__

    @retry(retry=retry_if_exception_type(asyncpg.SerializationError))
    async def tag(self, tag: str) -> None:
        try:
            await self.store(tag)
        except DBAPIError as error:
            # outside, asyncpg's own exceptions are handled
            cause = getattr(error.orig, "__cause__", None)
            if cause is None:
                raise
            raise cause from cause.__cause__

    async def store(self, tag: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = update(Link).values(tag=tag)
            await session.execute(stmt)
            await session.commit()
