"""A pool whose records answer to attributes as well."""

from __future__ import annotations

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker


class DotRecord(asyncpg.Record):
    """``row.name`` beside ``row["name"]``."""

    def __getattr__(self, name: str) -> object:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def label(self) -> str:
        """What is not a column."""
        return f"{self['name']}!"


async def connect(dsn: str) -> asyncpg.Pool:
    """The pool."""
    return await asyncpg.create_pool(dsn, min_size=1, max_size=2, record_class=DotRecord)


class Bot:
    """Owner of the database."""

    db: asyncpg.Pool
    session_maker: async_sessionmaker[AsyncSession]

    def get_db_session(self) -> AsyncSession:
        """A session of its own."""
        return self.session_maker()


class Cases:
    """A module's cases: methods without arguments, each run on fresh tables."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
