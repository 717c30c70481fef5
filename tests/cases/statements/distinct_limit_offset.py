class Links:
    async def tags(self, page: int):
        return await self.bot.db.fetch(
            "SELECT DISTINCT tag FROM links WHERE tag IN ('a', 'b', 'c') ORDER BY tag DESC NULLS LAST LIMIT 10 OFFSET $1",
            page * 10,
        )

# output
from sqlalchemy import select

from models import Link


class Links:
    async def tags(self, page: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.tag)
                .distinct()
                .where(Link.tag.in_(["a", "b", "c"]))
                .order_by(Link.tag.desc().nulls_last())
                .limit(10)
                .offset(page * 10)
            )
            result = await session.execute(stmt)
            return result.mappings().all()
