"""Handlers that go on with the connection."""

import asyncio

import asyncpg

RULE = "errors"
CALLS = [
    ("goes_on", (4,)),
    ("goes_on", (1,)),
    ("passed_over", (4, "Zed")),
    ("passed_over", (1, "Zed")),
    ("passed_over", (4, None)),
    ("given_up", (1, 60)),
]
LOCKED = [("given_up", (1, 0.2))]


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def goes_on(self, one):
        failed = False
        async with self.pool.acquire() as conn:
            try:
                await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Ann', 1)", one)
                await self.pause()
            except Exception:
                failed = True
            await self.pause()
            await conn.execute("UPDATE accounts SET balance = 7 WHERE id = 2")
        return failed

    async def passed_over(self, one, owner):
        async with self.pool.acquire() as conn:
            try:
                await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, $2, 1)", one, owner)
            except asyncpg.NotNullViolationError:
                return "null"
            except asyncpg.UniqueViolationError:
                # the clause before takes this error as well, and the connection is used on
                outcome = "unique"
            else:
                outcome = "added"
            await self.pause()
            await conn.execute("UPDATE accounts SET balance = 7 WHERE id = 2")
        return outcome

    async def given_up(self, one, seconds):
        outcome = "in time"
        async with self.pool.acquire() as conn:
            try:
                async with asyncio.timeout(seconds), conn.transaction():
                    await conn.execute("INSERT INTO entries (id, account_id, amount) VALUES (20, $1, 1)", one)
                    await conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
                    await self.pause()
            except TimeoutError:
                outcome = "late"
            await self.pause()
            await conn.execute("INSERT INTO entries (id, account_id, amount) VALUES (21, $1, 1)", one)
        return outcome
