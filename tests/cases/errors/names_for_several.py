# refused: errors.handler
# refused: errors.handler
# refused: errors.handler
# refused: errors.handler
from contextlib import suppress

import asyncpg
from queries import DATABASE_ERRORS

RETRIED = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
LOST = (asyncpg.PostgresConnectionError, OSError)
VIOLATIONS = (asyncpg.IntegrityConstraintViolationError,)
OTHERS = (*LOST, asyncpg.DataError)
CHANGED = (asyncpg.DataError,)
CHANGED = (asyncpg.DataError, OSError)


class Links:
    async def drop(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except RETRIED:
            self.failed = title

    async def lost(self, title: str) -> str | None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except (*LOST, KeyError) as error:
            return str(error)
        except VIOLATIONS as error:
            return error.detail

    async def violated(self, title: str) -> bool:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except VIOLATIONS:
            return False
        return True

    async def anyway(self, title: str) -> None:
        with suppress(*RETRIED):
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        with suppress(VIOLATIONS, KeyError):
            await self.bot.db.execute("DELETE FROM links WHERE url = $1", title)

    async def rename(self, title: str) -> None:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.UniqueViolationError:
            self.failed = title
        except DATABASE_ERRORS:
            self.broken = title

    async def shadowed(self, title: str, LOST: tuple) -> None:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except LOST:
            self.broken = title

    async def put_together(self, title: str) -> None:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except OTHERS:
            self.broken = title

    async def changed(self, title: str) -> None:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except CHANGED:
            self.broken = title

# output
from contextlib import suppress

import asyncpg
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError, IntegrityError
from models import Link
from queries import DATABASE_ERRORS

RETRIED = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
LOST = (asyncpg.PostgresConnectionError, OSError)
VIOLATIONS = (asyncpg.IntegrityConstraintViolationError,)
OTHERS = (*LOST, asyncpg.DataError)
CHANGED = (asyncpg.DataError,)
CHANGED = (asyncpg.DataError, OSError)


class Links:
    async def drop(self, title: str) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except (*RETRIED, DBAPIError) as error:
            cause = (
                getattr(error.orig, "__cause__", error)
                if isinstance(error, DBAPIError)
                else error
            )
            if not isinstance(cause, RETRIED):
                raise
            self.failed = title

    async def lost(self, title: str) -> str | None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except (*LOST, KeyError, DBAPIError) as error:
            cause = (
                getattr(error.orig, "__cause__", error)
                if isinstance(error, DBAPIError)
                else error
            )
            if not isinstance(cause, (LOST, KeyError)):
                if isinstance(cause, VIOLATIONS):
                    return cause.detail
                raise
            return str(cause)
        except VIOLATIONS as error:
            return error.detail

    async def violated(self, title: str) -> bool:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except (*VIOLATIONS, IntegrityError):
            return False
        return True

    async def anyway(self, title: str) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except (*RETRIED, DBAPIError) as error:
            cause = (
                getattr(error.orig, "__cause__", error)
                if isinstance(error, DBAPIError)
                else error
            )
            if not isinstance(cause, RETRIED):
                raise
        with suppress(*VIOLATIONS, KeyError, IntegrityError):
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.url == title)
                await session.execute(stmt)
                await session.commit()

    async def rename(self, title: str) -> None:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except asyncpg.UniqueViolationError:
            self.failed = title
        except DATABASE_ERRORS:
            self.broken = title

    async def shadowed(self, title: str, LOST: tuple) -> None:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except LOST:
            self.broken = title

    async def put_together(self, title: str) -> None:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except OTHERS:
            self.broken = title

    async def changed(self, title: str) -> None:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        except CHANGED:
            self.broken = title
