# refused: mapping.no-model
# refused: mapping.unknown-column
class Links:
    async def unknown_table(self):
        return await self.bot.db.fetch("SELECT * FROM nowhere")

    async def unknown_column(self):
        return await self.bot.db.fetch("SELECT title, colour FROM links")
