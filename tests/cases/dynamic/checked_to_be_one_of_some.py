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
from enum import Enum, StrEnum
from typing import Literal

SORTS = {"title", "clicks"}
COLUMNS = ("title", "url")
SHORT = {"t": "title", "u": "url"}
GROWN = {"title"}
GROWN.add("clicks")


class Sort(str, Enum):
    TITLE = "title"
    CLICKS = "clicks"


class Column(StrEnum):
    URL = "url"
    TAG = "tag"


class Numbered(Enum):
    ONE = 1


class Links:
    ALLOWED = frozenset({"title", "clicks"})

    async def raises(self, guild_id: int, sort: str):
        if sort not in SORTS:
            raise ValueError(sort)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def falls_back(self, guild_id: int, sort: str = "title", order: str = "asc"):
        if sort not in ("title", "clicks"):
            sort = "title"
        order = order.upper()
        if order not in ("ASC", "DESC"):
            order = "ASC"
        query = f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort} {order}"
        return await self.bot.db.fetch(query, guild_id)

    async def falls_back_in_one_line(self, guild_id: int, sort: str):
        sort = sort if sort in SORTS else "id"
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def under_the_check(self, guild_id: int, sort: str):
        if guild_id and sort in self.ALLOWED:
            return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)
        return []

    async def key_of_a_dictionary(self, guild_id: int, key: str):
        if not key or key not in SHORT:
            return None
        column = SHORT[key]
        return await self.bot.db.fetchval(f"SELECT {column} FROM links WHERE guild_id = $1", guild_id)

    async def column_that_is_set(self, link_id: int, column: str, value: str):
        assert column in COLUMNS
        await self.bot.db.execute(f"UPDATE links SET {column} = $1 WHERE id = $2", value, link_id)

    async def one_of_several_that_are_set(self, link_id: int, column: Literal["url", "tag"], value: str):
        query = f"UPDATE links SET clicks = 0, {column} = $1 WHERE id = $2"
        await self.bot.db.execute(query, value, link_id)

    async def of_an_enumeration(self, guild_id: int, sort: Sort, column: Column):
        query = f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort.value}, {column}"
        return await self.bot.db.fetch(query, guild_id)

    async def among_conditions(self, guild_id: int, tag: str | None, sort: str):
        if sort not in SORTS:
            sort = "id"
        query = "SELECT title FROM links WHERE guild_id = $1"
        args = [guild_id]
        if tag:
            args.append(tag)
            query += f" AND tag = ${len(args)}"
        query += f" ORDER BY {sort}"
        return await self.bot.db.fetch(query, *args)

    async def no_check(self, guild_id: int, sort: str):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def check_of_something_else(self, guild_id: int, sort: str, order: str):
        if order not in SORTS:
            raise ValueError(sort)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def check_that_goes_on(self, guild_id: int, sort: str):
        if sort not in SORTS:
            self.warn(sort)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def opposite_of_the_check(self, guild_id: int, sort: str):
        if sort in SORTS:
            return None
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def either_check(self, guild_id: int, sort: str):
        if sort not in SORTS and guild_id:
            return None
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def bound_after_the_check(self, guild_id: int, sort: str):
        if sort not in SORTS:
            raise ValueError(sort)
        sort = self.translated(sort)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def set_that_grows(self, guild_id: int, sort: str):
        if sort not in GROWN:
            raise ValueError(sort)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def letters_of_a_word(self, guild_id: int, sort: str):
        if sort not in "title, clicks":
            raise ValueError(sort)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def enumeration_that_writes_its_names(self, guild_id: int, sort: Sort):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def numbers(self, guild_id: int, sort: Numbered):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort.value}", guild_id)

# output
from enum import Enum, StrEnum
from typing import Literal

from sqlalchemy import select, update

from models import Link

SORTS = {"title", "clicks"}
COLUMNS = ("title", "url")
SHORT = {"t": "title", "u": "url"}
GROWN = {"title"}
GROWN.add("clicks")


class Sort(str, Enum):
    TITLE = "title"
    CLICKS = "clicks"


class Column(StrEnum):
    URL = "url"
    TAG = "tag"


class Numbered(Enum):
    ONE = 1


class Links:
    ALLOWED = frozenset({"title", "clicks"})

    async def raises(self, guild_id: int, sort: str):
        if sort not in SORTS:
            raise ValueError(sort)
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by({"title": Link.title, "clicks": Link.clicks}[sort])
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def falls_back(self, guild_id: int, sort: str = "title", order: str = "asc"):
        if sort not in ("title", "clicks"):
            sort = "title"
        order = order.upper()
        if order not in ("ASC", "DESC"):
            order = "ASC"
        async with self.bot.get_db_session() as session:
            chosen_column = {"title": Link.title, "clicks": Link.clicks}[sort]
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by({"ASC": chosen_column, "DESC": chosen_column.desc()}[order])
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def falls_back_in_one_line(self, guild_id: int, sort: str):
        sort = sort if sort in SORTS else "id"
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(
                    {"title": Link.title, "clicks": Link.clicks, "id": Link.id}[sort]
                )
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def under_the_check(self, guild_id: int, sort: str):
        if guild_id and sort in self.ALLOWED:
            async with self.bot.get_db_session() as session:
                stmt = (
                    select(Link.title)
                    .where(Link.guild_id == guild_id)
                    .order_by({"title": Link.title, "clicks": Link.clicks}[sort])
                )
                result = await session.execute(stmt)
                return result.mappings().all()
        return []

    async def key_of_a_dictionary(self, guild_id: int, key: str):
        if not key or key not in SHORT:
            return None
        async with self.bot.get_db_session() as session:
            stmt = (
                select({"t": Link.title, "u": Link.url}[key])
                .where(Link.guild_id == guild_id)
                .limit(1)
            )
            result = await session.execute(stmt)
            return result.scalar()

    async def column_that_is_set(self, link_id: int, column: str, value: str):
        assert column in COLUMNS
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id).values({column: value})
            await session.execute(stmt)
            await session.commit()

    async def one_of_several_that_are_set(self, link_id: int, column: Literal["url", "tag"], value: str):
        async with self.bot.get_db_session() as session:
            stmt = (
                update(Link)
                .where(Link.id == link_id)
                .values({"clicks": 0, column: value})
            )
            await session.execute(stmt)
            await session.commit()

    async def of_an_enumeration(self, guild_id: int, sort: Sort, column: Column):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(
                    {"title": Link.title, "clicks": Link.clicks}[sort.value],
                    {"url": Link.url, "tag": Link.tag}[column],
                )
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def among_conditions(self, guild_id: int, tag: str | None, sort: str):
        if sort not in SORTS:
            sort = "id"
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(
                    {"title": Link.title, "clicks": Link.clicks, "id": Link.id}[sort]
                )
            )
            if tag:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def no_check(self, guild_id: int, sort: str):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def check_of_something_else(self, guild_id: int, sort: str, order: str):
        if order not in SORTS:
            raise ValueError(sort)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def check_that_goes_on(self, guild_id: int, sort: str):
        if sort not in SORTS:
            self.warn(sort)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def opposite_of_the_check(self, guild_id: int, sort: str):
        if sort in SORTS:
            return None
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def either_check(self, guild_id: int, sort: str):
        if sort not in SORTS and guild_id:
            return None
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def bound_after_the_check(self, guild_id: int, sort: str):
        if sort not in SORTS:
            raise ValueError(sort)
        sort = self.translated(sort)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def set_that_grows(self, guild_id: int, sort: str):
        if sort not in GROWN:
            raise ValueError(sort)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def letters_of_a_word(self, guild_id: int, sort: str):
        if sort not in "title, clicks":
            raise ValueError(sort)
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def enumeration_that_writes_its_names(self, guild_id: int, sort: Sort):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort}", guild_id)

    async def numbers(self, guild_id: int, sort: Numbered):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {sort.value}", guild_id)
