class Links:
    async def some(self, ids: list[int]):
        return await self.bot.db.fetch("SELECT title FROM links WHERE id = ANY($1::int[])", ids)
