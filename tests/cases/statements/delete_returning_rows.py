class Links:
    async def clear(self, guild_id: int) -> list[str]:
        gone = await self.bot.db.fetch("DELETE FROM links WHERE guild_id = $1 RETURNING title, url", guild_id)
        return [f"{row['title']}: {row['url']}" for row in gone]
