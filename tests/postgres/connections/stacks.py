"""Connections and transactions that an exit stack enters and leaves."""

from contextlib import AsyncExitStack, suppress

RULE = "scopes"
CALLS = [
    ("stacked", (1,)),
    ("stacked_in_a_transaction", (1,)),
    ("stacked_in_a_transaction", (3,)),
    ("suppressed", (1,)),
]


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def stacked(self, one):
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.pause)
            conn = await stack.enter_async_context(self.pool.acquire())
            await conn.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
            await self.pause()
            await conn.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
            return await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", one)

    async def stacked_in_a_transaction(self, one):
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self.pool.acquire())
            owner = await conn.fetchval("SELECT owner FROM accounts WHERE id = $1", one)
            await stack.enter_async_context(conn.transaction(isolation="repeatable_read"))
            await conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
            await self.pause()
            await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 5)", one + 1)
            await self.pause()
            return owner

    async def suppressed(self, one):
        async with AsyncExitStack() as stack:
            stack.enter_context(suppress(ValueError))
            conn = await stack.enter_async_context(self.pool.acquire())
            await conn.execute("UPDATE accounts SET balance = 9 WHERE id = $1", one)
            await self.pause()
            await stack.enter_async_context(conn.transaction())
            await conn.execute("DELETE FROM entries WHERE account_id = $1", one)
            raise ValueError
        await self.pause()
        return await self.pool.fetchval("SELECT count(*) FROM entries")
