class Links:
    async def show(self, ctx, title: str) -> None:
        row = await self.bot.db.fetchrow("SELECT * FROM links WHERE title = $1", title)
        await self.render(ctx, row)

    async def render(self, ctx, row) -> None:
        await ctx.send(row["title"] if row else "Nothing.")

# output
from sqlalchemy import select

from models import Link


class Links:
    async def show(self, ctx, title: str) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link).where(Link.title == title)
            result = await session.execute(stmt)
            row = result.scalars().first()
        await self.render(ctx, row)

    async def render(self, ctx, row) -> None:
        await ctx.send(row.title if row else "Nothing.")
