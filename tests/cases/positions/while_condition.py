# refused: position.expression
class Links:
    async def drain(self, guild_id: int) -> None:
        while await self.bot.db.fetchval("SELECT count(*) FROM links WHERE guild_id = $1", guild_id):
            await self.remove_one(guild_id)
