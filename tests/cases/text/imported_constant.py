from queries import LINK_URL, TABLE


class Links:
    COUNT = f"SELECT count(*) FROM {TABLE}"

    async def url(self, title: str):
        return await self.bot.db.fetchval(LINK_URL, title)

    async def count(self):
        return await self.bot.db.fetchval(self.COUNT)

# output
from sqlalchemy import func, select

from models import Link
from queries import TABLE


class Links:
    COUNT = f"SELECT count(*) FROM {TABLE}"

    async def url(self, title: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalar()

    async def count(self):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).select_from(Link)
            result = await session.execute(stmt)
            return result.scalar()
