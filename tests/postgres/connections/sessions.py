"""Calls of a pool in a row."""

RULE = "sessions"
CALLS = [
    ("adjacent", (1, 100)),
    ("adjacent", (1, 2)),
    ("apart", (1,)),
    ("locked_first", (1,)),
    ("asked_for_the_time", (1,)),
    ("one_time", (1,)),
    ("a_time_each", (1,)),
    ("read_after_the_insert", (1,)),
]


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def adjacent(self, one, entry):
        before = await self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
        await self.pool.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
        await self.pool.execute("INSERT INTO entries (id, account_id, amount) VALUES ($1, $2, 1)", entry, one)
        after = await self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
        entries = await self.pool.fetchval("SELECT count(*) FROM entries")
        await self.pause()
        return [before, after, entries]

    async def apart(self, one):
        before = await self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
        await self.pause()
        await self.pool.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
        await self.pause()
        return [before, await self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one)]

    async def locked_first(self, one):
        await self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", one)
        await self.pool.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
        await self.pause()

    async def asked_for_the_time(self, one):
        await self.pool.execute("INSERT INTO visits (id, account_id) VALUES ($1, 1)", one)
        await self.pool.execute("INSERT INTO visits (id, account_id) VALUES ($1, 1)", one + 1)
        found = await self.pool.fetchval("SELECT count(DISTINCT created_at) FROM visits")
        await self.pool.execute("DELETE FROM visits")
        await self.pause()
        return found

    async def one_time(self, one):
        async with self.pool.acquire() as conn, conn.transaction():
            await conn.execute("INSERT INTO visits (id, account_id) VALUES ($1, 1)", one)
            await self.pause()
            again = await conn.fetchval(
                "INSERT INTO visits (id, account_id) VALUES ($1, 1) RETURNING created_at = now()", one + 1
            )
            same = await conn.fetchval("SELECT count(DISTINCT created_at) FROM visits")
            await conn.execute("DELETE FROM visits")
        await self.pause()
        return [again, same]

    async def a_time_each(self, one):
        async with self.pool.acquire() as conn:
            await conn.execute("INSERT INTO visits (id, account_id) VALUES ($1, 1)", one)
            await conn.execute("INSERT INTO visits (id, account_id) VALUES ($1, 1)", one + 1)
            found = await conn.fetchval("SELECT count(DISTINCT created_at) FROM visits")
            later = await conn.fetchval("SELECT now() > max(created_at) FROM visits")
            await conn.execute("DELETE FROM visits")
            await self.pause()
            return [found, later]

    async def read_after_the_insert(self, one):
        async with self.pool.acquire() as conn:
            known = await conn.fetchval("SELECT count(*) FROM visits WHERE created_at < now()")
            made = await conn.fetchval("INSERT INTO visits (id, account_id) VALUES ($1, 1) RETURNING created_at", one)
            read = await conn.fetchval("SELECT created_at FROM visits WHERE id = $1", one)
            past = await conn.fetchval("SELECT created_at < now() FROM visits WHERE id = $1", one)
            await conn.execute("DELETE FROM visits")
            await self.pause()
            return [known, made == read, past]
