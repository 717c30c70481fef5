# refused: sql.executemany
class Links:
    async def add(self, rows):
        await self.bot.db.executemany(
            "INSERT INTO links (id, title) VALUES ($1, 'a'), ($2, 'b')", rows
        )
