class Links:
    async def send_all(self, ctx) -> None:
        for row in await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1", ctx.guild.id):
            await ctx.send(row["title"])
