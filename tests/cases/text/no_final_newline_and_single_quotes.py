# final-newline: no
class Links:
    async def url(self, title: str):
        return await self.bot.db.fetchval('SELECT url FROM links WHERE title = $1', title)

# output
from sqlalchemy import select

from models import Link


class Links:
    async def url(self, title: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalar()
