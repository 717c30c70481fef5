class Links:
    def by_title(self, title: str):
        return self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", title)

    async def show(self, ctx, title: str) -> None:
        row = await self.by_title(title)
        await ctx.send(row["url"])

# output
from sqlalchemy import select

from models import Link


class Links:
    def by_title(self, title: str):
        return self._fetch_link(title)

    async def _fetch_link(self, title: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.mappings().first()

    async def show(self, ctx, title: str) -> None:
        row = await self.by_title(title)
        await ctx.send(row["url"])
