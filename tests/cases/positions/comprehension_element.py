class Links:
    async def urls(self, titles: list[str]) -> list[str]:
        return [await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title) for title in titles]

# output
from typing import Any

from sqlalchemy import select

from models import Link


class Links:
    async def urls(self, titles: list[str]) -> list[str]:
        return [await self._fetch_url(title) for title in titles]

    async def _fetch_url(self, title: str) -> Any:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalar()
