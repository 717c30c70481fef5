"""A handler around what its function is given: the given functions go on raising asyncpg's own exceptions."""
import asyncpg


async def with_retry(function, *args):
    for _ in range(3):
        try:
            return await function(*args)
        except asyncpg.SerializationError:
            continue


def tried_again(function):
    async def wrapper(*args):
        try:
            return await function(*args)
        except asyncpg.DeadlockDetectedError:
            return await function(*args)

    return wrapper


async def ignoring(coroutine) -> None:
    try:
        await coroutine
    except asyncpg.UniqueViolationError:
        pass


class Links:
    async def rename(self, title: str) -> None:
        await with_retry(self._rename, title)

    async def _rename(self, title: str) -> None:
        await self.bot.db.execute("UPDATE links SET title = $1", title)

    @tried_again
    async def count(self, clicks: int) -> None:
        await self.bot.db.execute("UPDATE links SET clicks = $1", clicks)

    async def add(self, link_id: int) -> None:
        await ignoring(self._add(link_id))

    async def _add(self, link_id: int) -> None:
        await self.bot.db.execute("INSERT INTO votes (link_id, user_id, counted) VALUES ($1, 1, true)", link_id)

    async def left_alone(self, link_id: int) -> None:
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", link_id)

# output
"""A handler around what its function is given: the given functions go on raising asyncpg's own exceptions."""
import asyncpg
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError

from models import Link, Vote


async def with_retry(function, *args):
    for _ in range(3):
        try:
            return await function(*args)
        except asyncpg.SerializationError:
            continue


def tried_again(function):
    async def wrapper(*args):
        try:
            return await function(*args)
        except asyncpg.DeadlockDetectedError:
            return await function(*args)

    return wrapper


async def ignoring(coroutine) -> None:
    try:
        await coroutine
    except asyncpg.UniqueViolationError:
        pass


class Links:
    async def rename(self, title: str) -> None:
        await with_retry(self._rename, title)

    async def _rename(self, title: str) -> None:
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

    @tried_again
    async def count(self, clicks: int) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(clicks=clicks)
                await session.execute(stmt)
                await session.commit()
        except DBAPIError as error:
            # outside, asyncpg's own exceptions are handled
            cause = getattr(error.orig, "__cause__", None)
            if cause is None:
                raise
            raise cause from cause.__cause__

    async def add(self, link_id: int) -> None:
        await ignoring(self._add(link_id))

    async def _add(self, link_id: int) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = insert(Vote).values(link_id=link_id, user_id=1, counted=True)
                await session.execute(stmt)
                await session.commit()
        except DBAPIError as error:
            # outside, asyncpg's own exceptions are handled
            cause = getattr(error.orig, "__cause__", None)
            if cause is None:
                raise
            raise cause from cause.__cause__

    async def left_alone(self, link_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.id == link_id)
            await session.execute(stmt)
            await session.commit()
