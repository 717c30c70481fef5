import asyncpg


class Links:
    async def titles(self, tag: str) -> list[str]:
        try:
            rows = await self.bot.db.fetch("SELECT title FROM links WHERE tag = $1", tag)
        except asyncpg.PostgresError as e:
            raise LookupError(f"no links: {e}") from e
        return [row["title"] for row in rows]

    async def count(self, tag: str) -> int:
        try:
            return await self.bot.db.fetchval("SELECT count(*) FROM links WHERE tag = $1", tag)
        except asyncpg.PostgresError as error:
            # the dashboard shows -1 as a dash
            self.log.exception("count failed", exc_info=error)
            return -1

    async def drop(self, tag: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE tag = $1", tag)
        except (asyncpg.PostgresError, OSError):
            await self.bot.alarm("cannot drop")
        except (asyncpg.InterfaceError, ValueError) as e:
            self.log.warning("driver: %s", e)

# output
import asyncpg
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

from models import Link


class Links:
    async def titles(self, tag: str) -> list[str]:
        try:
            async with self.bot.get_db_session() as session:
                stmt = select(Link.title).where(Link.tag == tag)
                result = await session.execute(stmt)
                rows = result.mappings().all()
        except (asyncpg.PostgresError, DBAPIError) as e:
            cause = getattr(getattr(e, "orig", None), "__cause__", e)
            if not isinstance(cause, asyncpg.PostgresError):
                raise
            raise LookupError(f"no links: {cause}") from e
        return [row["title"] for row in rows]

    async def count(self, tag: str) -> int:
        try:
            async with self.bot.get_db_session() as session:
                stmt = select(func.count()).where(Link.tag == tag)
                result = await session.execute(stmt)
                return result.scalar()
        except (asyncpg.PostgresError, DBAPIError) as error:
            cause = getattr(getattr(error, "orig", None), "__cause__", error)
            if not isinstance(cause, asyncpg.PostgresError):
                raise
            # the dashboard shows -1 as a dash
            self.log.exception("count failed", exc_info=error)
            return -1

    async def drop(self, tag: str) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.tag == tag)
                await session.execute(stmt)
                await session.commit()
        except (asyncpg.PostgresError, OSError, DBAPIError) as e:
            cause = getattr(e.orig, "__cause__", e) if isinstance(e, DBAPIError) else e
            if isinstance(cause, (asyncpg.PostgresError, OSError)):
                await self.bot.alarm("cannot drop")
            elif isinstance(cause, (asyncpg.InterfaceError, ValueError)):
                self.log.warning("driver: %s", cause)
            else:
                raise
        except (asyncpg.InterfaceError, ValueError) as e:
            self.log.warning("driver: %s", e)
