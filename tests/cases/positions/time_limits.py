import asyncio
from asyncio import wait_for


class Links:
    async def url(self, title: str) -> str:
        row = await asyncio.wait_for(self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", title), timeout=5)
        return row["url"]

    async def count(self) -> int:
        return await asyncio.shield(self.bot.db.fetchval("SELECT count(*) FROM links"))

    async def clear(self, guild_id: int) -> str:
        return await wait_for(self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", guild_id), 1.5)

# output
import asyncio
from asyncio import wait_for
from typing import Any

from sqlalchemy import RowMapping, delete, func, select

from models import Link


class Links:
    async def url(self, title: str) -> str:
        row = await asyncio.wait_for(self._fetch_link(title), timeout=5)
        return row["url"]

    async def _fetch_link(self, title: str) -> RowMapping | None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.mappings().first()

    async def count(self) -> int:
        return await asyncio.shield(self._count_links())

    async def _count_links(self) -> Any:
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).select_from(Link)
            result = await session.execute(stmt)
            return result.scalar()

    async def clear(self, guild_id: int) -> str:
        return await wait_for(self._delete_links(guild_id), 1.5)

    async def _delete_links(self, guild_id: int) -> str:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            await session.commit()
            return f"DELETE {result.rowcount}"
