class Links:
    async def count(self, guild_id: int) -> int:
        return await self.bot.db.fetchval("SELECT count(*) FROM links WHERE guild_id = $1", guild_id)
