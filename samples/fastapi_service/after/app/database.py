"""The two ways to the database: the old pool, and the session maker that replaces it."""

import os

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

DSN = os.environ.get("DATABASE_URL", "postgresql://localhost/shelfmark")

engine = create_async_engine(DSN.replace("postgresql://", "postgresql+asyncpg://", 1))
async_session: async_sessionmaker[AsyncSession] = async_sessionmaker(
    engine, expire_on_commit=False
)

_pool: asyncpg.Pool | None = None


async def get_pool() -> asyncpg.Pool:
    """Dependency of the routers."""
    global _pool
    if _pool is None:
        _pool = await asyncpg.create_pool(DSN)
    return _pool
