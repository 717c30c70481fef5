import os
from collections.abc import AsyncIterator
from typing import Annotated

import asyncpg
from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine(os.environ.get("ENGINE_URL", "postgresql+asyncpg://localhost/books"))
session_maker = async_sessionmaker(engine, expire_on_commit=False)


async def get_conn(request: Request):
    """The connection of a request."""
    pool: asyncpg.Pool = request.app.state.pool
    async with pool.acquire() as conn:
        yield conn


async def get_by_hand(request: Request):
    conn = await request.app.state.pool.acquire()
    try:
        yield conn
    finally:
        await request.app.state.pool.release(conn)


async def get_session() -> AsyncIterator[AsyncSession]:
    async with session_maker() as session:
        yield session


Conn = Annotated[asyncpg.Connection, Depends(get_conn)]
