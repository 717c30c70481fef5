"""Calls within larger expressions: as often, as late and in the same order."""

import asyncio

RULE = "positions"
CALLS = [
    ("each", ([1, 99, 2],)),
    ("one_or_the_other", (1,)),
    ("one_or_the_other", (99,)),
    ("one_by_one", ([1, 2],)),
    ("in_time", (1,)),
    ("as_long_as", (2,)),
    ("written_out", (1,)),
    ("short_circuit", (1,)),
    ("short_circuit", (3,)),
    ("handed_on", (1,)),
]


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def each(self, ids):
        found = [await self.pool.fetchval("SELECT owner FROM accounts WHERE id = $1", one) for one in ids]
        await self.pause()
        return found

    async def one_or_the_other(self, one):
        owner = await self.pool.fetchval("SELECT owner FROM accounts WHERE id = $1", one)
        await self.pause()
        return (
            await self.pool.fetchval("DELETE FROM entries WHERE account_id = $1 RETURNING id", one)
            if owner
            else await self.pool.fetchval("SELECT count(*) FROM entries")
        )

    async def owners(self, ids):
        for one in ids:
            yield await self.pool.fetchval("SELECT owner FROM accounts WHERE id = $1", one)
            await self.pause()

    async def one_by_one(self, ids):
        return [owner async for owner in self.owners(ids)]

    async def in_time(self, one):
        balance = await asyncio.wait_for(
            self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one), timeout=5
        )
        await self.pause()
        return balance

    async def as_long_as(self, most):
        while await self.pool.fetchval("SELECT count(*) FROM entries") < most + 2:
            await self.pool.execute(
                "INSERT INTO entries (id, account_id, amount) SELECT max(id) + 1, 1, 1 FROM entries"
            )
            await self.pause()
        return most

    async def written_out(self, one):
        text = f"{await self.pool.fetchval('SELECT owner FROM accounts WHERE id = $1', one)}!"
        await self.pause()
        return text

    async def short_circuit(self, one):
        done = await self.pool.fetchval(
            "SELECT id FROM entries WHERE account_id = $1", one
        ) or await self.pool.fetchval(
            "INSERT INTO entries (id, account_id, amount) VALUES (9, $1, 1) RETURNING id", one
        )
        await self.pause()
        return done

    async def told(self, *values):
        await self.pause()
        return list(values)

    async def handed_on(self, one):
        return (
            await self.told(
                one,
                await self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one),
                balance=1,
            )
            if one > 5
            else await self.told(await self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one))
        )
