import asyncpg


class Links:
    async def add(self, title: str, url: str, guild_id: int) -> str:
        try:
            await self.bot.db.execute(
                "INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)", title, url, guild_id
            )
        except asyncpg.IntegrityConstraintViolationError as e:
            if e.constraint_name == "links_title_key":
                return f"known: {e.detail}"
            return str(e)
        return "added"

    async def rename(self, title: str) -> str:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.UniqueViolationError as e:
            self.log.warning("%s %s", e.sqlstate, e.message)
            raise KeyError(title) from e
        return "renamed"

    async def drop(self, title: str) -> str:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except (asyncpg.PostgresError, OSError) as e:
            if isinstance(e, asyncpg.DeadlockDetectedError | asyncpg.ConnectionDoesNotExistError):
                return "again"
            if isinstance(e, asyncpg.ForeignKeyViolationError):
                return "in use"
            self.report(e)
            raise
        return "dropped"

    async def looks_inside(self, title: str) -> str:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except Exception as e:
            if isinstance(e, asyncpg.ForeignKeyViolationError):
                return "in use"
            if getattr(e, "sqlstate", None) == "40001":
                return "again"
            raise
        return "dropped"

# output
import asyncpg
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import Link


class Links:
    async def add(self, title: str, url: str, guild_id: int) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = (
                    insert(Link)
                    .values(title=title, url=url, guild_id=guild_id)
                    .inline()
                )
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as e:
            cause = getattr(e.orig, "__cause__", e)
            if cause.constraint_name == "links_title_key":
                return f"known: {cause.detail}"
            return str(cause)
        return "added"

    async def rename(self, title: str) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as e:
            cause = getattr(e.orig, "__cause__", e)
            if getattr(e.orig, "sqlstate", None) != "23505":
                raise
            self.log.warning("%s %s", cause.sqlstate, cause.message)
            raise KeyError(title) from e
        return "renamed"

    async def drop(self, title: str) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except (asyncpg.PostgresError, OSError, DBAPIError) as e:
            cause = getattr(e.orig, "__cause__", e) if isinstance(e, DBAPIError) else e
            if not isinstance(cause, (asyncpg.PostgresError, OSError)):
                raise
            if isinstance(cause, asyncpg.DeadlockDetectedError | asyncpg.ConnectionDoesNotExistError):
                return "again"
            if isinstance(cause, asyncpg.ForeignKeyViolationError):
                return "in use"
            self.report(cause)
            raise
        return "dropped"

    async def looks_inside(self, title: str) -> str:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except Exception as e:
            cause = getattr(e.orig, "__cause__", e) if isinstance(e, DBAPIError) else e
            if isinstance(cause, asyncpg.ForeignKeyViolationError):
                return "in use"
            if getattr(cause, "sqlstate", None) == "40001":
                return "again"
            raise
        return "dropped"
