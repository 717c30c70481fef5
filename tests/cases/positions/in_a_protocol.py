"""A protocol is asked for its methods: the function stands behind it."""
from typing import Protocol


class Named(Protocol):
    bot: object

    async def name(self, link_id: int):
        return link_id and await self.bot.db.fetchval("SELECT title FROM links WHERE id = $1", link_id)

# output
"""A protocol is asked for its methods: the function stands behind it."""
from typing import Protocol

from sqlalchemy import select

from models import Link


class Named(Protocol):
    bot: object

    async def name(self, link_id: int):
        return link_id and await _fetch_title(self, link_id)


async def _fetch_title(self, link_id: int):
    async with self.bot.get_db_session() as session:
        stmt = select(Link.title).where(Link.id == link_id)
        result = await session.execute(stmt)
        return result.scalar()
