class Links:
    async def clear(self, guild_id: int, everything: bool) -> None:
        if everything:
            await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", guild_id)
        else:
            await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1 AND clicks = 0", guild_id)

# output
from sqlalchemy import delete

from models import Link


class Links:
    async def clear(self, guild_id: int, everything: bool) -> None:
        if everything:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.guild_id == guild_id)
                await session.execute(stmt)
                await session.commit()
        else:
            async with self.bot.get_db_session() as session:
                stmt = delete(Link).where(Link.guild_id == guild_id, Link.clicks == 0)
                await session.execute(stmt)
                await session.commit()
