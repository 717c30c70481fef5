# refused: query.dynamic
# refused: call.not-awaited
"""asyncpg's own exceptions come out of coroutines that stay, wherever they are awaited."""
import asyncio

import asyncpg


class Links:
    async def raw(self, title: str) -> None:
        await self.bot.db.execute(self.query(), title)

    async def gathered(self, title: str) -> bool:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
            await asyncio.gather(self.raw(title), self.other())
        except asyncpg.UniqueViolationError:
            return False
        return True

    async def given(self, title: str) -> bool:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
            await self.retry(self.raw, title)
        except asyncpg.UniqueViolationError:
            return False
        return True

    async def made_before(self, title: str, tasks) -> bool:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
            await asyncio.gather(*tasks)
        except asyncpg.UniqueViolationError:
            return False
        return True

    async def all_converted(self, title: str) -> str | None:
        try:
            await asyncio.wait_for(self.bot.db.execute("UPDATE links SET title = $1", title), timeout=3)
        except asyncpg.UniqueViolationError as e:
            return e.detail
        except asyncio.TimeoutError:
            return None

    async def awaited_later(self, title: str) -> bool:
        task = asyncio.ensure_future(self.bot.db.execute("UPDATE links SET title = $1", title))
        try:
            await task
        except asyncpg.UniqueViolationError:
            return False
        return True

    async def title(self) -> str:
        return "a link"

    async def parameter_called_like_a_coroutine(self, link) -> bool:
        try:
            await self.bot.db.execute("UPDATE links SET title = $1", link.title)
        except asyncpg.UniqueViolationError:
            return False
        return True

# output
"""asyncpg's own exceptions come out of coroutines that stay, wherever they are awaited."""
import asyncio

import asyncpg
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from models import Link


class Links:
    async def raw(self, title: str) -> None:
        await self.bot.db.execute(self.query(), title)

    async def gathered(self, title: str) -> bool:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
            await asyncio.gather(self.raw(title), self.other())
        except (asyncpg.UniqueViolationError, IntegrityError) as error:
            cause = getattr(getattr(error, "orig", None), "__cause__", error)
            if not isinstance(cause, asyncpg.UniqueViolationError):
                raise
            return False
        return True

    async def given(self, title: str) -> bool:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
            await self.retry(self.raw, title)
        except (asyncpg.UniqueViolationError, IntegrityError) as error:
            cause = getattr(getattr(error, "orig", None), "__cause__", error)
            if not isinstance(cause, asyncpg.UniqueViolationError):
                raise
            return False
        return True

    async def made_before(self, title: str, tasks) -> bool:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
            await asyncio.gather(*tasks)
        except (asyncpg.UniqueViolationError, IntegrityError) as error:
            cause = getattr(getattr(error, "orig", None), "__cause__", error)
            if not isinstance(cause, asyncpg.UniqueViolationError):
                raise
            return False
        return True

    async def all_converted(self, title: str) -> str | None:
        try:
            await asyncio.wait_for(self._update_links(title), timeout=3)
        except IntegrityError as e:
            cause = getattr(e.orig, "__cause__", e)
            if getattr(e.orig, "sqlstate", None) != "23505":
                raise
            return cause.detail
        except asyncio.TimeoutError:
            return None

    async def _update_links(self, title: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = update(Link).values(title=title)
            await session.execute(stmt)
            await session.commit()

    async def awaited_later(self, title: str) -> bool:
        task = asyncio.ensure_future(self.bot.db.execute("UPDATE links SET title = $1", title))
        try:
            await task
        except asyncpg.UniqueViolationError:
            return False
        return True

    async def title(self) -> str:
        return "a link"

    async def parameter_called_like_a_coroutine(self, link) -> bool:
        try:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=link.title)
                await session.execute(stmt)
                await session.commit()
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != "23505":
                raise
            return False
        return True
