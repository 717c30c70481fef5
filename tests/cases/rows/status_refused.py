# refused: rows.status
# refused: rows.status
# refused: rows.status
class Links:
    async def count(self, guild_id: int) -> str:
        return await self.bot.db.execute("SELECT * FROM links WHERE guild_id = $1", guild_id)

    async def remove(self, title: str) -> bool:
        status = await self.bot.db.execute("DELETE FROM links WHERE title = $1 RETURNING id", title)
        return status == "DELETE 1"

    async def add_all(self, ctx, rows: list[tuple[str, str, int]]) -> None:
        await ctx.send(
            await self.bot.db.executemany("INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)", rows)
        )
