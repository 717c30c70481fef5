class Links:
    async def by_tag(self, tag):
        # a tag of None finds nothing
        return await self.bot.db.fetch("SELECT title FROM links WHERE tag = $1", tag)

    async def set_tag(self, title: str, tag: str | None) -> None:
        await self.bot.db.execute("UPDATE links SET tag = $2 WHERE title = $1", title, tag)
