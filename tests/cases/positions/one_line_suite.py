class Links:
    async def clear(self, guild_id: int, sure: bool) -> None:
        if sure: await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", guild_id)

# output
from sqlalchemy import delete

from models import Link


class Links:
    async def clear(self, guild_id: int, sure: bool) -> None:
        if sure: await self._delete_links(guild_id)

    async def _delete_links(self, guild_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = delete(Link).where(Link.guild_id == guild_id)
            await session.execute(stmt)
            await session.commit()
