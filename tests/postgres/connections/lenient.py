"""Blocks that run on the connection they are given, or acquire one where they are given none."""

from contextlib import asynccontextmanager, nullcontext

import asyncpg

RULE = "scopes"
CALLS = [
    ("leased", (1,)),
    ("leased", (3,)),
    ("chosen", (1,)),
    ("waiting", (1,)),
    ("reading", (2,)),
]


class MaybeAcquire:
    def __init__(self, connection, *, pool):
        self._connection = connection
        self.pool = pool
        self._cleanup = False

    async def __aenter__(self):
        if self._connection is None:
            self._cleanup = True
            self._connection = c = await self.pool.acquire()
            return c
        return self._connection

    async def __aexit__(self, *args):
        if self._cleanup:
            await self.pool.release(self._connection)


@asynccontextmanager
async def lease(pool, conn=None):
    own = conn is None
    acquired = await pool.acquire() if own else conn
    try:
        yield acquired
    finally:
        if own:
            await pool.release(acquired)


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def leased_or_own(self, one, conn=None):
        async with lease(self.pool, conn) as own:
            balance = await own.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
            await self.pause()
            async with own.transaction():
                await own.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
                await own.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 5)", one + 1)
            await self.pause()
            return balance

    async def leased(self, one):
        async with self.pool.acquire() as conn:
            await conn.fetchval("SELECT owner FROM accounts WHERE id = $1", one)
            try:
                first = await self.leased_or_own(one, conn)
            except asyncpg.UniqueViolationError:
                first = None
            await conn.execute("UPDATE accounts SET balance = balance + 10 WHERE id = $1", one)
            await self.pause()
        second = await self.leased_or_own(one + 1)
        return [first, second]

    async def put(self, one, *, connection: asyncpg.Connection | None = None):
        async with nullcontext(connection) if connection else self.pool.acquire() as con:
            try:
                await con.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 5)", one)
            except asyncpg.UniqueViolationError:
                await con.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
            await self.pause()
            return await con.fetchval("SELECT count(*) FROM entries")

    async def chosen(self, one):
        async with self.pool.acquire() as conn:
            first = await self.put(one, connection=conn)
            await self.pause()
            await conn.execute("DELETE FROM entries WHERE account_id = $1", one)
            second = await self.put(one + 5, connection=conn)
        return [first, second, await self.put(one)]

    async def balance_of(self, one, *, connection=None):
        con = connection or self.pool
        return await con.fetchval("SELECT balance FROM accounts WHERE id = $1", one)

    async def waits_twice(self, one, *, connection=None):
        async with MaybeAcquire(connection=connection, pool=self.pool) as con:
            first = await self.balance_of(one, connection=con)
            if first is None:
                return first
            await self.pause()
            await self.pool.execute("UPDATE accounts SET balance = balance + 3 WHERE id = $1", one)
            await self.pause()
            return [first, await self.balance_of(one, connection=con)]

    async def waiting(self, one):
        first = await self.waits_twice(one)
        async with self.pool.acquire() as conn:
            second = await self.waits_twice(one, connection=conn)
            await conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
        return [first, second, await self.waits_twice(99)]

    async def reading(self, one):
        async with MaybeAcquire(None, pool=self.pool) as con:
            owner = await con.fetchval("SELECT owner FROM accounts WHERE id = $1", one)
            await self.pause()
            await con.execute("UPDATE accounts SET balance = 4 WHERE id = $1", one)
            await self.pause()
            return owner
