class Links:
    async def age(self, guild_id: int, days: int) -> None:
        await self.bot.db.execute(
            "UPDATE links SET clicks = clicks / 2, tag = NULL WHERE guild_id = $1 AND clicks % 2 = 0 AND clicks > $2 * 2",
            guild_id,
            days,
        )
