# refused: rows.consumer
# refused: rows.consumer
class Links:
    async def lines(self, guild_id: int) -> list[str]:
        rows = await self.bot.db.fetch("SELECT title, url FROM links WHERE guild_id = $1", guild_id)
        # other values stand beside the rows
        rows.extend(("", None) for _ in range(3 - len(rows)))
        return [title for title, _ in rows] + [rows[0]["url"]]

    async def kept(self, title: str) -> None:
        row = await self.bot.db.fetchrow("SELECT title, url FROM links WHERE title = $1", title)
        self.last = row
        print(row[0])
