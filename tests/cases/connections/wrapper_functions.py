# config: sessions = {"*" = "async with bot.get_db_session() as session"}
# refused: sql.utility
# refused: session.connection
# refused: session.connection
# refused: session.connection
from contextlib import asynccontextmanager

import asyncpg

_pool = None


async def get_pool():
    global _pool
    if _pool is None:
        _pool = await asyncpg.create_pool("postgresql://localhost/links")
    return _pool


@asynccontextmanager
async def connected():
    pool = await get_pool()
    async with pool.acquire() as conn:
        yield conn


@asynccontextmanager
async def atomic():
    async with connected() as conn:
        async with conn.transaction():
            yield conn


@asynccontextmanager
async def checked():
    pool = await get_pool()
    if pool.get_size() > 3:
        raise RuntimeError("too many")
    async with pool.acquire() as conn:
        yield conn


@asynccontextmanager
async def prepared():
    async with connected() as conn:
        await conn.execute("SET ROLE reader")
        yield conn


@asynccontextmanager
async def isolated():
    async with connected() as conn:
        async with conn.transaction(isolation="serializable"):
            yield conn


async def count(bot):
    async with connected() as conn:
        return await conn.fetchval("SELECT count(*) FROM links")


async def forget(bot, one: int) -> None:
    async with atomic() as conn:
        await conn.execute("DELETE FROM votes WHERE link_id = $1", one)
        await conn.execute("DELETE FROM links WHERE id = $1", one)


async def of_checked(bot):
    async with checked() as conn:
        return await conn.fetchval("SELECT count(*) FROM links")


async def of_prepared(bot):
    async with prepared() as conn:
        return await conn.fetchval("SELECT count(*) FROM links")


async def of_isolated(bot):
    async with isolated() as conn:
        return await conn.fetchval("SELECT count(*) FROM links")

# output
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import delete, func, select

from models import Link, Vote

_pool = None


async def get_pool():
    global _pool
    if _pool is None:
        _pool = await asyncpg.create_pool("postgresql://localhost/links")
    return _pool


@asynccontextmanager
async def connected():
    pool = await get_pool()
    async with pool.acquire() as conn:
        yield conn


@asynccontextmanager
async def atomic():
    async with connected() as conn:
        async with conn.transaction():
            yield conn


@asynccontextmanager
async def checked():
    pool = await get_pool()
    if pool.get_size() > 3:
        raise RuntimeError("too many")
    async with pool.acquire() as conn:
        yield conn


@asynccontextmanager
async def prepared():
    async with connected() as conn:
        await conn.execute("SET ROLE reader")
        yield conn


@asynccontextmanager
async def isolated():
    async with connected() as conn:
        async with conn.transaction(isolation="serializable"):
            yield conn


async def count(bot):
    async with bot.get_db_session() as session:
        stmt = select(func.count()).select_from(Link)
        result = await session.execute(stmt)
        return result.scalar()


async def forget(bot, one: int) -> None:
    async with bot.get_db_session() as session, session.begin():
        stmt = delete(Vote).where(Vote.link_id == one)
        await session.execute(stmt)
        stmt = delete(Link).where(Link.id == one)
        await session.execute(stmt)


async def of_checked(bot):
    async with checked() as conn:
        return await conn.fetchval("SELECT count(*) FROM links")


async def of_prepared(bot):
    async with prepared() as conn:
        return await conn.fetchval("SELECT count(*) FROM links")


async def of_isolated(bot):
    async with isolated() as conn:
        return await conn.fetchval("SELECT count(*) FROM links")
