"""Connections and transactions that are ended by calls."""

import asyncpg

RULE = "scopes"
CALLS = [
    ("by_hand", (1,)),
    ("by_hand", (3,)),
    ("ended_by_hand", (3, False)),
    ("ended_by_hand", (3, True)),
    ("ended_by_hand", (1, False)),
    ("ended_by_hand", (30, False)),
    ("told_apart", (10,)),
    ("acquired", (1,)),
    ("acquired", (3,)),
    ("acquired_and_handled", (1,)),
    ("acquired_and_handled", (3,)),
]


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def by_hand(self, one):
        async with self.pool.acquire() as conn:
            before = await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
            tr = conn.transaction()
            await tr.start()
            try:
                await conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
                await self.pause()
                await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', $2)", one + 1, before)
            except Exception:
                await tr.rollback()
                await self.pause()
                outcome = "failed"
            else:
                await tr.commit()
                await self.pause()
                outcome = "done"
            await conn.execute("UPDATE accounts SET balance = balance + 1 WHERE id = 2")
            return outcome

    async def ended_by_hand(self, one, dry):
        async with self.pool.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            try:
                await conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
                await self.pause()
            except ValueError:
                await tr.rollback()
                return "struck"
            await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 5)", one + 1)
            await self.pause()
            if dry:
                await tr.rollback()
                outcome = "dry"
            elif await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", one) is None:
                await tr.rollback()
                outcome = "nobody"
            else:
                await conn.execute("DELETE FROM entries WHERE account_id = $1", one)
                await tr.commit()
                outcome = "done"
            await self.pause()
            await conn.execute("UPDATE accounts SET balance = balance + 1 WHERE id = 2")
            return outcome

    async def told_apart(self, one):
        async with self.pool.acquire() as conn:
            tr = conn.transaction()
            await tr.start()
            try:
                await conn.execute("UPDATE accounts SET balance = 0 WHERE id = 1")
                await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Ann', 5)", one)
                await self.pause()
            except asyncpg.UniqueViolationError:
                await tr.rollback()
                outcome = "unique"
            except Exception:
                await tr.rollback()
                outcome = "other"
            else:
                await tr.commit()
                outcome = "done"
            await self.pause()
            return outcome

    async def acquired(self, one):
        conn = await self.pool.acquire()
        try:
            balance = await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
            await self.pause()
            async with conn.transaction():
                await conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
                await self.pause()
                await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', $2)", one + 1, balance)
            await self.pause()
            return balance
        finally:
            await self.pool.release(conn)

    async def acquired_and_handled(self, one):
        conn = await self.pool.acquire()
        try:
            await conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
            await conn.fetchval("SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", one)
            await self.pause()
            await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 7)", one + 1)
        except asyncpg.UniqueViolationError:
            await self.pause()
            return "unique"
        except Exception:
            await self.pause()
            raise
        finally:
            await self.pool.release(conn)
        await self.pause()
        return "done"
