class Links:
    async def clear(self, guild_id: int, everything: bool) -> None:
        if everything:
            await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", guild_id)
        else:
            await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1 AND clicks = 0", guild_id)
