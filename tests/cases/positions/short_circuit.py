# refused: position.expression
class Links:
    async def is_known(self, title: str, url: str) -> bool:
        return title == "" or await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title) == url
