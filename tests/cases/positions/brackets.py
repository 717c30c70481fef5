"""Brackets around a call go with it, unless they hold a comment or part words."""


class Links:
    async def subscript(self, link_id: int) -> str:
        return (await self.bot.db.fetchrow("SELECT title FROM links WHERE id = $1", link_id))["title"]

    async def attribute(self, link_id: int) -> str:
        return (
            await self.bot.db.fetchval("SELECT title FROM links WHERE id = $1", link_id)
        ).upper()

    async def twice(self, link_id: int) -> str:
        return ((await self.bot.db.fetchval("SELECT title FROM links WHERE id = $1", link_id))).upper()

    async def beside_a_word(self, link_id: int) -> str:
        return(await self.bot.db.fetchval("SELECT title FROM links WHERE id = $1", link_id)).upper()

    async def before_a_word(self, link_id: int) -> bool:
        if (title := await self.bot.db.fetchval("SELECT title FROM links WHERE id = $1", link_id))is not None:
            return bool(title)
        return False

    async def with_a_comment(self, link_id: int) -> str:
        return (  # shouted
            await self.bot.db.fetchval("SELECT title FROM links WHERE id = $1", link_id)
        ).upper()

    async def target_of_one(self, link_id: int) -> str:
        (title,) = await self.bot.db.fetchrow("SELECT title FROM links WHERE id = $1", link_id)
        return title

    async def target_of_two(self, link_id: int) -> str:
        title, url = await self.bot.db.fetchrow("SELECT title, url FROM links WHERE id = $1", link_id)
        return title + url

# output
"""Brackets around a call go with it, unless they hold a comment or part words."""

from sqlalchemy import select

from models import Link


class Links:
    async def subscript(self, link_id: int) -> str:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id == link_id)
            result = await session.execute(stmt)
            row = result.mappings().first()
        return row["title"]

    async def attribute(self, link_id: int) -> str:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id == link_id)
            result = await session.execute(stmt)
            value = result.scalar()
        return value.upper()

    async def twice(self, link_id: int) -> str:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id == link_id)
            result = await session.execute(stmt)
            value = result.scalar()
        return value.upper()

    async def beside_a_word(self, link_id: int) -> str:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id == link_id)
            result = await session.execute(stmt)
            value = result.scalar()
        return(value).upper()

    async def before_a_word(self, link_id: int) -> bool:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id == link_id)
            result = await session.execute(stmt)
            title = result.scalar()
        if (title)is not None:
            return bool(title)
        return False

    async def with_a_comment(self, link_id: int) -> str:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id == link_id)
            result = await session.execute(stmt)
            value = result.scalar()
        return (  # shouted
            value
        ).upper()

    async def target_of_one(self, link_id: int) -> str:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id == link_id)
            result = await session.execute(stmt)
            (title,) = result.first()
        return title

    async def target_of_two(self, link_id: int) -> str:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title, Link.url).where(Link.id == link_id)
            result = await session.execute(stmt)
            title, url = result.first()
        return title + url
