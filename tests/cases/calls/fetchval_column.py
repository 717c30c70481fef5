# refused: call.option
# refused: rows.consumer
class Links:
    async def url(self, title: str) -> str | None:
        return await self.bot.db.fetchval("SELECT id, url FROM links WHERE title = $1", title, column=1)

    async def any(self, title: str, wanted: int):
        return await self.bot.db.fetchval("SELECT id, url FROM links WHERE title = $1", title, column=wanted)

    async def none(self, title: str):
        return await self.bot.db.fetchval("SELECT id, url FROM links WHERE title = $1", title, column=2)

# output
from sqlalchemy import select

from models import Link


class Links:
    async def url(self, title: str) -> str | None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalars(1).first()

    async def any(self, title: str, wanted: int):
        return await self.bot.db.fetchval("SELECT id, url FROM links WHERE title = $1", title, column=wanted)

    async def none(self, title: str):
        return await self.bot.db.fetchval("SELECT id, url FROM links WHERE title = $1", title, column=2)
