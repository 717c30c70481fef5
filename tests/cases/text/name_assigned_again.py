class Links:
    async def counts(self, guild_id: int):
        query = "SELECT count(*) FROM links WHERE guild_id = $1"
        links = await self.bot.db.fetchval(query, guild_id)
        query = "SELECT count(*) FROM gallery_mementos WHERE guild_id = $1"
        galleries = await self.bot.db.fetchval(query, guild_id)
        return links, galleries

# output
from sqlalchemy import func, select

from models import GalleryMementos, Link


class Links:
    async def counts(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            links = result.scalar()
            stmt = select(func.count()).where(GalleryMementos.guild_id == guild_id)
            result = await session.execute(stmt)
            galleries = result.scalar()
        return links, galleries
