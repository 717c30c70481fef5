class Links:
    async def check(self, ctx, title: str) -> None:
        if await self.bot.db.fetchval("SELECT clicks FROM links WHERE title = $1", title):
            await ctx.send(await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title))

# output
from sqlalchemy import select

from models import Link


class Links:
    async def check(self, ctx, title: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.clicks).where(Link.title == title)
            result = await session.execute(stmt)
            value = result.scalar()
        if value:
            async with self.bot.get_db_session() as session:
                stmt = select(Link.url).where(Link.title == title)
                result = await session.execute(stmt)
                value = result.scalar()
            await ctx.send(value)
