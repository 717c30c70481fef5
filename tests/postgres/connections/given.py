"""Functions that are given the connection."""

import asyncpg

RULE = "groups"
CALLS = [
    ("booked", (1,)),
    ("moved", (1, 2)),
    ("moved", (30, 2)),
    ("swallowed", (1,)),
    ("swallowed", (40,)),
]


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def booked(self, one):
        async with self.pool.acquire() as conn:
            first = await book(conn, self.pause, one, 1)
            try:
                second = await book(conn, self.pause, one, 2)
            except Exception:
                second = None
            await conn.execute("UPDATE accounts SET balance = 3 WHERE id = $1", one)
            return first, second

    async def moved(self, one, other):
        async with self.pool.acquire() as conn:
            await move(conn, self.pause, one, other)
            await self.pause()
            return await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", other)

    async def swallowed(self, one):
        async with self.pool.acquire() as conn:
            done = await tried(conn, one)
            async with conn.transaction():
                await conn.execute("UPDATE accounts SET balance = 4 WHERE id = 2")
                await self.pause()
            left = await looked(conn, one)
            async with conn.transaction():
                await conn.execute("UPDATE accounts SET balance = 5 WHERE id = 3")
            return done, left


async def book(conn, pause, account, amount):
    known = await conn.fetchval("SELECT max(id) FROM entries")
    await pause()
    await conn.execute("INSERT INTO entries (id, account_id, amount) VALUES ($1, $2, $3)", known + 1, account, amount)
    await pause()
    return known


async def move(conn: asyncpg.Connection, pause, one: int, other: int):
    async with conn.transaction():
        await conn.execute("UPDATE accounts SET balance = balance - 5 WHERE id = $1", one)
        await pause()
        await take(one, connection=conn)
        await conn.execute("UPDATE accounts SET balance = balance + 5 WHERE id = $1", other)


async def take(one, *, connection):
    await connection.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Eve', 1)", one)


async def tried(conn, one):
    try:
        await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Ann', 1)", one)
    except Exception:
        return False
    return True


async def looked(conn, one):
    balance = await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
    if balance is None:
        return None
    await conn.execute("UPDATE accounts SET balance = 6 WHERE id = $1", one)
    return balance
