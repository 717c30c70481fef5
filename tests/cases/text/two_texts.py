# refused: query.several-definitions
class Links:
    async def find(self, tag: str, newest: bool):
        if newest:
            query = "SELECT title FROM links WHERE tag = $1 ORDER BY id DESC"
        else:
            query = "SELECT title FROM links WHERE tag = $1 ORDER BY id"
        return await self.bot.db.fetch(query, tag)
