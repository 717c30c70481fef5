# newline: crlf
class Links:
    async def clear(self, guild_id: int) -> None:
        # all of them
        await self.bot.db.execute(
            "DELETE FROM links WHERE guild_id = $1",
            guild_id,
        )
