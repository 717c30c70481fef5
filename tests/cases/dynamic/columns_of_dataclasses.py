# refused: query.dynamic
# refused: query.dynamic
# refused: query.dynamic
import dataclasses
from dataclasses import dataclass
from typing import ClassVar

import library


@dataclass(frozen=True, slots=True)
class Link:
    id: int
    title: str

    COLUMNS: ClassVar[str] = "id, title"


@dataclasses.dataclass
class Vote:
    link_id: int

    TABLE = "votes"


@dataclass(slots=True)
class Page:
    size: int = 10
    ordering: str = "id"


@library.table
class Made:
    COLUMNS: ClassVar[str] = "id, title"


@dataclass(slots=True)
class Sorted:
    column: ClassVar[str] = "id"


def by(column):
    Sorted.column = column


class Links:
    def __init__(self, bot):
        self.bot = bot

    async def get(self, link_id: int):
        row = await self.bot.db.fetchrow(f"SELECT {Link.COLUMNS} FROM links WHERE id = $1", link_id)
        return Link(**row) if row else None

    async def count(self):
        return await self.bot.db.fetchval(f"SELECT count(*) FROM {Vote.TABLE}")

    async def page(self):
        return await self.bot.db.fetch(f"SELECT id FROM links ORDER BY {Page.ordering}")

    async def made(self):
        return await self.bot.db.fetch(f"SELECT {Made.COLUMNS} FROM links")

    async def sorted(self):
        return await self.bot.db.fetch(f"SELECT id FROM links ORDER BY {Sorted.column}")

# output
import dataclasses
from dataclasses import dataclass
from typing import ClassVar

import library
from sqlalchemy import func, select

from models import Link as LinkModel
from models import Vote as VoteModel


@dataclass(frozen=True, slots=True)
class Link:
    id: int
    title: str

    COLUMNS: ClassVar[str] = "id, title"


@dataclasses.dataclass
class Vote:
    link_id: int

    TABLE = "votes"


@dataclass(slots=True)
class Page:
    size: int = 10
    ordering: str = "id"


@library.table
class Made:
    COLUMNS: ClassVar[str] = "id, title"


@dataclass(slots=True)
class Sorted:
    column: ClassVar[str] = "id"


def by(column):
    Sorted.column = column


class Links:
    def __init__(self, bot):
        self.bot = bot

    async def get(self, link_id: int):
        async with self.bot.get_db_session() as session:
            stmt = select(LinkModel.id, LinkModel.title).where(LinkModel.id == link_id)
            result = await session.execute(stmt)
            row = result.mappings().first()
        return Link(**row) if row else None

    async def count(self):
        async with self.bot.get_db_session() as session:
            stmt = select(func.count()).select_from(VoteModel)
            result = await session.execute(stmt)
            return result.scalar()

    async def page(self):
        return await self.bot.db.fetch(f"SELECT id FROM links ORDER BY {Page.ordering}")

    async def made(self):
        return await self.bot.db.fetch(f"SELECT {Made.COLUMNS} FROM links")

    async def sorted(self):
        return await self.bot.db.fetch(f"SELECT id FROM links ORDER BY {Sorted.column}")
