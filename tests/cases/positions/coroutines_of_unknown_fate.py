# refused: call.not-awaited
# refused: call.not-awaited
# refused: call.not-awaited
# refused: call.not-awaited
# refused: call.not-awaited
# refused: rows.consumer
# refused: rows.consumer
"""What nothing is seen to await may be another library's; what ``gather()`` may give instead of rows is no row."""
import asyncio


class Links:
    async def never(self, link_id: int):
        self.bot.db.execute("DELETE FROM links WHERE id = $1", link_id)
        for row in self.bot.db.fetch("SELECT * FROM links"):
            print(row)
        self.waiting = self.bot.db.fetch("SELECT * FROM links")

    def given(self, title: str):
        return self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", title)

    def called_back(self):
        return lambda: self.bot.db.execute("DELETE FROM links")

    async def on_a_connection(self, link_id: int):
        async with self.bot.db.acquire() as conn:
            await asyncio.shield(conn.execute("DELETE FROM links WHERE id = $1", link_id))

    async def errors_among_them(self, first: str):
        found, other = await asyncio.gather(
            self.bot.db.fetchrow("SELECT * FROM links WHERE title = $1", first), self.other(), return_exceptions=True
        )
        return found["id"], other

    async def behind_a_star(self, first: str):
        *_, found = await asyncio.gather(*self.others(), self.bot.db.fetchrow("SELECT * FROM links WHERE title = $1", first))
        return found["id"]
