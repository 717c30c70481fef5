class Links:
    async def find(self, tag: str, newest: bool):
        if newest:
            query = "SELECT title FROM links WHERE tag = $1 ORDER BY id DESC"
        else:
            query = "SELECT title FROM links WHERE tag = $1 ORDER BY id"
        return await self.bot.db.fetch(query, tag)

# output
from sqlalchemy import select

from models import Link


class Links:
    async def find(self, tag: str, newest: bool):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.tag == tag)
                .order_by(Link.id.desc() if newest else Link.id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()
