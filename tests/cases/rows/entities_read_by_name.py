# config: rows = "entities"
class Galleries:
    async def names(self, guild_id: int) -> list[str]:
        rows = await self.bot.db.fetch("SELECT * FROM gallery_mementos WHERE guild_id = $1", guild_id)
        return [row["channel_name"] for row in rows if row["channel_id"] > 0]
