# refused: sql.from-item
# refused: sql.operator
class Links:
    async def sample(self):
        return await self.bot.db.fetch("SELECT title FROM links TABLESAMPLE SYSTEM (10)")

    async def nearest(self, vector: str):
        return await self.bot.db.fetch("SELECT title FROM links ORDER BY id <-> $1", vector)
