# refused: query.dynamic
# refused: query.dynamic
class Links:
    async def sorted_by(self, column: str):
        return await self.bot.db.fetch(f"SELECT title FROM links ORDER BY {column}")

    async def of_table(self, table: str):
        return await self.bot.db.fetch("SELECT * FROM " + table)

    async def run(self, query):
        return await self.bot.db.fetch(query)
