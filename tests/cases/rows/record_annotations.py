"""Annotations that say what rows are, where every value that comes to them is one of a converted call."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional

import asyncpg
from asyncpg import Record as Line

if TYPE_CHECKING:
    from asyncpg import Record

    from bot import Bot


class Links:
    def __init__(self, bot: Bot):
        self.bot = bot

    async def by_title(self, title: str) -> asyncpg.Record | None:
        return await self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", title)

    async def newest(self) -> Optional[Record]:
        row: Optional[Record] = await self.bot.db.fetchrow("SELECT id, url FROM links ORDER BY id DESC LIMIT 1")
        if row is None:
            return None
        return row

    async def all_of(self, guild_id: int) -> "list[asyncpg.Record]":
        rows: List[asyncpg.Record] = await self.bot.db.fetch("SELECT id, url FROM links WHERE guild_id = $1", guild_id)
        return rows

    async def pairs(self) -> tuple[list[Record], int]:
        rows = await self.bot.db.fetch("SELECT id, url FROM links")
        return rows, len(rows)

    async def positions(self) -> list[Line]:
        rows: list[Line] = await self.bot.db.fetch("SELECT id, url FROM links")
        for number, url in rows:
            print(number, url)
        return []

    async def by_number(self) -> dict[int, Record]:
        rows = await self.bot.db.fetch("SELECT id, url FROM links")
        found = {row["id"]: row for row in rows}
        return found

    async def grown(self) -> list[Record]:
        rows: list[Record] = await self.bot.db.fetch("SELECT id, url FROM links")
        rows.extend(await self.bot.db.fetch("SELECT id, url FROM links WHERE id < 0"))
        return rows

    async def entities(self) -> None:
        link: Record = await self.bot.db.fetchrow("SELECT * FROM links WHERE id = 1")
        print(link["title"])

    async def shown(self) -> None:
        row = await self.bot.db.fetchrow("SELECT id, url FROM links WHERE id = 1")
        self._show(row)
        other = await self.bot.db.fetchrow("SELECT id, url FROM links WHERE id = 2")
        self._show(other)

    def _show(self, record: Record | None) -> None:
        print(dict(record) if record else record is None)

    async def one_of_two(self, title: str) -> Record | None:
        row = await self.bot.db.fetchrow("SELECT id, url FROM links WHERE title = $1", title)
        if row is None:
            row = await self.bot.db.fetchrow("SELECT url, id FROM links WHERE url = $1", title)
        return row

# output
"""Annotations that say what rows are, where every value that comes to them is one of a converted call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

from asyncpg import Record as Line
from sqlalchemy import Row, RowMapping, select

from models import Link

if TYPE_CHECKING:
    from bot import Bot


class Links:
    def __init__(self, bot: Bot):
        self.bot = bot

    async def by_title(self, title: str) -> RowMapping | None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            return result.mappings().first()

    async def newest(self) -> Optional[RowMapping]:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).order_by(Link.id.desc()).limit(1)
            result = await session.execute(stmt)
            row: Optional[RowMapping] = result.mappings().first()
        if row is None:
            return None
        return row

    async def all_of(self, guild_id: int) -> "Sequence[RowMapping]":
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            rows: Sequence[RowMapping] = result.mappings().all()
        return rows

    async def pairs(self) -> tuple[Sequence[RowMapping], int]:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url)
            result = await session.execute(stmt)
            rows = result.mappings().all()
        return rows, len(rows)

    async def positions(self) -> list[Line]:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url)
            result = await session.execute(stmt)
            rows: Sequence[Row] = result.all()
        for number, url in rows:
            print(number, url)
        return []

    async def by_number(self) -> dict[int, RowMapping]:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url)
            result = await session.execute(stmt)
            rows = result.mappings().all()
        found = {row["id"]: row for row in rows}
        return found

    async def grown(self) -> Sequence[RowMapping]:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url)
            result = await session.execute(stmt)
            rows: list[RowMapping] = result.mappings().all()
            stmt = select(Link.id, Link.url).where(Link.id < 0)
            result = await session.execute(stmt)
            records = result.mappings().all()
        rows.extend(records)
        return rows

    async def entities(self) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link).where(Link.id == 1)
            result = await session.execute(stmt)
            link: Link = result.scalars().first()
        print(link.title)

    async def shown(self) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.id == 1)
            result = await session.execute(stmt)
            row = result.mappings().first()
        self._show(row)
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.id == 2)
            result = await session.execute(stmt)
            other = result.mappings().first()
        self._show(other)

    def _show(self, record: RowMapping | None) -> None:
        print(dict(record) if record else record is None)

    async def one_of_two(self, title: str) -> RowMapping | None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id, Link.url).where(Link.title == title)
            result = await session.execute(stmt)
            row = result.mappings().first()
        if row is None:
            async with self.bot.get_db_session() as session:
                stmt = select(Link.url, Link.id).where(Link.url == title).limit(1)
                result = await session.execute(stmt)
                row = result.mappings().first()
        return row
