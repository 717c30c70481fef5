# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
from functools import cached_property
from typing import ClassVar

SCHEMA = "public"


def table_of(name: str) -> str:
    return f"{name}s"


def column_of(name, *, of="links"):
    """The column with its table."""
    return f"{of}.{name}"


def logged(name):
    print(name)
    return name


async def awaited(name):
    return name


@cached
def decorated(name):
    return name


def several(*names):
    return ", ".join(names)


COLUMNS = ("id", "url")
ANY_ORDER = frozenset(("id", "url"))
GROWING = ["id"]
GROWING.append("url")


class Links:
    TABLE = "votes"
    FIELDS: ClassVar = {"title": str, "tag": str}

    def _table(self, base: str) -> str:
        return f'"{base}"'

    @staticmethod
    def _column(name: str) -> str:
        return name + "_id"

    @property
    def own_table(self) -> str:
        return self._table("links")

    @cached_property
    def order(self):
        return "id DESC"

    def _overridden(self, name):
        return name

    async def count(self):
        return await self.bot.db.fetchval(f"SELECT count(*) FROM {table_of('link')}")

    async def titles(self):
        query = f"SELECT title FROM {self.own_table} ORDER BY {self.order}, {column_of('url')}"
        return await self.bot.db.fetch(query)

    async def votes(self, user_id: int):
        return await self.bot.db.fetch(
            f"SELECT {Links._column('link')} FROM {self._table(self.TABLE)} WHERE {self._column(name='user')} = $1", user_id
        )

    async def of(self, guild_id: int, newest: bool):
        return await self.bot.db.fetch(
            f"SELECT id FROM {self._table('links')} WHERE {column_of('guild_id', of='links')} = $1"
            f" ORDER BY {self._table('url' if newest else 'title')}",
            guild_id,
        )

    async def joined(self, guild_id):
        query = f"SELECT {', '.join(COLUMNS)}, {', '.join(self.FIELDS)} FROM links WHERE guild_id = $1"
        await self.bot.db.fetchrow(query, guild_id)

    async def stays(self, name):
        await self.bot.db.fetch(f"SELECT {', '.join(ANY_ORDER)} FROM links")
        await self.bot.db.fetch(f"SELECT {', '.join(GROWING)} FROM links")
        await self.bot.db.fetch(f"SELECT id FROM {logged('links')}")
        await self.bot.db.fetch(f"SELECT id FROM {await awaited('links')}")
        await self.bot.db.fetch(f"SELECT id FROM {decorated('links')}")
        await self.bot.db.fetch(f"SELECT {several('id', 'url')} FROM links")
        await self.bot.db.fetch(f"SELECT id FROM {self._overridden('links')}")
        await self.bot.db.fetch(f"SELECT id FROM {self._table(name)}")
        await self.bot.db.fetch(f"SELECT id FROM {table_of(*name)}")
        await self.bot.db.fetch(f"SELECT id FROM {self.unknown('links')}")


class Overriding(Links):
    def _overridden(self, name):
        return f"archive.{name}"

# output
from functools import cached_property
from typing import ClassVar

from sqlalchemy import func, select

from models import Link, Vote

SCHEMA = "public"


def table_of(name: str) -> str:
    return f"{name}s"


def column_of(name, *, of="links"):
    """The column with its table."""
    return f"{of}.{name}"


def logged(name):
    print(name)
    return name


async def awaited(name):
    return name


@cached
def decorated(name):
    return name


def several(*names):
    return ", ".join(names)


COLUMNS = ("id", "url")
ANY_ORDER = frozenset(("id", "url"))
GROWING = ["id"]
GROWING.append("url")


class Links:
    TABLE = "votes"
    FIELDS: ClassVar = {"title": str, "tag": str}

    def _table(self, base: str) -> str:
        return f'"{base}"'

    @staticmethod
    def _column(name: str) -> str:
        return name + "_id"

    @property
    def own_table(self) -> str:
        return self._table("links")

    @cached_property
    def order(self):
        return "id DESC"

    def _overridden(self, name):
        return name

    async def count(self):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).select_from(Link)
            result = await session.execute(stmt)
            return result.scalar()

    async def titles(self):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).order_by(Link.id.desc(), Link.url)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def votes(self, user_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Vote.link_id).where(Vote.user_id == user_id)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def of(self, guild_id: int, newest: bool):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.id)
                .where(Link.guild_id == guild_id)
                .order_by(Link.url if newest else Link.title)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def joined(self, guild_id):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.id, Link.url, Link.title, Link.tag)
                .where(Link.guild_id == guild_id)
                .limit(1)
            )
            await session.execute(stmt)

    async def stays(self, name):
        await self.bot.db.fetch(f"SELECT {', '.join(ANY_ORDER)} FROM links")
        await self.bot.db.fetch(f"SELECT {', '.join(GROWING)} FROM links")
        await self.bot.db.fetch(f"SELECT id FROM {logged('links')}")
        await self.bot.db.fetch(f"SELECT id FROM {await awaited('links')}")
        await self.bot.db.fetch(f"SELECT id FROM {decorated('links')}")
        await self.bot.db.fetch(f"SELECT {several('id', 'url')} FROM links")
        await self.bot.db.fetch(f"SELECT id FROM {self._overridden('links')}")
        await self.bot.db.fetch(f"SELECT id FROM {self._table(name)}")
        await self.bot.db.fetch(f"SELECT id FROM {table_of(*name)}")
        await self.bot.db.fetch(f"SELECT id FROM {self.unknown('links')}")


class Overriding(Links):
    def _overridden(self, name):
        return f"archive.{name}"
