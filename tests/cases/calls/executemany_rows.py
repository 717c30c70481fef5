class Links:
    async def add_all(self, guild_id: int, pairs: list[tuple[str, str]]) -> None:
        await self.bot.db.executemany(
            "INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)",
            [(title, url, guild_id) for title, url in pairs],
        )
