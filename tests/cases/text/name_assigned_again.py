class Links:
    async def counts(self, guild_id: int):
        query = "SELECT count(*) FROM links WHERE guild_id = $1"
        links = await self.bot.db.fetchval(query, guild_id)
        query = "SELECT count(*) FROM gallery_mementos WHERE guild_id = $1"
        galleries = await self.bot.db.fetchval(query, guild_id)
        return links, galleries
