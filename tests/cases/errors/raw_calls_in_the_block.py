# refused: mapping.no-model
# refused: sql.utility
import asyncpg


class Links:
    async def add(self, title: str, url: str, guild_id: int) -> str | None:
        try:
            await self.bot.db.execute("INSERT INTO unknown (title) VALUES ($1)", title)
            await self.bot.db.execute(
                "INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)", title, url, guild_id
            )
        except asyncpg.UniqueViolationError:
            return "known"

    async def check(self, title: str) -> str | None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
            await self.invalidate(title)
        except asyncpg.IntegrityConstraintViolationError:
            return "known"

    async def invalidate(self, title: str) -> None:
        await self.cache.drop(title)

    async def stays(self) -> str | None:
        try:
            await self.bot.db.execute("VACUUM links")
        except asyncpg.ObjectInUseError as e:
            return e.hint

# output
import asyncpg
from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from models import Link


class Links:
    async def add(self, title: str, url: str, guild_id: int) -> str | None:
        try:
            await self.bot.db.execute("INSERT INTO unknown (title) VALUES ($1)", title)
            async with self.bot.get_db_session() as session:
                stmt = (
                    insert(Link)
                    .values(title=title, url=url, guild_id=guild_id)
                    .inline()
                )
                await session.execute(stmt)
                await session.commit()
        except (asyncpg.UniqueViolationError, IntegrityError) as error:
            cause = getattr(getattr(error, "orig", None), "__cause__", error)
            if not isinstance(cause, asyncpg.UniqueViolationError):
                raise
            return "known"

    async def check(self, title: str) -> str | None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
            await self.invalidate(title)
        except (asyncpg.IntegrityConstraintViolationError, IntegrityError):
            return "known"

    async def invalidate(self, title: str) -> None:
        await self.cache.drop(title)

    async def stays(self) -> str | None:
        try:
            await self.bot.db.execute("VACUUM links")
        except asyncpg.ObjectInUseError as e:
            return e.hint
