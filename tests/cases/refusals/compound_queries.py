# refused: sql.set-operation
class Links:
    async def names(self):
        return await self.bot.db.fetch("SELECT title FROM links UNION ALL SELECT channel_name FROM gallery_mementos")
