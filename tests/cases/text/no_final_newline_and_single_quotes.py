# final-newline: no
class Links:
    async def url(self, title: str):
        return await self.bot.db.fetchval('SELECT url FROM links WHERE title = $1', title)
