"""Transactions within transactions, and what their options say."""

RULE = "scopes"
CALLS = [
    ("savepoints", ([10, 11, 12],)),
    ("read_only", (1,)),
    ("snapshot", ()),
    ("serial", (1,)),
]
LOCKED = [("savepoints", ([2],))]


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def savepoints(self, ids):
        done = []
        async with self.pool.acquire() as conn:
            known = await conn.fetchval("SELECT count(*) FROM accounts")
            async with conn.transaction():
                for one in ids:
                    try:
                        async with conn.transaction():
                            await conn.execute("DELETE FROM entries WHERE account_id = $1", one)
                            await self.pause()
                            await conn.execute(
                                "INSERT INTO accounts (id, owner, balance) VALUES ($1, 'new', $2)", one, known
                            )
                            done.append(one)
                    except Exception:
                        done.append(str(one))
                await self.pause()
        return done

    async def read_only(self, one):
        async with self.pool.acquire() as conn:
            async with conn.transaction(readonly=True):
                before = await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
            await conn.execute("UPDATE accounts SET balance = 1 WHERE id = $1", one)
            async with conn.transaction(readonly=True):
                await conn.execute("UPDATE accounts SET balance = $2 WHERE id = $1", one, before)

    async def snapshot(self):
        async with self.pool.acquire() as conn:
            async with conn.transaction(isolation="repeatable_read"):
                first = await conn.fetchval("SELECT count(*) FROM accounts")
                await self.pause()
                second = await conn.fetchval("SELECT count(*) FROM accounts")
            third = await conn.fetchval("SELECT count(*) FROM accounts")
            return [first, second, third]

    async def serial(self, one):
        async with self.pool.acquire() as conn:
            tr = conn.transaction(isolation="repeatable_read", readonly=True)
            await tr.start()
            first = await conn.fetchval("SELECT count(*) FROM accounts")
            await self.pause()
            second = await conn.fetchval("SELECT count(*) FROM accounts")
            await tr.commit()
            third = await conn.fetchval("SELECT count(*) FROM accounts")
            await conn.execute("UPDATE accounts SET balance = $2 WHERE id = $1", one, third)
            return [first, second, third]
