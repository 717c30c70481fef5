# refused: unproven
class Links:
    async def busy(self, factor: int):
        return await self.bot.db.fetch("SELECT title FROM links WHERE clicks > $1 * 2", factor)
