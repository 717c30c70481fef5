"""The comment of an import that goes stays."""

from queries import LINK_URL  # the old one


class Links:
    async def url(self, title: str):
        return await self.bot.db.fetchval(LINK_URL, title)

# output
"""The comment of an import that goes stays."""

from sqlalchemy import select

from models import Link

# the old one


class Links:
    async def url(self, title: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.scalar()
