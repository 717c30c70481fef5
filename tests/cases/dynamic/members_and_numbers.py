# refused: query.dynamic
# refused: query.unresolved
# refused: query.unresolved
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
from enum import Enum, IntFlag, StrEnum

PAGE = 20
DAY = 60 * 60 * 24
MOST = 5_000_000_000
CHANGING = 1


class Queries(Enum):
    TITLES = "SELECT title FROM links WHERE id = $1"
    REMOVE = "DELETE FROM links WHERE id = $1"


class Texts(str, Enum):
    TITLES = "SELECT title FROM links WHERE id = $1"
    ORDER = "title"


class Orders(StrEnum):
    TITLE = "title"


class Changed(Enum):
    TITLES = "SELECT title FROM links"

    def __init__(self, text):
        self._value_ = text + " WHERE id = $1"


class Flags(IntFlag):
    RAID = 1 << 1
    JOIN = 1 << 2


class Settings:
    least = 3
    rest = 4


Settings.rest = 5


def grow():
    global CHANGING
    CHANGING += 1


class Links:
    async def by_member(self, link_id: int):
        return await self.bot.db.fetch(Queries.TITLES.value, link_id)

    async def text_itself(self, link_id: int):
        return await self.bot.db.fetch(Texts.TITLES, link_id)

    async def put_in(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {Orders.TITLE}", guild_id)

    async def value_put_in(self, guild_id: int):
        query = f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {Texts.ORDER.value}"
        return await self.bot.db.fetch(query, guild_id)

    async def number_of_the_module(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 LIMIT {PAGE}", guild_id)

    async def compared_with_an_integer(self, guild_id: int):
        query = f"SELECT title FROM links WHERE guild_id = $1 AND clicks > {Settings.least} AND clicks < {DAY}"
        await self.refresh()
        return await self.bot.db.fetch(query, guild_id)

    async def without_a_flag(self, link_id: int):
        await self.bot.db.execute(f"UPDATE links SET clicks = clicks & ~{Flags.RAID.value} WHERE id = $1", link_id)

    async def in_a_text(self, guild_id: int):
        query = f"SELECT title FROM links WHERE guild_id = $1 AND title LIKE 'page {PAGE}%'"
        return await self.bot.db.fetch(query, guild_id)

    async def name_or_value(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {Texts.ORDER}", guild_id)

    async def changed_by_the_class(self, link_id: int):
        return await self.bot.db.fetch(Changed.TITLES.value, link_id)

    async def no_text(self, link_id: int):
        return await self.bot.db.fetch(Queries.REMOVED.value, link_id)

    async def too_large_for_an_integer(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 AND clicks < {MOST}", guild_id)

    async def bound_again(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 LIMIT {CHANGING}", guild_id)

    async def set_from_outside(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 LIMIT {Settings.rest}", guild_id)

    async def member_as_a_number(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 LIMIT {Flags.RAID}", guild_id)

    async def names_of_others(self, guild_id: int, PAGE):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 LIMIT {PAGE}", guild_id)

# output
from enum import Enum, IntFlag, StrEnum

from sqlalchemy import literal, literal_column, select, update

from models import Link

PAGE = 20
DAY = 60 * 60 * 24
MOST = 5_000_000_000
CHANGING = 1


class Queries(Enum):
    TITLES = "SELECT title FROM links WHERE id = $1"
    REMOVE = "DELETE FROM links WHERE id = $1"


class Texts(str, Enum):
    TITLES = "SELECT title FROM links WHERE id = $1"
    ORDER = "title"


class Orders(StrEnum):
    TITLE = "title"


class Changed(Enum):
    TITLES = "SELECT title FROM links"

    def __init__(self, text):
        self._value_ = text + " WHERE id = $1"


class Flags(IntFlag):
    RAID = 1 << 1
    JOIN = 1 << 2


class Settings:
    least = 3
    rest = 4


Settings.rest = 5


def grow():
    global CHANGING
    CHANGING += 1


class Links:
    async def by_member(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id == link_id)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def text_itself(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id == link_id)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def put_in(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title).where(Link.guild_id == guild_id).order_by(Link.title)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def value_put_in(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title).where(Link.guild_id == guild_id).order_by(Link.title)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def number_of_the_module(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id).limit(PAGE)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def compared_with_an_integer(self, guild_id: int):
        await self.refresh()
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.guild_id == guild_id,
                Link.clicks > literal(Settings.least, Link.clicks.type),
                Link.clicks < literal(DAY, Link.clicks.type),
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def without_a_flag(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(Link.id == link_id)
                .values(
                    clicks=Link.clicks.bitwise_and(literal_column("2").bitwise_not())
                )
            )
            await session.execute(stmt)
            await session.commit()

    async def in_a_text(self, guild_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(
                Link.guild_id == guild_id, Link.title.like("page 20%")
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def name_or_value(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {Texts.ORDER}", guild_id)

    async def changed_by_the_class(self, link_id: int):
        return await self.bot.db.fetch(Changed.TITLES.value, link_id)

    async def no_text(self, link_id: int):
        return await self.bot.db.fetch(Queries.REMOVED.value, link_id)

    async def too_large_for_an_integer(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 AND clicks < {MOST}", guild_id)

    async def bound_again(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 LIMIT {CHANGING}", guild_id)

    async def set_from_outside(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 LIMIT {Settings.rest}", guild_id)

    async def member_as_a_number(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 LIMIT {Flags.RAID}", guild_id)

    async def names_of_others(self, guild_id: int, PAGE):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 LIMIT {PAGE}", guild_id)
