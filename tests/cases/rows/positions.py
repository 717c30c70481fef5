class Links:
    async def pairs(self, guild_id: int):
        rows = await self.bot.db.fetch("SELECT title, url FROM links WHERE guild_id = $1", guild_id)
        for title, url in rows:
            yield title, url
