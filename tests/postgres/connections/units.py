"""Classes that are a unit of work: entered, they acquire a connection and may begin a transaction."""

RULE = "scopes"
CALLS = [
    ("in_a_unit", (1,)),
    ("in_a_unit", (3,)),
    ("in_a_unit_of_a_method", (1,)),
    ("on_a_connection", (1,)),
    ("on_a_connection", (99,)),
    ("after_a_failed_unit", (3,)),
    ("after_a_failed_unit", (1,)),
]


class UnitOfWork:
    def __init__(self, pool, name=None):
        self.pool = pool
        self.name = name
        self.conn = None

    async def __aenter__(self):
        self.conn = await self.pool.acquire()
        self.tr = self.conn.transaction()
        await self.tr.start()
        return self

    async def __aexit__(self, kind, error, traceback):
        try:
            if kind is None:
                await self.tr.commit()
            else:
                await self.tr.rollback()
        finally:
            await self.pool.release(self.conn)
            self.conn = None


class Connected:
    def __init__(self, pool):
        self._pool = pool

    async def __aenter__(self):
        self._conn = await self._pool.acquire()
        return self._conn

    async def __aexit__(self, *error):
        await self._pool.release(self._conn)


class Units:
    def __init__(self, pool):
        self.pool = pool

    def unit(self):
        return UnitOfWork(self.pool)


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause
        self.units = Units(pool)

    async def in_a_unit(self, one):
        async with UnitOfWork(self.pool, name="unit") as unit:
            await unit.conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
            await self.pause()
            await unit.conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 5)", one + 1)
            await self.pause()
            return await unit.conn.fetchval("SELECT count(*) FROM accounts")

    async def in_a_unit_of_a_method(self, one):
        async with self.units.unit() as unit:
            await unit.conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
            await self.pause()
            async with unit.conn.transaction():
                await unit.conn.execute("DELETE FROM entries WHERE account_id = $1", one)
        await self.pause()

    async def on_a_connection(self, one):
        async with Connected(self.pool) as conn:
            await conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
            await self.pause()
            return await conn.fetchval("SELECT owner FROM accounts WHERE id = $1", one)

    async def after_a_failed_unit(self, one):
        try:
            async with UnitOfWork(self.pool) as unit:
                await unit.conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
                await unit.conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 5)", one + 1)
                await self.pause()
        except Exception:
            outcome = "failed"
        else:
            outcome = "done"
        await self.pause()
        await self.pool.execute("UPDATE accounts SET balance = balance + 1 WHERE id = 2")
        return outcome
