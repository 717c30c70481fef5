class Links:
    async def rename(self, old: str, new: str) -> None:
        """Renames a link."""

        link_id = await self.bot.db.fetchval("SELECT id FROM links WHERE title = $1", old)

        # nothing to rename?
        if link_id is None:
            raise KeyError(old)  # the caller reports it

        await self.bot.db.execute("UPDATE links SET title = $1 WHERE id = $2", new, link_id)

# output
from sqlalchemy import select, update

from models import Link


class Links:
    async def rename(self, old: str, new: str) -> None:
        """Renames a link."""

        async with self.bot.get_db_session() as session:
            stmt = select(Link.id).where(Link.title == old)
            result = await session.execute(stmt)
            link_id = result.scalar()

        # nothing to rename?
        if link_id is None:
            raise KeyError(old)  # the caller reports it

        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id).values(title=new)
            await session.execute(stmt)
            await session.commit()
