# refused: session.group
# refused: position.expression
"""Where a transaction ends between the elements can't be told."""


class Titles:
    async def all(self, link_ids):
        async with self.bot.db.acquire() as conn:
            await conn.execute("UPDATE links SET clicks = 0")
            return [await conn.fetchval("SELECT url FROM links WHERE id = $1", link_id) for link_id in link_ids]
