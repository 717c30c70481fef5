"""What is imported for annotations alone goes with the last of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Connection, Pool, Record
    from asyncpg.pool import PoolConnectionProxy

    from bot import Bot


class Links:
    def __init__(self, bot: Bot):
        self.bot = bot

    async def ids(self) -> list[Record]:
        pool: Pool = self.bot.db
        return await pool.fetch("SELECT id FROM links")

    async def titles(self) -> list[Record]:
        proxied: PoolConnectionProxy = self.bot.db
        return await proxied.fetch("SELECT title FROM links")

    async def urls(self):
        connection: Connection = self.bot.db
        return await connection.fetch("SELECT url FROM links")

    def connection(self) -> "Connection":
        return self.kept

# output
"""What is imported for annotations alone goes with the last of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import RowMapping, select

from models import Link

if TYPE_CHECKING:
    from asyncpg import Connection

    from bot import Bot


class Links:
    def __init__(self, bot: Bot):
        self.bot = bot

    async def ids(self) -> Sequence[RowMapping]:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.id)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def titles(self) -> Sequence[RowMapping]:
        async with self.bot.get_db_session() as session:
            stmt = select(Link.title)
            result = await session.execute(stmt)
            return result.mappings().all()

    async def urls(self):
        async with self.bot.get_db_session() as session:
            stmt = select(Link.url)
            result = await session.execute(stmt)
            return result.mappings().all()

    def connection(self) -> "Connection":
        return self.kept
