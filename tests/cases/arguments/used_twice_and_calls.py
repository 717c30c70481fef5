class Links:
    async def search(self, words: str):
        return await self.bot.db.fetch(
            "SELECT title FROM links WHERE title ILIKE $1 OR url ILIKE $1 LIMIT $2", f"%{words}%", self.limit()
        )
