from discord.ext import commands


class GalleryCog(commands.Cog):
    async def get_gallery_channels(self, guild_id: int):
        return await self.bot.db.fetch(
            "SELECT * FROM gallery_mementos WHERE guild_id = $1",
            guild_id
        )
