# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
# refused: session.group
import asyncio
from functools import wraps

import asyncpg
from async_lru import alru_cache


def keyed_on_all(func):
    values = {}

    @wraps(func)
    async def wrapper(*args, **kwargs):
        key = (args, tuple(kwargs.items()))
        if key not in values:
            values[key] = await func(*args, **kwargs)
        return values[key]

    return wrapper


def keyed_on_another_name(func):
    values = {}

    @wraps(func)
    async def wrapper(*args, **kwargs):
        key = (args, tuple(value for name, value in kwargs.items() if name != "pool"))
        values[key] = await func(*args, **kwargs)
        return values[key]

    return wrapper


def retried(func):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        for _ in range(3):
            return await func(*args, **kwargs)

    return wrapper


def swallowing(func):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        try:
            return await func(*args, **kwargs)
        except ValueError:
            return None

    return wrapper


def started(func):
    @wraps(func)
    def wrapper(*args, **kwargs):
        task = asyncio.create_task(func(*args, **kwargs))
        print(task)
        return asyncio.sleep(0)

    return wrapper


def refreshed(func):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        return await func(*args, **kwargs)

    wrapper.again = lambda *args, **kwargs: func(*args, **kwargs)
    return wrapper


def sometimes(func):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        if kwargs.pop("connection", None) is None:
            return None
        return await func(*args, **kwargs)

    return wrapper


def plain(func):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        return await func(*args, **kwargs)

    return wrapper


def twice(func):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        await func(*args, **kwargs)
        return await func(*args, **kwargs)

    return wrapper


class Links:
    @keyed_on_all
    async def one(self, link: int, *, connection: asyncpg.Connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    @keyed_on_another_name
    async def two(self, link: int, *, connection: asyncpg.Connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    @retried
    async def three(self, link: int, *, connection: asyncpg.Connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    @swallowing
    async def four(self, link: int, *, connection: asyncpg.Connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    @started
    async def five(self, link: int, *, connection: asyncpg.Connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    @refreshed
    async def six(self, link: int, *, connection: asyncpg.Connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    @sometimes
    async def seven(self, link: int, *, connection: asyncpg.Connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    @plain
    async def by_position(self, link: int, connection: asyncpg.Connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    @plain
    async def unwrapped(self, link: int, *, connection: asyncpg.Connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    @twice
    async def eight(self, link: int, *, connection: asyncpg.Connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    @alru_cache
    async def of_a_library(self, link: int, *, connection: asyncpg.Connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    async def run(self, link: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.one(link, connection=conn)
            await conn.execute("DELETE FROM links WHERE id = $1", link)
        async with self.bot.db.acquire() as conn:
            await self.two(link, connection=conn)
            await conn.execute("DELETE FROM links WHERE id = $1", link)
        async with self.bot.db.acquire() as conn:
            await self.three(link, connection=conn)
            await conn.execute("DELETE FROM links WHERE id = $1", link)
        async with self.bot.db.acquire() as conn:
            await self.four(link, connection=conn)
            await conn.execute("DELETE FROM links WHERE id = $1", link)
        async with self.bot.db.acquire() as conn:
            await self.five(link, connection=conn)
            await conn.execute("DELETE FROM links WHERE id = $1", link)
        async with self.bot.db.acquire() as conn:
            await self.six(link, connection=conn)
            await conn.execute("DELETE FROM links WHERE id = $1", link)
        async with self.bot.db.acquire() as conn:
            await self.seven(link, connection=conn)
            await conn.execute("DELETE FROM links WHERE id = $1", link)
        async with self.bot.db.acquire() as conn:
            await self.by_position(link, conn)
            await conn.execute("DELETE FROM links WHERE id = $1", link)
        async with self.bot.db.acquire() as conn:
            await self.unwrapped.__wrapped__(self, link, connection=conn)
            await self.unwrapped(link, connection=conn)
            await conn.execute("DELETE FROM links WHERE id = $1", link)
        async with self.bot.db.acquire() as conn:
            await self.eight(link, connection=conn)
            await conn.execute("DELETE FROM links WHERE id = $1", link)
        async with self.bot.db.acquire() as conn:
            await self.of_a_library(link, connection=conn)
            await conn.execute("DELETE FROM links WHERE id = $1", link)


class Shadowed:
    def plain(self):
        return retried(self)

    @plain
    async def ten(self, link: int, *, connection: asyncpg.Connection) -> None:
        await connection.execute("DELETE FROM votes WHERE link_id = $1", link)

    async def run(self, link: int) -> None:
        async with self.bot.db.acquire() as conn:
            await self.ten(link, connection=conn)
            await conn.execute("DELETE FROM links WHERE id = $1", link)
