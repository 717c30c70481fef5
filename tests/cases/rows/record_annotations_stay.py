# refused: sql.ddl
"""Annotations that still are right for some of the values, or were never about records."""

from __future__ import annotations

from typing import Any

import asyncpg


class Record:
    """A record of the project's own."""


class Links:
    def __init__(self, bot):
        self.bot = bot

    async def one_or_other(self, title: str) -> asyncpg.Record | None:
        if not title:
            return await self.bot.db.fetchrow("CREATE TABLE x (id integer)")
        return await self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", title)

    async def reused(self) -> None:
        row: asyncpg.Record = await self.bot.db.fetchrow("SELECT id, url FROM links WHERE id = 1")
        print(dict(row))
        row = self.bot.something()
        print(row)

    async def own(self) -> Record:
        return await self.bot.db.fetchrow("SELECT id, url FROM links WHERE id = 1")

    async def anything(self) -> Any:
        return await self.bot.db.fetchrow("SELECT id, url FROM links WHERE id = 1")

    async def called_from_anywhere(self) -> None:
        row = await self.bot.db.fetchrow("SELECT id, url FROM links WHERE id = 1")
        self.show(row)
        self.bot.callback = self.show

    def show(self, record: asyncpg.Record) -> None:
        print(dict(record))

# output
"""Annotations that still are right for some of the values, or were never about records."""

from __future__ import annotations

from typing import Any

import asyncpg
from sqlalchemy import select

from models import Link


class Record:
    """A record of the project's own."""


class Links:
    def __init__(self, bot):
        self.bot = bot

    async def one_or_other(self, title: str) -> asyncpg.Record | None:
        if not title:
            return await self.bot.db.fetchrow("CREATE TABLE x (id integer)")
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.mappings().first()

    async def reused(self) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.id == 1)
            result = await session.execute(stmt)
            row: asyncpg.Record = result.mappings().first()
        print(dict(row))
        row = self.bot.something()
        print(row)

    async def own(self) -> Record:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.id == 1)
            result = await session.execute(stmt)
            return result.mappings().first()

    async def anything(self) -> Any:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.id == 1)
            result = await session.execute(stmt)
            return result.mappings().first()

    async def called_from_anywhere(self) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.id == 1)
            result = await session.execute(stmt)
            row = result.mappings().first()
        self.show(row)
        self.bot.callback = self.show

    def show(self, record: asyncpg.Record) -> None:
        print(dict(record))
