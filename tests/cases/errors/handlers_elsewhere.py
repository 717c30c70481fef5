# refused: errors.handler
import asyncpg


class Links:
    async def drop(self, title: str) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)

    async def clean(self) -> bool:
        try:
            await self.drop("")
        except asyncpg.ForeignKeyViolationError as e:
            self.log.info(f"in use: {e}")
            return False
        return True

    async def untouched(self) -> None:
        try:
            await self.cache.clear()
        except asyncpg.ForeignKeyViolationError:
            self.failed = True

    @retry(on=asyncpg.DeadlockDetectedError)
    async def rename(self, title: str) -> None:
        await self.bot.db.execute("UPDATE links SET title = $1", title)

    async def tag(self, tag: str) -> None:
        await self.bot.db.execute("UPDATE links SET tag = $1", tag)

    async def groups(self) -> None:
        try:
            await self.tag("")
        except* asyncpg.ForeignKeyViolationError:
            self.failed = True

# output
import asyncpg
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import Link


class Links:
    async def drop(self, title: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.title == title)
            await session.execute(stmt)
            await session.commit()

    async def clean(self) -> bool:
        try:
            await self.drop("")
        except (asyncpg.ForeignKeyViolationError, IntegrityError) as e:
            cause = getattr(getattr(e, "orig", None), "__cause__", e)
            if not isinstance(cause, asyncpg.ForeignKeyViolationError):
                raise
            self.log.info(f"in use: {cause}")
            return False
        return True

    async def untouched(self) -> None:
        try:
            await self.cache.clear()
        except asyncpg.ForeignKeyViolationError:
            self.failed = True

    @retry(on=asyncpg.DeadlockDetectedError)
    async def rename(self, title: str) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
        except DBAPIError as error:
            # outside, asyncpg's own exceptions are handled
            cause = getattr(error.orig, "__cause__", None)
            if cause is None:
                raise
            raise cause from cause.__cause__

    async def tag(self, tag: str) -> None:
        await self.bot.db.execute("UPDATE links SET tag = $1", tag)

    async def groups(self) -> None:
        try:
            await self.tag("")
        except* asyncpg.ForeignKeyViolationError:
            self.failed = True
