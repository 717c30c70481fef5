import asyncpg


class Links:
    async def move(self, title: str, url: str) -> str:
        try:
            try:
                await self.bot.db.execute("UPDATE links SET title = $1 WHERE url = $2", title, url)
            except asyncpg.UniqueViolationError as e:
                await self.bot.db.execute("UPDATE links SET tag = $1 WHERE url = $2", e.detail, url)
        except asyncpg.PostgresError as error:
            try:
                await self.bot.db.execute("UPDATE links SET clicks = 0 WHERE url = $1", url)
            except asyncpg.PostgresError as inner:
                return f"{inner} after {error}"
            return f"{error}"
        return "moved"

    async def tell(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except asyncpg.ForeignKeyViolationError as e:
            try:
                await self.bot.send(e.detail)
            except OSError as e:
                self.log.error(e)

# output
import asyncpg
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import Link


class Links:
    async def move(self, title: str, url: str) -> str:
        try:
            try:
                async with self.bot.get_db_session() as session:
                    stmt = update(Link).where(Link.url == url).values(title=title)
                    await session.execute(stmt)
                    await session.commit()
            except IntegrityError as e:
                cause = getattr(e.orig, "__cause__", e)
                if getattr(e.orig, "sqlstate", None) != "23505":
                    raise
                async with self.bot.get_db_session() as session:
                    statement = (
                        update(Link).where(Link.url == url).values(tag=cause.detail)
                    )
                    await session.execute(statement)
                    await session.commit()
        except (asyncpg.PostgresError, DBAPIError) as error:
            cause = getattr(getattr(error, "orig", None), "__cause__", error)
            if not isinstance(cause, asyncpg.PostgresError):
                raise
            try:
                async with self.bot.get_db_session() as session:
                    stmt = update(Link).where(Link.url == url).values(clicks=0)
                    await session.execute(stmt)
                    await session.commit()
            except (asyncpg.PostgresError, DBAPIError) as inner:
                cause_2 = getattr(getattr(inner, "orig", None), "__cause__", inner)
                if not isinstance(cause_2, asyncpg.PostgresError):
                    raise
                return f"{cause_2} after {cause}"
            return f"{cause}"
        return "moved"

    async def tell(self, title: str) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as e:
            cause = getattr(e.orig, "__cause__", e)
            if getattr(e.orig, "sqlstate", None) != "23503":
                raise
            try:
                await self.bot.send(cause.detail)
            except OSError as e:
                self.log.error(e)
