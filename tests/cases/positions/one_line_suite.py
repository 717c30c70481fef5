# refused: position.expression
class Links:
    async def clear(self, guild_id: int, sure: bool) -> None:
        if sure: await self.bot.db.execute("DELETE FROM links WHERE guild_id = $1", guild_id)
