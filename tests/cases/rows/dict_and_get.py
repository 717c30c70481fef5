class Links:
    async def as_dict(self, title: str) -> dict | None:
        row = await self.bot.db.fetchrow("SELECT * FROM links WHERE title = $1", title)
        return dict(row) if row else None
