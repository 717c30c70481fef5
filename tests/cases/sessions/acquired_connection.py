# refused: session.connection
# refused: session.transaction
# refused: session.transaction
class Links:
    async def url(self, title: str):
        async with self.bot.db.acquire() as conn:
            return await conn.fetchval("SELECT url FROM links WHERE title = $1", title)

    async def swap(self, one: int, two: int) -> None:
        async with self.bot.db.acquire() as conn:
            async with conn.transaction():
                await conn.execute("UPDATE links SET id = -1 WHERE id = $1", one)
                await conn.execute("UPDATE links SET id = $1 WHERE id = $2", one, two)
