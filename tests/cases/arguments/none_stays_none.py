class Links:
    async def by_tag(self, tag):
        # a tag of None finds nothing
        return await self.bot.db.fetch("SELECT title FROM links WHERE tag = $1", tag)

    async def set_tag(self, title: str, tag: str | None) -> None:
        await self.bot.db.execute("UPDATE links SET tag = $2 WHERE title = $1", title, tag)

# output
from sqlalchemy import literal, select, update

from models import Link


class Links:
    async def by_tag(self, tag):
        # a tag of None finds nothing
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.tag == literal(tag, Link.tag.type))
            result = await session.execute(stmt)
            return result.mappings().all()

    async def set_tag(self, title: str, tag: str | None) -> None:
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.title == title).values(tag=tag)
            await session.execute(stmt)
            await session.commit()
