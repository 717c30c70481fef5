"""What is read before the call is read before it still."""


class Counter:
    async def count(self, guild_id: int) -> None:
        self.total += await self.bot.db.fetchval("SELECT count(*) FROM links WHERE guild_id = $1", guild_id)
        self.known = self.load() + await self.bot.db.fetchval("SELECT sum(clicks) FROM links")
        await self.show(self.title(), await self.bot.db.fetchval("SELECT max(clicks) FROM links"))
        self.cache[self.key()] = await self.bot.db.fetchval("SELECT min(clicks) FROM links")

    async def add(self, guild_id: int) -> int:
        total = 1
        total += await self.bot.db.fetchval("SELECT count(*) FROM links WHERE guild_id = $1", guild_id)
        return total + await self.bot.db.fetchval("SELECT count(*) FROM votes")

# output
"""What is read before the call is read before it still."""

from typing import Any

from sqlalchemy import func, select

from models import Link, Vote


class Counter:
    async def count(self, guild_id: int) -> None:
        self.total += await self._count_links(guild_id)
        self.known = self.load() + await self._fetch_sum()
        await self.show(self.title(), await self._fetch_max())
        async with self.bot.get_db_session() as session:
            stmt = select(func.min(Link.clicks))
            result = await session.execute(stmt)
            self.cache[self.key()] = result.scalar()

    async def _count_links(self, guild_id: int) -> Any:
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.scalar()

    async def _fetch_sum(self) -> Any:
        async with self.bot.get_db_session() as session:
            stmt = select(func.sum(Link.clicks))
            result = await session.execute(stmt)
            return result.scalar()

    async def _fetch_max(self) -> Any:
        async with self.bot.get_db_session() as session:
            stmt = select(func.max(Link.clicks))
            result = await session.execute(stmt)
            return result.scalar()

    async def add(self, guild_id: int) -> int:
        total = 1
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            value = result.scalar()
        total += value
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).select_from(Vote)
            result = await session.execute(stmt)
            value = result.scalar()
        return total + value
