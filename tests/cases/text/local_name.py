class Links:
    async def find(self, tag: str):
        query = """
            SELECT title, url -- both are shown
            FROM links
            WHERE tag = $1
        """
        return await self.bot.db.fetch(query, tag)

# output
from sqlalchemy import select

from models import Link


class Links:
    async def find(self, tag: str):
        async with self.bot.get_db_session() as session:
            # both are shown
            stmt = select(Link.title, Link.url).where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.mappings().all()
