# refused: rows.status
# refused: rows.status
class Links:
    async def remove(self, title: str) -> bool:
        status = await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        return status == "DELETE 1"

    async def touch(self, title: str):
        return await self.bot.db.execute("UPDATE links SET clicks = clicks + 1 WHERE title = $1", title)
