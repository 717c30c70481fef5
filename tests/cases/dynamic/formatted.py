# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
QUERIES = {"tag": "SELECT title FROM links WHERE tag = $1", "url": "SELECT title FROM links WHERE url = $1"}
ORDERS = {"new": "created_at DESC", "old": "created_at"}


class Links:
    async def formatted(self, newest: bool):
        order = "DESC" if newest else "ASC"
        return await self.bot.db.fetch("SELECT title FROM links ORDER BY id {}".format(order))

    async def by_name(self, newest: bool):
        query = "SELECT title FROM {table} WHERE title LIKE '%x' ORDER BY id {order}".format(
            table="links", order="DESC" if newest else "ASC"
        )
        return await self.bot.db.fetch(query)

    async def by_number(self, newest: bool):
        return await self.bot.db.fetch("SELECT {1} FROM links ORDER BY {0}, {1}".format("id", "title"))

    async def by_percent(self, newest: bool):
        order = "DESC" if newest else "ASC"
        query = "SELECT title FROM links WHERE title LIKE 'x%%' ORDER BY %s %s" % ("id", order)
        return await self.bot.db.fetch(query)

    async def one_by_percent(self, guild_id: int):
        return await self.bot.db.fetch("SELECT title FROM %s WHERE guild_id = $1" % "links", guild_id)

    async def of_a_dictionary(self, kind: str, wanted: str):
        query = QUERIES.get(kind)
        if query is None:
            return None
        return await self.bot.db.fetch(query, wanted)

    async def not_checked(self, kind: str, wanted: str):
        query = QUERIES.get(kind)
        return await self.bot.db.fetch(query, wanted)

    async def another_is_checked(self, kind: str):
        order = ORDERS.get(kind)
        query = f"SELECT title FROM links ORDER BY {order}"
        if query is None:
            return None
        return await self.bot.db.fetch(query)

    async def of_any_text(self, order: str):
        return await self.bot.db.fetch("SELECT title FROM links ORDER BY {}".format(order))

    async def with_a_format(self):
        return await self.bot.db.fetch("SELECT title FROM links ORDER BY {!r}".format("id"))

    async def with_a_width(self):
        return await self.bot.db.fetch("SELECT title FROM links ORDER BY {:>5}".format("id"))

    async def by_another_percent(self):
        return await self.bot.db.fetch("SELECT title FROM links ORDER BY %r" % "id")

    async def by_a_dictionary(self):
        return await self.bot.db.fetch("SELECT title FROM links ORDER BY %(order)s" % {"order": "id"})

# output
from sqlalchemy import select

from models import Link

QUERIES = {"tag": "SELECT title FROM links WHERE tag = $1", "url": "SELECT title FROM links WHERE url = $1"}
ORDERS = {"new": "created_at DESC", "old": "created_at"}


class Links:
    async def formatted(self, newest: bool):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by(Link.id.desc() if newest else Link.id)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def by_name(self, newest: bool):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.title.like("%x"))
                .order_by(Link.id.desc() if newest else Link.id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def by_number(self, newest: bool):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by(Link.id, Link.title)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def by_percent(self, newest: bool):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.title.like("x%"))
                .order_by(Link.id.desc() if newest else Link.id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def one_by_percent(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def of_a_dictionary(self, kind: str, wanted: str):
        query = QUERIES.get(kind)
        if query is None:
            return None
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                {"tag": Link.tag, "url": Link.url}[kind] == wanted
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def not_checked(self, kind: str, wanted: str):
        query = QUERIES.get(kind)
        return await self.bot.db.fetch(query, wanted)

    async def another_is_checked(self, kind: str):
        order = ORDERS.get(kind)
        query = f"SELECT title FROM links ORDER BY {order}"
        if query is None:
            return None
        return await self.bot.db.fetch(query)

    async def of_any_text(self, order: str):
        return await self.bot.db.fetch("SELECT title FROM links ORDER BY {}".format(order))

    async def with_a_format(self):
        return await self.bot.db.fetch("SELECT title FROM links ORDER BY {!r}".format("id"))

    async def with_a_width(self):
        return await self.bot.db.fetch("SELECT title FROM links ORDER BY {:>5}".format("id"))

    async def by_another_percent(self):
        return await self.bot.db.fetch("SELECT title FROM links ORDER BY %r" % "id")

    async def by_a_dictionary(self):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by(Link.id)
            result = await session.execute(stmt)
            return result.mappings().all()
