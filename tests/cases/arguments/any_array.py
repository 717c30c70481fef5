class Links:
    async def some(self, ids: list[int]):
        return await self.bot.db.fetch("SELECT title FROM links WHERE id = ANY($1::int[])", ids)

# output
from sqlalchemy import ARRAY, Integer, any_, literal, select

from models import Link


class Links:
    async def some(self, ids: list[int]):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.id == any_(literal(ids, ARRAY(Integer)))
            )
            result = await session.execute(stmt)
            return result.mappings().all()
