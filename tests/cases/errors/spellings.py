import contextlib
import asyncpg.exceptions as pg_errors
from asyncpg import ForeignKeyViolationError as InUse, UniqueViolationError
from asyncpg.exceptions import CheckViolationError


class Links:
    async def alias(self, title: str) -> bool:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except InUse:
            return False
        return True

    async def imported(self, title: str) -> bool:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except (UniqueViolationError, CheckViolationError) as e:
            self.log.info("refused", exc_info=e)
            return False
        return True

    async def module(self, title: str) -> bool:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except pg_errors.StringDataRightTruncationError as e: return e.column_name == "title"
        return True

    async def one_line(self, title: str) -> None:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except pg_errors.UniqueViolationError: pass

# output
import contextlib
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import Link


class Links:
    async def alias(self, title: str) -> bool:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != "23503":
                raise
            return False
        return True

    async def imported(self, title: str) -> bool:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as e:
            if getattr(e.orig, "sqlstate", None) not in ("23505", "23514"):
                raise
            self.log.info("refused", exc_info=e)
            return False
        return True

    async def module(self, title: str) -> bool:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
        except DBAPIError as e:
            cause = getattr(e.orig, "__cause__", e)
            if getattr(e.orig, "sqlstate", None) != "22001":
                raise
            return cause.column_name == "title"
        return True

    async def one_line(self, title: str) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != "23505":
                raise
