# refused: call.option
class Links:
    async def titles(self):
        return await self.bot.db.fetch("SELECT title FROM links", timeout=5)
