# refused: sql.parameters
# refused: call.arguments
class Links:
    async def one(self, title: str):
        return await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1 AND guild_id = $2", title)

    async def star(self, arguments):
        return await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1 AND guild_id = $2", *arguments)
