"""Blocks of one connection."""

RULE = "scopes"
CALLS = [
    ("statements", (1,)),
    ("statements", (99,)),
    ("transfer", (1, 2)),
    ("one_line", (1,)),
    ("one_line", (3,)),
    ("loop", ([1, 99, 2, 3],)),
    ("rows", ([(5, 1, 1), (6, 2, 2)],)),
    ("rows", ([(5, 1, 1), (1, 2, 2)],)),
    ("rows", ([],)),
    ("skipped", ([1, 99, 3, 2],)),
    ("two", (1,)),
    ("unneeded", (1,)),
    ("unneeded", (3,)),
    ("returned", (1,)),
    ("returned", (3,)),
    ("conflict", (20,)),
]
LOCKED = [("statements", (1,)), ("transfer", (1, 2))]


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def statements(self, one):
        async with self.pool.acquire() as conn:
            await conn.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
            await self.pause()
            row = await conn.fetchrow("SELECT owner, balance FROM accounts WHERE id = $1", one)
            await self.pause()
            await conn.execute("INSERT INTO entries (id, account_id, amount) VALUES (100, $1, $2)", one, row["balance"])
            await self.pause()
            return row["balance"]

    async def transfer(self, one, other):
        async with self.pool.acquire() as conn:
            async with conn.transaction():
                await conn.execute("UPDATE accounts SET balance = balance - 5 WHERE id = $1", one)
                await self.pause()
                await conn.execute("UPDATE accounts SET balance = balance + 5 WHERE id = $1", other)
                await self.pause()
            await self.pause()
            return await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", other)

    async def one_line(self, one):
        async with self.pool.acquire() as conn, conn.transaction():
            balance = await conn.fetchval(
                "UPDATE accounts SET balance = balance * 2 WHERE id = $1 RETURNING balance", one
            )
            await self.pause()
            if balance > 100:
                return "rich"
            await conn.execute("DELETE FROM entries WHERE account_id = $1", one)
            await self.pause()
        return "poor"

    async def loop(self, ids):
        async with self.pool.acquire() as conn:
            for one in ids:
                balance = await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
                if balance is None:
                    continue
                async with conn.transaction():
                    await conn.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
                    await self.pause()
                    if balance > 15:
                        break
            return one

    async def rows(self, rows):
        async with self.pool.acquire() as conn:
            await conn.executemany("INSERT INTO entries (id, account_id, amount) VALUES ($1, $2, $3)", rows)
            await self.pause()
            found = await conn.fetch("SELECT account_id, amount FROM entries ORDER BY id")
            return [dict(row) for row in found]

    async def skipped(self, ids):
        seen = []
        async with self.pool.acquire() as conn:
            for one in ids:
                async with conn.transaction():
                    await conn.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
                balance = await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
                seen.append(balance)
                if balance is None or balance > 100:
                    continue
                await conn.execute("DELETE FROM entries WHERE account_id = $1", one)
                await self.pause()
        return seen

    async def two(self, one):
        async with self.pool.acquire() as conn:
            balance = await conn.fetchval("SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", one)
            async with self.pool.acquire() as other:
                await other.execute("UPDATE accounts SET balance = $2 WHERE id = $1", one, balance + 1)
                await self.pause()
            await conn.execute("DELETE FROM entries WHERE account_id = $1", one)

    async def conflict(self, one):
        async with self.pool.acquire() as conn:
            await conn.execute("UPDATE accounts SET balance = 11 WHERE id = 1")
            async with conn.transaction():
                await conn.execute("UPDATE accounts SET balance = 12 WHERE id = 2")
                await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Ann', 1)", one)

    async def unneeded(self, one):
        async with self.pool.acquire() as conn, conn.transaction():
            if one > 2:
                return "nothing"
            await conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
            await self.pause()
        return "done"

    async def returned(self, one):
        async with self.pool.acquire() as conn:
            known = await conn.fetchval("SELECT count(*) FROM entries")
            async with conn.transaction():
                await conn.execute("UPDATE accounts SET balance = $2 WHERE id = $1", one, known)
                await self.pause()
                return await conn.fetchrow("DELETE FROM entries WHERE account_id = $1 RETURNING id", one) is None
