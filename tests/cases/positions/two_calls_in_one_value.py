"""A call that may not be made at all can't be made before; the first of them can."""


class Links:
    async def either(self, first: str, second: str):
        return await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", first) or await self.bot.db.fetchval(
            "SELECT url FROM links WHERE title = $1", second
        )

# output
"""A call that may not be made at all can't be made before; the first of them can."""

from sqlalchemy import select

from models import Link


class Links:
    async def either(self, first: str, second: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == first)
            result = await session.execute(stmt)
            value = result.scalar()
        return value or await self._fetch_url(second)

    async def _fetch_url(self, second: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == second)
            result = await session.execute(stmt)
            return result.scalar()
