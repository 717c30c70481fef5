# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
import inspect
from textwrap import dedent

BASE = "SELECT title FROM links WHERE {where} ORDER BY id"


class Links:
    async def replaced(self, guild_id: int, tag: str | None):
        where = "guild_id = $1"
        args = [guild_id]
        if tag is not None:
            where += " AND tag = $2"
            args.append(tag)
        return await self.bot.db.fetch(BASE.replace("{where}", where), *args)

    async def stripped(self, link_id: int, title: str | None, url: str | None):
        query = "UPDATE links SET "
        args = [link_id]
        if title is not None:
            args.append(title)
            query += f"title = ${len(args)}, "
        if url is not None:
            args.append(url)
            query += f"url = ${len(args)}, "
        query = query.rstrip(", ")
        query += " WHERE id = $1"
        await self.bot.db.execute(query, *args)

    async def shortened(self, link_id: int, title: str | None, url: str | None):
        query = "UPDATE links SET "
        args = [link_id]
        if title is not None:
            args.append(title)
            query += f"title = ${len(args)}, "
        if url is not None:
            args.append(url)
            query += f"url = ${len(args)}, "
        query = query[:-2] + " WHERE id = $1"
        await self.bot.db.execute(query, *args)

    async def without_what_comes_first(self, guild_id: int, tag: str | None):
        where, args = "", []
        where += " AND guild_id = $1"
        args.append(guild_id)
        if tag is not None:
            where += " AND tag = $2"
            args.append(tag)
        return await self.bot.db.fetch("SELECT title FROM links WHERE " + where[5:], *args)

    async def laid_out(self, link_id: int):
        query = inspect.cleandoc(
            """
            SELECT title
            FROM links
            WHERE id = $1
            """
        )
        return await self.bot.db.fetch(" ".join(query.split()), link_id)

    async def by_names(self, guild_id: int, newest: bool):
        order = "id DESC" if newest else "id"
        query = "SELECT title FROM %(table)s WHERE title LIKE 'a%%' AND guild_id = $1 ORDER BY %(order)s"
        return await self.bot.db.fetch(query % {"table": "links", "order": order}, guild_id)

    async def as_a_text(self, guild_id: int, newest: bool):
        order = "id DESC" if newest else "id"
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 ORDER BY {order!s}", guild_id)

    async def with_a_number(self, guild_id: int, limit: int):
        query = f"  SELECT title FROM links WHERE guild_id = $1 ORDER BY id LIMIT {limit}, ".strip().rstrip(", ")
        return await self.bot.db.fetch(query.removesuffix(";"), guild_id)

    async def any_text_in_its_place(self, where: str):
        return await self.bot.db.fetch(BASE.replace("{where}", where))

    async def digits_of_a_number(self, limit: int):
        query = f"SELECT title FROM links ORDER BY id LIMIT {limit}"
        return await self.bot.db.fetch(query.replace("1", "2"))

    async def last_digits_of_a_number(self, limit: int):
        query = f"SELECT title FROM links ORDER BY id LIMIT {limit}"
        return await self.bot.db.fetch(query.rstrip("0"))

    async def cut_in_a_number(self, limit: int):
        query = f"SELECT title FROM links ORDER BY id LIMIT {limit}"
        return await self.bot.db.fetch(query[:-1])

    async def every_second(self):
        return await self.bot.db.fetch("SELECT title FROM links"[::2])

    async def a_name_too_many(self, guild_id: int):
        query = "SELECT title FROM %(table)s WHERE guild_id = $1" % {"table": "links", "order": self.next_order()}
        return await self.bot.db.fetch(query, guild_id)

    async def a_number_of_a_width(self, guild_id: int):
        query = "SELECT title FROM links WHERE guild_id = $1 LIMIT %(limit)05d" % {"limit": 5}
        return await self.bot.db.fetch(query, guild_id)

    async def as_it_is_shown(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 AND tag = {'x'!r}", guild_id)

    async def between_placeholders(self, ids: list[int]):
        marks = ", ".join(f"${i}" for i in range(1, len(ids) + 1))
        query = f"SELECT title FROM links WHERE id IN ({marks})".replace(", $", " + $")
        return await self.bot.db.fetch(query, *ids)

# output
from textwrap import dedent

from sqlalchemy import select, update

from models import Link

BASE = "SELECT title FROM links WHERE {where} ORDER BY id"


class Links:
    async def replaced(self, guild_id: int, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id).order_by(Link.id)
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def stripped(self, link_id: int, title: str | None, url: str | None):
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id)
            if title is not None:
                stmt = stmt.values(title=title)
            if url is not None:
                stmt = stmt.values(url=url)
            await session.execute(stmt)
            await session.commit()

    async def shortened(self, link_id: int, title: str | None, url: str | None):
        async with self.bot.get_db_session() as session:
            stmt = update(Link).where(Link.id == link_id)
            if title is not None:
                stmt = stmt.values(title=title)
            if url is not None:
                stmt = stmt.values(url=url)
            await session.execute(stmt)
            await session.commit()

    async def without_what_comes_first(self, guild_id: int, tag: str | None):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            if tag is not None:
                stmt = stmt.where(Link.tag == tag)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def laid_out(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title).where(Link.id == link_id)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def by_names(self, guild_id: int, newest: bool):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.title.like("a%"), Link.guild_id == guild_id)
                .order_by(Link.id.desc() if newest else Link.id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def as_a_text(self, guild_id: int, newest: bool):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id.desc() if newest else Link.id)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def with_a_number(self, guild_id: int, limit: int):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.guild_id == guild_id)
                .order_by(Link.id)
                .limit(limit)
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def any_text_in_its_place(self, where: str):
        return await self.bot.db.fetch(BASE.replace("{where}", where))

    async def digits_of_a_number(self, limit: int):
        query = f"SELECT title FROM links ORDER BY id LIMIT {limit}"
        return await self.bot.db.fetch(query.replace("1", "2"))

    async def last_digits_of_a_number(self, limit: int):
        query = f"SELECT title FROM links ORDER BY id LIMIT {limit}"
        return await self.bot.db.fetch(query.rstrip("0"))

    async def cut_in_a_number(self, limit: int):
        query = f"SELECT title FROM links ORDER BY id LIMIT {limit}"
        return await self.bot.db.fetch(query[:-1])

    async def every_second(self):
        return await self.bot.db.fetch("SELECT title FROM links"[::2])

    async def a_name_too_many(self, guild_id: int):
        query = "SELECT title FROM %(table)s WHERE guild_id = $1" % {"table": "links", "order": self.next_order()}
        return await self.bot.db.fetch(query, guild_id)

    async def a_number_of_a_width(self, guild_id: int):
        query = "SELECT title FROM links WHERE guild_id = $1 LIMIT %(limit)05d" % {"limit": 5}
        return await self.bot.db.fetch(query, guild_id)

    async def as_it_is_shown(self, guild_id: int):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE guild_id = $1 AND tag = {'x'!r}", guild_id)

    async def between_placeholders(self, ids: list[int]):
        marks = ", ".join(f"${i}" for i in range(1, len(ids) + 1))
        query = f"SELECT title FROM links WHERE id IN ({marks})".replace(", $", " + $")
        return await self.bot.db.fetch(query, *ids)
