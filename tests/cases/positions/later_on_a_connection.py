# refused: session.group
# refused: position.expression
# refused: call.not-awaited
# refused: session.group
"""They run when somebody iterates or calls, which may be after the block."""


class Titles:
    async def all(self, link_ids):
        async with self.bot.db.acquire() as conn:
            await conn.execute("UPDATE links SET clicks = 0")
            return (await conn.fetchval("SELECT url FROM links WHERE id = $1", link_id) for link_id in link_ids)

    def any(self):
        async def urls():
            async with self.bot.db.acquire() as conn:
                fetch = lambda link_id: conn.fetchval("SELECT url FROM links WHERE id = $1", link_id)
                await conn.execute("UPDATE links SET clicks = 0")
                return fetch

        return urls()
