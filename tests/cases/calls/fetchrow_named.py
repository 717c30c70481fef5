class Links:
    async def show(self, ctx, title: str):
        row = await self.bot.db.fetchrow("SELECT url, clicks FROM links WHERE title = $1", title)
        if row is None:
            return
        await ctx.send(f"{row['url']} ({row['clicks']})")
