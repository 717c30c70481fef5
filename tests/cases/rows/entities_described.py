"""A row that is described by a class of the project's stays what that describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, TypedDict

if TYPE_CHECKING:
    from asyncpg import Record

    from bot import Bot


class Line(TypedDict):
    title: str
    url: str


class Links:
    def __init__(self, bot: Bot):
        self.bot = bot

    async def described(self, guild_id: int) -> None:
        rows: list[Line] = await self.bot.db.fetch("SELECT * FROM links WHERE guild_id = $1", guild_id)
        for row in rows:
            print(row["title"])

    async def described_in_quotes(self, link_id: int) -> None:
        row: "Optional[Line]" = await self.bot.db.fetchrow("SELECT * FROM links WHERE id = $1", link_id)
        if row:
            print(row["title"])

    async def described_as_a_dictionary(self, link_id: int) -> None:
        row: dict[str, Any] = await self.bot.db.fetchrow("SELECT * FROM links WHERE id = $1", link_id)
        print(row["title"])

    async def a_record(self, link_id: int) -> None:
        row: Record | None = await self.bot.db.fetchrow("SELECT * FROM links WHERE id = $1", link_id)
        if row:
            print(row["title"])

    async def anything(self, guild_id: int) -> None:
        rows: list[Any] = await self.bot.db.fetch("SELECT * FROM links WHERE guild_id = $1", guild_id)
        for row in rows:
            print(row["title"])

    async def without_annotation(self, guild_id: int) -> None:
        rows = await self.bot.db.fetch("SELECT * FROM links WHERE guild_id = $1", guild_id)
        for row in rows:
            print(row["title"])

# output
"""A row that is described by a class of the project's stays what that describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, TypedDict

from sqlalchemy import select

from models import Link

if TYPE_CHECKING:
    from bot import Bot


class Line(TypedDict):
    title: str
    url: str


class Links:
    def __init__(self, bot: Bot):
        self.bot = bot

    async def described(self, guild_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.__table__).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            rows: list[Line] = result.mappings().all()
        for row in rows:
            print(row["title"])

    async def described_in_quotes(self, link_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.__table__).where(Link.id == link_id)
            result = await session.execute(stmt)
            row: "Optional[Line]" = result.mappings().first()
        if row:
            print(row["title"])

    async def described_as_a_dictionary(self, link_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.__table__).where(Link.id == link_id)
            result = await session.execute(stmt)
            row: dict[str, Any] = result.mappings().first()
        print(row["title"])

    async def a_record(self, link_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link).where(Link.id == link_id)
            result = await session.execute(stmt)
            row: Link | None = result.scalars().first()
        if row:
            print(row.title)

    async def anything(self, guild_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            rows: list[Any] = result.scalars().all()
        for row in rows:
            print(row.title)

    async def without_annotation(self, guild_id: int) -> None:
        async with self.bot.get_db_session() as session:
            stmt = select(Link).where(Link.guild_id == guild_id)
            result = await session.execute(stmt)
            rows = result.scalars().all()
        for row in rows:
            print(row.title)
