# bom: yes
"""Ünïcödé before the call: « spans are not bytes »."""


class Links:
    async def ümlaut(self, titel: str):
        größe = await self.bot.db.fetchval("SELECT clicks FROM links WHERE title = $1", titel)
        return größe

# output
"""Ünïcödé before the call: « spans are not bytes »."""

from sqlalchemy import select

from models import Link


class Links:
    async def ümlaut(self, titel: str):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.clicks).where(Link.title == titel)
            result = await session.execute(stmt)
            größe = result.scalar()
        return größe
