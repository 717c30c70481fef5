# config: rows = "entities"
class Galleries:
    async def names(self, guild_id: int) -> list[str]:
        rows = await self.bot.db.fetch("SELECT * FROM gallery_mementos WHERE guild_id = $1", guild_id)
        return [row["channel_name"] for row in rows if row["channel_id"] > 0]

# output
from sqlalchemy import select

from models import GalleryMementos


class Galleries:
    async def names(self, guild_id: int) -> list[str]:
        async with self.bot.get_db_session() as session:
            stmt = select(GalleryMementos).where(GalleryMementos.guild_id == guild_id)
            result = await session.execute(stmt)
            rows = result.scalars().all()
        return [row.channel_name for row in rows if row.channel_id > 0]
