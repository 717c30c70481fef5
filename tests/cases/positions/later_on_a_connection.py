# refused: session.group
# refused: position.expression
"""Both run when somebody iterates, which may be after the block."""


class Titles:
    async def all(self, link_ids):
        async with self.bot.db.acquire() as conn:
            await conn.execute("UPDATE links SET clicks = 0")
            return (await conn.fetchval("SELECT url FROM links WHERE id = $1", link_id) for link_id in link_ids)
