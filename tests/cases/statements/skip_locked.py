class Links:
    async def take(self):
        return await self.bot.db.fetchrow("SELECT title FROM links ORDER BY id FOR UPDATE SKIP LOCKED")

# output
from sqlalchemy import select

from models import Link


class Links:
    async def take(self):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .order_by(Link.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            result = await session.execute(stmt)
            row = result.mappings().first()
            await session.commit()
            return row
