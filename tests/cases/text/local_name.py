class Links:
    async def find(self, tag: str):
        query = """
            SELECT title, url -- both are shown
            FROM links
            WHERE tag = $1
        """
        return await self.bot.db.fetch(query, tag)
