# refused: sql.executemany
class Links:
    async def drop(self, rows):
        await self.bot.db.executemany(
            "DELETE FROM links USING users WHERE links.id = $1 AND links.owner_id = users.id", rows
        )
