# refused: sql.ddl
# refused: sql.utility
# refused: sql.several-statements
# refused: sql.parse
class Links:
    async def prepare(self) -> None:
        await self.bot.db.execute("CREATE INDEX IF NOT EXISTS links_tag ON links (tag)")
        await self.bot.db.execute("NOTIFY links")
        await self.bot.db.execute("DELETE FROM votes; DELETE FROM links")
        await self.bot.db.execute("DELETE FROM links WHERE")
