# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
from textwrap import dedent

SCHEMA = "public"
LINKS = f"{SCHEMA}.links"
ONE = "SELECT title FROM %s WHERE id = $1" % LINKS
COUNT = "SELECT count(*) FROM {table} WHERE {column} = $1".format(table=LINKS, column="tag")
INSERT = dedent(
    f"""\
    INSERT INTO {LINKS} (id, title, url, guild_id)
    VALUES ($1, $2, $3, $4)
    """
)
QUERIES = {
    "one": f"SELECT url FROM {LINKS} WHERE id = $1",
    "drop": f"UPDATE {LINKS} SET tag = '' WHERE id = $1",
    "keep": f"UPDATE {LINKS} SET tag = 'kept' WHERE id = $1",
}


class Titles:
    COLUMNS = "id, title"
    ALL = "SELECT %s FROM links ORDER BY id" % COLUMNS


class Links:
    def __init__(self, bot):
        self.bot = bot

    async def one(self, link_id: int):
        return await self.bot.db.fetchval(ONE, link_id)

    async def count(self, tag: str):
        return await self.bot.db.fetchval(COUNT, tag)

    async def insert(self, link_id: int, title: str, url: str, guild_id: int):
        await self.bot.db.execute(INSERT, link_id, title, url, guild_id)

    async def of_key(self, link_id: int):
        return await self.bot.db.fetchval(QUERIES["one"], link_id)

    async def of_one_of_two(self, link_id: int, drop=False):
        await self.bot.db.execute(QUERIES["drop" if drop else "keep"], link_id)

    async def of_class(self):
        return [tuple(row) for row in await self.bot.db.fetch(Titles.ALL)]

    async def local(self):
        table = "links"
        query = "SELECT max(id) FROM {}".format(table)
        return await self.bot.db.fetchval(query)

    async def no_such_key(self, link_id: int):
        return await self.bot.db.fetchval(QUERIES["none"], link_id)

    async def a_value(self, tag: str):
        return await self.bot.db.fetchval("SELECT count(*) FROM links WHERE tag = '%s'" % tag)

    async def a_number(self, count: float):
        return await self.bot.db.fetch("SELECT id FROM links LIMIT %d" % count)

    async def a_width(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM {:<9}".format("links"))

# output
from textwrap import dedent

from sqlalchemy import func, insert, select, update

from models import Link

SCHEMA = "public"
LINKS = f"{SCHEMA}.links"
ONE = "SELECT title FROM %s WHERE id = $1" % LINKS
COUNT = "SELECT count(*) FROM {table} WHERE {column} = $1".format(table=LINKS, column="tag")
INSERT = dedent(
    f"""\
    INSERT INTO {LINKS} (id, title, url, guild_id)
    VALUES ($1, $2, $3, $4)
    """
)
QUERIES = {
    "one": f"SELECT url FROM {LINKS} WHERE id = $1",
    "drop": f"UPDATE {LINKS} SET tag = '' WHERE id = $1",
    "keep": f"UPDATE {LINKS} SET tag = 'kept' WHERE id = $1",
}


class Titles:
    COLUMNS = "id, title"
    ALL = "SELECT %s FROM links ORDER BY id" % COLUMNS


class Links:
    def __init__(self, bot):
        self.bot = bot

    async def one(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id == link_id)
            result = await session.execute(stmt)
            return result.scalar()

    async def count(self, tag: str):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.scalar()

    async def insert(self, link_id: int, title: str, url: str, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = insert(Link).values(
                id=link_id, title=title, url=url, guild_id=guild_id
            )
            await session.execute(stmt)
            await session.commit()

    async def of_key(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url).where(Link.id == link_id)
            result = await session.execute(stmt)
            return result.scalar()

    async def of_one_of_two(self, link_id: int, drop=False):
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(Link.id == link_id)
                .values(tag="" if drop else "kept")
            )
            await session.execute(stmt)
            await session.commit()

    async def of_class(self):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.title).order_by(Link.id)
            result = await session.execute(stmt)
            rows = result.all()
        return [tuple(row) for row in rows]

    async def local(self):
        async with self.bot.get_db_session() as session:
            stmt = select(func.max(Link.id))
            result = await session.execute(stmt)
            return result.scalar()

    async def no_such_key(self, link_id: int):
        return await self.bot.db.fetchval(QUERIES["none"], link_id)

    async def a_value(self, tag: str):
        return await self.bot.db.fetchval("SELECT count(*) FROM links WHERE tag = '%s'" % tag)

    async def a_number(self, count: float):
        return await self.bot.db.fetch("SELECT id FROM links LIMIT %d" % count)

    async def a_width(self):
        return await self.bot.db.fetchval("SELECT count(*) FROM {:<9}".format("links"))
