# refused: position.expression
class Links:
    async def url(self, title: str, known: bool):
        url = await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title) if known else None
        return url
