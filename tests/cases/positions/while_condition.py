class Links:
    async def drain(self, guild_id: int) -> None:
        while await self.bot.db.fetchval("SELECT count(*) FROM links WHERE guild_id = $1", guild_id):
            await self.remove_one(guild_id)

# output
from typing import Any

from sqlalchemy import func, select

from models import Link


class Links:
    async def drain(self, guild_id: int) -> None:
        while await self._count_links(guild_id):
            await self.remove_one(guild_id)

    async def _count_links(self, guild_id: int) -> Any:
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.scalar()
