class Links:
    async def busy(self, factor: int):
        return await self.bot.db.fetch("SELECT title FROM links WHERE clicks > $1 * 2", factor)

# output
from sqlalchemy import Integer, literal, literal_column, select

from models import Link


class Links:
    async def busy(self, factor: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.clicks > literal(factor, Integer) * literal_column("2")
            )
            result = await session.execute(stmt)
            return result.mappings().all()
