from typing import Literal

Order = Literal["id", "clicks"]

COLUMNS = {"name": "title", "when": "created_at"}

TABLES = ("links", "votes")


class Links:
    async def literal_annotation(self, tag: str, sort_by: Literal["title", "clicks"] = "title"):
        query = f"SELECT title, url FROM links WHERE tag = $1 ORDER BY {sort_by} DESC"
        return await self.bot.db.fetch(query, tag)

    async def alias_of_a_literal(self, tag: str, order: Order):
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE tag = $1 ORDER BY {order}", tag)

    async def looked_up(self, tag: str, key: str):
        column = COLUMNS[key]
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE tag = $1 ORDER BY {column}", tag)

    async def with_a_default(self, tag: str, key: str):
        column = COLUMNS.get(key, "id")
        return await self.bot.db.fetch(f"SELECT title FROM links WHERE tag = $1 ORDER BY {column}", tag)

    async def checked(self, link_id: int, field: str):
        fields = {"address": "url", "label": "tag"}
        column = fields.get(field)
        if column:
            await self.bot.db.execute(f"UPDATE links SET {column} = $1 WHERE id = $2", "", link_id)

    async def every_table(self):
        for table in ("links", "votes"):
            await self.bot.db.execute(f"DELETE FROM {table}")

    async def every_table_of_a_constant(self):
        counts = {}
        for table in TABLES:
            counts[table] = await self.bot.db.fetchval(f"SELECT count(*) FROM {table}")
        return counts

    async def assigned_in_branches(self, tag: str, mode: int):
        if mode == 1:
            column = "clicks"
        elif mode == 2:
            column = "title"
        else:
            column = "id"
        query = f"SELECT title FROM links WHERE tag = $1 ORDER BY {column}"
        return await self.bot.db.fetch(query, tag)

    async def that_may_be_none(self, wanted, column: Literal["tag", "title"]):
        return await self.bot.db.fetch(f"SELECT id FROM links WHERE {column} = $1", wanted)

# output
from typing import Literal

from sqlalchemy import delete, func, literal, select, update

from models import Link, Vote

Order = Literal["id", "clicks"]

COLUMNS = {"name": "title", "when": "created_at"}

TABLES = ("links", "votes")


class Links:
    async def literal_annotation(self, tag: str, sort_by: Literal["title", "clicks"] = "title"):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title, Link.url)
                .where(Link.tag == tag)
                .order_by({"title": Link.title, "clicks": Link.clicks}[sort_by].desc())
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def alias_of_a_literal(self, tag: str, order: Order):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.tag == tag)
                .order_by({"id": Link.id, "clicks": Link.clicks}[order])
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def looked_up(self, tag: str, key: str):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.tag == tag)
                .order_by({"name": Link.title, "when": Link.created_at}[key])
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def with_a_default(self, tag: str, key: str):
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.tag == tag)
                .order_by(
                    {"name": Link.title, "when": Link.created_at}.get(key, Link.id)
                )
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def checked(self, link_id: int, field: str):
        fields = {"address": "url", "label": "tag"}
        column = fields.get(field)
        if column:
            async with self.bot.get_db_session() as session:
                stmt = update(Link).where(Link.id == link_id).values({column: ""})
                await session.execute(stmt)
                await session.commit()

    async def every_table(self):
        for table in ("links", "votes"):
            async with self.bot.get_db_session() as session:
                model = {"links": Link, "votes": Vote}[table]
                stmt = delete(model)
                await session.execute(stmt)
                await session.commit()

    async def every_table_of_a_constant(self):
        counts = {}
        for table in TABLES:
            async with self.bot.get_db_session() as session:
                model = {"links": Link, "votes": Vote}[table]
                stmt = select(func.count()).select_from(model)
                result = await session.execute(stmt)
                counts[table] = result.scalar()
        return counts

    async def assigned_in_branches(self, tag: str, mode: int):
        if mode == 1:
            column = "clicks"
        elif mode == 2:
            column = "title"
        else:
            column = "id"
        async with self.bot.get_db_session() as session:
            stmt = (
                select(Link.title)
                .where(Link.tag == tag)
                .order_by(
                    {"clicks": Link.clicks, "title": Link.title, "id": Link.id}[column]
                )
            )
            result = await session.execute(stmt)
            return result.mappings().all()

    async def that_may_be_none(self, wanted, column: Literal["tag", "title"]):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id).where(
                {
                    "tag": Link.tag == literal(wanted, Link.tag.type),
                    "title": Link.title == wanted,
                }[column]
            )
            result = await session.execute(stmt)
            return result.mappings().all()
