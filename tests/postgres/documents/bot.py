"""A pool whose connections read and write jsonb as objects, and an engine that has the same functions."""

from __future__ import annotations

import json

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine


def to_json(value: object) -> str:
    """A document as text; what JSON has no form for becomes a string."""
    return json.dumps(value, default=str)


def from_json(text: str) -> object:
    """The document."""
    return json.loads(text)


async def init(connection: asyncpg.Connection) -> None:
    """Set the codec; json stays text."""
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=to_json, decoder=lambda text: json.loads(text), format="text"
    )


async def connect(dsn: str) -> asyncpg.Pool:
    """The pool."""
    return await asyncpg.create_pool(dsn, min_size=1, max_size=2, init=init)


def make_engine(url: str) -> AsyncEngine:
    """The engine."""
    return create_async_engine(url, json_serializer=to_json, json_deserializer=from_json)


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
