class Links:
    async def count(self, guild_id: int) -> int:
        return await self.bot.db.fetchval("SELECT count(*) FROM links WHERE guild_id = $1", guild_id)

# output
from sqlalchemy import func, select

from models import Link


class Links:
    async def count(self, guild_id: int) -> int:
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.scalar()
