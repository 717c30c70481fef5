"""What asyncpg has besides its five query methods."""

import asyncpg

RULE = "driver"
CALLS = [
    ("streamed", (50, 15)),
    ("streamed", (1000, 500)),
    ("prepared", ([1, 3],)),
    ("prepared", ([2, 99],)),
    ("prepared_and_streamed", (1000,)),
    ("prepared_and_streamed", (200,)),
    ("prepared_and_streamed", (15,)),
    ("copied", ([(10, 1, 1), (11, 2, 2)],)),
    ("copied", ([(10, 1, 1), (2, 2, 2)],)),
    ("copied_or_not", ([(10, 1, 1)],)),
    ("copied_or_not", ([(1, 1, 1)],)),
    ("hasty", (1, 60)),
    ("hasty_on_a_connection", (1, 60)),
    ("hasty_in_a_transaction", (1, 60)),
]
LOCKED = [("hasty", (1, 0.2)), ("hasty_on_a_connection", (1, 0.2)), ("hasty_in_a_transaction", (1, 0.2))]


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def streamed(self, most, enough):
        found = []
        async with self.pool.acquire() as conn:
            async with conn.transaction():
                query = "SELECT id, balance FROM accounts WHERE balance < $1 ORDER BY id"
                async for row in conn.cursor(query, most, prefetch=1):
                    found.append(row["id"])
                    await conn.execute("UPDATE accounts SET balance = balance + 100 WHERE id = $1", row["id"])
                    await self.pause()
                    if row["balance"] > enough:
                        break
                await conn.execute("DELETE FROM entries WHERE account_id = $1", found[-1])
                await self.pause()
            await self.pause()
            rest = await conn.fetchval("SELECT count(*) FROM accounts WHERE balance > 100")
            return [found, rest]

    async def prepared(self, ids):
        seen = []
        async with self.pool.acquire() as conn:
            look = await conn.prepare("SELECT balance FROM accounts WHERE id = $1")
            move = await conn.prepare("UPDATE accounts SET balance = balance - 1 WHERE id = $1 RETURNING owner")
            for one in ids:
                seen.append(await look.fetchval(one))
                await self.pause()
                row = await move.fetchrow(one)
                seen.append(row["owner"])
                await self.pause()
        return seen

    async def prepared_and_streamed(self, least):
        async with self.pool.acquire() as conn:
            accounts = await conn.prepare("SELECT id, owner FROM accounts WHERE balance > $1 ORDER BY id")
            async with conn.transaction():
                async for record in accounts.cursor(least):
                    account = dict(record)
                    await conn.execute(
                        "INSERT INTO entries (id, account_id, amount) VALUES ($1, $2, 1)", account["id"], account["id"]
                    )
                    await self.pause()

    async def copied(self, rows):
        async with self.pool.acquire() as conn:
            async with conn.transaction():
                await conn.execute("DELETE FROM entries WHERE id = 1")
                await self.pause()
                await conn.copy_records_to_table("entries", records=rows, columns=["id", "account_id", "amount"])
                await self.pause()
                async with conn.transaction():
                    await conn.copy_records_to_table("accounts", records=[(7, "Ida", 7)])
                    await self.pause()
                await conn.execute("UPDATE entries SET amount = amount + 1 WHERE id > 2")
            return await conn.fetchval("SELECT count(*) FROM entries")

    async def copied_or_not(self, rows):
        async with self.pool.acquire() as conn, conn.transaction():
            await conn.execute("UPDATE accounts SET balance = 1 WHERE id = 1")
            try:
                async with conn.transaction():
                    await conn.copy_records_to_table("entries", records=rows, columns=["id", "account_id", "amount"])
                    await self.pause()
                    await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES (9, 'Ann', 1)")
            except asyncpg.UniqueViolationError as error:
                return error.constraint_name

    async def hasty(self, one, seconds):
        try:
            await self.pool.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one, timeout=seconds)
        except TimeoutError:
            return "late"
        await self.pause()
        return await self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one, timeout=30)

    async def hasty_on_a_connection(self, one, seconds):
        outcome = "in time"
        async with self.pool.acquire() as conn:
            try:
                await conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one, timeout=seconds)
            except TimeoutError:
                outcome = "late"
            await self.pause()
            await conn.execute("INSERT INTO entries (id, account_id, amount) VALUES (20, $1, 1)", one, timeout=30)
            await self.pause()
            return [outcome, await conn.fetchval("SELECT count(*) FROM entries", timeout=30)]

    async def hasty_in_a_transaction(self, one, seconds):
        async with self.pool.acquire() as conn:
            try:
                async with conn.transaction():
                    await conn.execute("INSERT INTO entries (id, account_id, amount) VALUES (20, $1, 1)", one)
                    await self.pause()
                    try:
                        await conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one, timeout=seconds)
                    except TimeoutError as error:
                        raise LookupError("late") from error
            except LookupError:
                await conn.execute("INSERT INTO entries (id, account_id, amount) VALUES (21, $1, 1)", one)
            await self.pause()
            return await conn.fetchval("SELECT count(*) FROM entries")
