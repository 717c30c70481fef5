import asyncio

import asyncpg


class Links:
    async def drop(self, title: str) -> None:
        try:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        except (TimeoutError, asyncio.CancelledError):
            self.failed = title
        except Exception:
            self.broken = title

    async def rename(self, title: str) -> None:
        try:
            self.check(title)
        except asyncpg.UniqueViolationError:
            await self.bot.db.execute("UPDATE links SET title = $1", title)
        else:
            await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)

# output
import asyncio

import asyncpg
from sqlalchemy import delete, update

from models import Link


class Links:
    async def drop(self, title: str) -> None:
        try:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
        except (TimeoutError, asyncio.CancelledError):
            self.failed = title
        except Exception:
            self.broken = title

    async def rename(self, title: str) -> None:
        try:
            self.check(title)
        except asyncpg.UniqueViolationError:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).values(title=title)
                await session.execute(stmt)
                await session.commit()
        else:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.title == title)
                await session.execute(stmt)
                await session.commit()
