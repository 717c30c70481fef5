"""A class of the project that holds a connection and its transaction."""

RULE = "scopes"
CALLS = [
    ("wrapped", (1,)),
    ("wrapped", (3,)),
]


class Held:
    def __init__(self, conn, transaction):
        self.conn = conn
        self.transaction = transaction

    async def __aenter__(self):
        await self.transaction.__aenter__()
        return self

    async def __aexit__(self, *error):
        try:
            await self.transaction.__aexit__(*error)
        finally:
            await self.conn.close()


class Database:
    def __init__(self, pool):
        self.pool = pool

    async def transaction(self):
        conn = await self.pool.acquire()
        transaction = conn.transaction()
        return Held(conn, transaction)


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def wrapped(self, one):
        async with await Database(self.pool).transaction() as held:
            await held.conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
            await self.pause()
            async with held.conn.transaction():
                await held.conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 5)", one + 1)
            await self.pause()
