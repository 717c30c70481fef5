class Links:
    async def as_dict(self, title: str) -> dict | None:
        row = await self.bot.db.fetchrow("SELECT * FROM links WHERE title = $1", title)
        return dict(row) if row else None

# output
from sqlalchemy import select

from models import Link


class Links:
    async def as_dict(self, title: str) -> dict | None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.__table__).where(Link.title == title)
            result = await session.execute(stmt)
            row = result.mappings().first()
        return dict(row) if row else None
