class Links:
    async def show(self, ctx, title: str) -> None:
        row = await self.bot.db.fetchrow("SELECT url, tag FROM links WHERE title = $1", title)
        for value in row:
            await ctx.send(value)

# output
from sqlalchemy import select

from models import Link


class Links:
    async def show(self, ctx, title: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url, Link.tag).where(Link.title == title)
            result = await session.execute(stmt)
            row = result.first()
        for value in row:
            await ctx.send(value)
