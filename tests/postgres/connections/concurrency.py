"""Calls that run at once, each on a session of its own."""

import asyncio

RULE = "concurrency"
CALLS = [
    ("in_a_task", (1,)),
    ("in_a_task", (99,)),
    ("captured", ([1, 3],)),
]
#: Which of several statements at once a fault would strike, nobody knows.
AT_ONCE = [
    [("gathered", ([1, 2, 99],))],
    [("apart", (1,))],
    [("grouped", ([1, 2, 3],))],
    [("one_of_them_fails", (4,))],
    [("one_of_them_fails", (1,))],
    [("spent", (1,)), ("spent", (1,)), ("spent", (1,))],
    [("spent", (1,)), ("in_a_task", (2,)), ("captured", ([3],))],
    [("one_of_them_fails", (4,)), ("one_of_them_fails", (4,))],
]


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def gathered(self, ids):
        balances = await asyncio.gather(
            *(self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one) for one in ids)
        )
        await self.pause()
        return balances

    async def grouped(self, ids):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.doubled(one)) for one in ids]
        await self.pause()
        return [task.result() for task in tasks]

    async def doubled(self, one):
        return await self.pool.fetchval(
            "UPDATE accounts SET balance = balance * 2 WHERE id = $1 RETURNING balance", one
        )

    async def in_a_task(self, one):
        task = asyncio.create_task(self.doubled(one))
        balance = await task
        await self.pause()
        return [balance, await self.pool.fetchval("SELECT count(*) FROM entries WHERE account_id = $1", one)]

    async def captured(self, ids):
        async def add(one):
            await self.pool.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
            return await self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one)

        found = [await add(one) for one in ids]
        await self.pause()
        return found

    async def apart(self, one):
        async with self.pool.acquire() as conn, conn.transaction():
            await conn.execute("UPDATE accounts SET balance = 1 WHERE id = $1", one)
            # another connection sees nothing of it
            seen, count = await asyncio.gather(
                self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one),
                self.pool.fetchval("SELECT count(*) FROM entries"),
            )
            await self.pause()
            return [seen, count]

    async def one_of_them_fails(self, one):
        outcomes = await asyncio.gather(
            self.pool.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 1)", one),
            self.pool.fetchval("SELECT count(*) FROM entries"),
            return_exceptions=True,
        )
        await self.pause()
        return [isinstance(outcome, Exception) or outcome for outcome in outcomes]

    async def spent(self, one):
        async with self.pool.acquire() as conn, conn.transaction():
            balance = await conn.fetchval("SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", one)
            await self.pause()
            await conn.execute("UPDATE accounts SET balance = $2 WHERE id = $1", one, balance - 1)
