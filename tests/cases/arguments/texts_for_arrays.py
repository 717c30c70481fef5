# refused: unproven
# refused: unproven
"""A str is no array for asyncpg; SQLAlchemy would send its characters."""


class Links:
    async def of_text(self, tags: str):
        return await self.bot.db.fetch("SELECT url FROM links WHERE tag = ANY($1::text[])", tags)

    async def of_bytes(self, title: str):
        return await self.bot.db.fetch("SELECT url FROM links WHERE title = ANY($1::text[])", title.encode())

    async def of_list(self, tags: list[str]):
        return await self.bot.db.fetch("SELECT url FROM links WHERE tag = ANY($1::text[])", tags)

    async def of_anything(self, tags):
        return await self.bot.db.fetch("SELECT url FROM links WHERE tag = ANY($1::text[])", tags)

# output
"""A str is no array for asyncpg; SQLAlchemy would send its characters."""

from sqlalchemy import ARRAY, Text, any_, literal, select

from models import Link


class Links:
    async def of_text(self, tags: str):
        return await self.bot.db.fetch("SELECT url FROM links WHERE tag = ANY($1::text[])", tags)

    async def of_bytes(self, title: str):
        return await self.bot.db.fetch("SELECT url FROM links WHERE title = ANY($1::text[])", title.encode())

    async def of_list(self, tags: list[str]):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.tag == any_(literal(tags, ARRAY(Text))))
            result = await session.execute(stmt)
            return result.mappings().all()

    async def of_anything(self, tags):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.tag == any_(literal(tags, ARRAY(Text))))
            result = await session.execute(stmt)
            return result.mappings().all()
