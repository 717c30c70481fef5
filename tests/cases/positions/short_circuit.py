class Links:
    async def is_known(self, title: str, url: str) -> bool:
        return title == "" or await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title) == url

# output
from typing import Any

from sqlalchemy import select

from models import Link


class Links:
    async def is_known(self, title: str, url: str) -> bool:
        return title == "" or await self._fetch_url(title) == url

    async def _fetch_url(self, title: str) -> Any:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalar()
