"""Functions that may be given a connection, and decorators between."""

import asyncio
from functools import wraps

import asyncpg

RULE = "groups"
CALLS = [
    ("maybe", (1,)),
    ("inside", (1,)),
    ("remembered", (1,)),
]


def cached(func):
    tasks = {}

    def key_of(args, kwargs):
        key = list(args[1:])
        for name, value in kwargs.items():
            if name == "connection":
                continue
            key.append((name, repr(value)))
        return tuple(key)

    @wraps(func)
    def wrapper(*args, **kwargs):
        key = key_of(args, kwargs)
        try:
            task = tasks[key]
        except KeyError:
            tasks[key] = task = asyncio.create_task(func(*args, **kwargs))
        return task

    def forget(*args, **kwargs):
        return tasks.pop(key_of(args, kwargs), None) is not None

    wrapper.forget = forget
    return wrapper


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def look(self, one, *, connection=None):
        con = connection or self.pool
        balance = await con.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
        await self.pause()
        await con.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
        await self.pause()
        return balance

    async def peek(self, one, conn=None):
        if conn is None:
            conn = self.pool
        return await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", one)

    async def maybe(self, one):
        first = await self.look(one)
        async with self.pool.acquire() as conn:
            second = await self.look(one, connection=conn)
            await self.pause()
            await conn.execute("UPDATE accounts SET balance = $2 WHERE id = $1", one, second * 2)
        return [first, second]

    async def inside(self, one):
        async with self.pool.acquire() as conn, conn.transaction():
            await conn.execute("UPDATE accounts SET balance = 77 WHERE id = $1", one)
            seen = [await self.peek(one, conn)]
            await self.pause()
            seen.append(await self.peek(one))
            await self.pause()
            return seen

    @cached
    async def known(self, one, *, connection: asyncpg.Connection | None = None):
        con = connection or self.pool
        await self.pause()
        balance = await con.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
        await self.pause()
        return balance

    async def remembered(self, one):
        self.known.forget(self, one)
        self.quietly.forget(self, one)
        async with self.pool.acquire() as conn:
            first = await self.known(one, connection=conn)
            await conn.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
            second = await self.known(one)
            found = [self.known.forget(self, one), self.known.forget(self, one)]
            third = await self.known(one, connection=conn)
            await self.pause()
            await conn.execute("UPDATE accounts SET balance = $2 WHERE id = $1", one, third * 2)
        both = await asyncio.gather(self.again(one), self.again(one))
        return [first, second, found, third, both, self.quietly.forget(self, one), self.quietly.forget(self, one)]

    @cached
    async def quietly(self, one, *, connection: asyncpg.Connection | None = None):
        con = connection or self.pool
        return await con.fetchval("SELECT balance FROM accounts WHERE id = $1", one)

    async def again(self, one):
        async with self.pool.acquire() as conn:
            return [await self.quietly(one, connection=conn), await conn.fetchval("SELECT count(*) FROM entries")]
