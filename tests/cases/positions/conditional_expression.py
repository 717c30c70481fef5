class Links:
    async def url(self, title: str, known: bool):
        url = await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title) if known else None
        return url

# output
from sqlalchemy import select

from models import Link


class Links:
    async def url(self, title: str, known: bool):
        url = await self._fetch_url(title) if known else None
        return url

    async def _fetch_url(self, title: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalar()
