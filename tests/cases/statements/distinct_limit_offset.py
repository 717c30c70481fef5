class Links:
    async def tags(self, page: int):
        return await self.bot.db.fetch(
            "SELECT DISTINCT tag FROM links WHERE tag IN ('a', 'b', 'c') ORDER BY tag DESC NULLS LAST LIMIT 10 OFFSET $1",
            page * 10,
        )
