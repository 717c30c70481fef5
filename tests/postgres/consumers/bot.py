"""What the cases have in common: a pool and its successor."""

from __future__ import annotations

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker


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
