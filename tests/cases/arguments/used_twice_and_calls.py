class Links:
    async def search(self, words: str):
        return await self.bot.db.fetch(
            "SELECT title FROM links WHERE title ILIKE $1 OR url ILIKE $1 LIMIT $2", f"%{words}%", self.limit()
        )

# output
from sqlalchemy import or_, select

from models import Link


class Links:
    async def search(self, words: str):
        pattern = f"%{words}%"
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(or_(Link.title.ilike(pattern), Link.url.ilike(pattern)))
                .limit(self.limit())
            )
            result = await session.execute(stmt)
            return result.mappings().all()
