class Links:
    async def find(self, guild_id: int, words: str):
        rows = await self.bot.db.fetch(
            "SELECT title FROM links WHERE (tag IS NULL OR tag <> 'hidden' AND NOT clicks < 3) AND guild_id = $1 AND title LIKE $2",
            guild_id,
            words + "%",
        )
        return [row["title"] for row in rows]
