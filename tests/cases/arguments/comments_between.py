class Links:
    async def add(self, ctx, title: str, url: str) -> None:
        await self.bot.db.execute(
            "INSERT INTO links (title, url, guild_id) VALUES ($1, $2, $3)",
            title.strip(),  # people copy blanks
            url,
            # where it was posted
            ctx.guild.id,
        )
