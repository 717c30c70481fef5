"""What may not run is a function of its own, called only where the old call was made."""


class Links:
    async def is_open(self, link_id: int, user_id: int) -> bool:
        return user_id == self.owner or not await self.bot.db.fetchval(
            "SELECT true FROM votes WHERE link_id = $1 AND user_id = $2", link_id, user_id
        )

    async def is_busy(self, guild) -> bool:
        if guild.large and await self.bot.db.fetchval(
            "SELECT count(*) FROM links WHERE guild_id = $1", guild.id
        ) > 100:
            return True
        elif await self.bot.db.fetchval("SELECT count(*) FROM links WHERE guild_id = $1", guild.id) > 10:
            return guild.busy
        return False

# output
"""What may not run is a function of its own, called only where the old call was made."""

from typing import Any

from sqlalchemy import func, select, true

from models import Link, Vote


class Links:
    async def is_open(self, link_id: int, user_id: int) -> bool:
        return user_id == self.owner or not await self._fetch_bool(link_id, user_id)

    async def _fetch_bool(self, link_id: int, user_id: int) -> Any:
        async with self.bot.get_db_session() as session:
            stmt = select(true()).where(
                Vote.link_id == link_id, Vote.user_id == user_id
            )
            result = await session.execute(stmt)
            return result.scalar()

    async def is_busy(self, guild) -> bool:
        if guild.large and await self._count_links(guild.id) > 100:
            return True
        elif await self._count_links(guild.id) > 10:
            return guild.busy
        return False

    async def _count_links(self, guild_id: int) -> Any:
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.scalar()
