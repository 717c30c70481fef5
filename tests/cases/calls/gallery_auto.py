from discord.ext import commands


class GalleryCog(commands.Cog):
    async def get_gallery_channels(self, guild_id: int):
        return await self.bot.db.fetch(
            "SELECT * FROM gallery_mementos WHERE guild_id = $1",
            guild_id
        )

# output
from discord.ext import commands
from sqlalchemy import select

from models import GalleryMementos


class GalleryCog(commands.Cog):
    async def get_gallery_channels(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(GalleryMementos.__table__).where(
                GalleryMementos.guild_id == guild_id
            )
            result = await session.execute(stmt)
            return result.mappings().all()
