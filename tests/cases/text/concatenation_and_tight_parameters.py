class Links:
    async def add(self, title: str, url: str, guild_id: int) -> None:
        await self.bot.db.execute(
            "INSERT INTO links(title,url,guild_id) "  # no tag yet
            "VALUES($1,$2,$3);",
            title, url, guild_id,
        )
