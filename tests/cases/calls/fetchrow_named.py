class Links:
    async def show(self, ctx, title: str):
        row = await self.bot.db.fetchrow("SELECT url, clicks FROM links WHERE title = $1", title)
        if row is None:
            return
        await ctx.send(f"{row['url']} ({row['clicks']})")

# output
from sqlalchemy import select

from models import Link


class Links:
    async def show(self, ctx, title: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url, Link.clicks).where(Link.title == title)
            result = await session.execute(stmt)
            row = result.mappings().first()
        if row is None:
            return
        await ctx.send(f"{row['url']} ({row['clicks']})")
