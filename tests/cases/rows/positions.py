class Links:
    async def pairs(self, guild_id: int):
        rows = await self.bot.db.fetch("SELECT title, url FROM links WHERE guild_id = $1", guild_id)
        for title, url in rows:
            yield title, url

# output
from sqlalchemy import select

from models import Link


class Links:
    async def pairs(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title, Link.url).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            rows = result.all()
        for title, url in rows:
            yield title, url
