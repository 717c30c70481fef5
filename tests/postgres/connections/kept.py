"""Objects that keep the connection they are made with."""

import asyncpg
from stores import Accounts, Bank, Branch, Ledger, opened

RULE = "groups"
CALLS = [
    ("kept", (1, "Dot")),
    ("kept", (2, "Ann")),
    ("kept", (99, "Dot")),
    ("kept_in_transactions", (1,)),
    ("kept_in_transactions", (3,)),
    ("kept_and_caught", (1, "Dot")),
    ("kept_and_caught", (9, "Ann")),
    ("kept_in_objects", (50, "Dot")),
    ("kept_in_objects", (50, "Ann")),
    ("kept_beside_objects", (1, 80)),
    ("kept_beside_objects", (1, 0)),
    ("kept_beside_objects", (3, 2)),
]


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def kept(self, one, owner):
        async with self.pool.acquire() as conn:
            accounts = Accounts(conn, self.pause)
            found = [await accounts.balance(one), await opened(accounts, 50, owner), await accounts.held(one)]
            await accounts.pay(one, 2)
            await self.pause()
            await accounts.note(60, one, 3)
            return [*found, await accounts.balance(2)]

    async def kept_in_transactions(self, one):
        async with self.pool.acquire() as conn:
            ledger = Ledger(conn, pause=self.pause)
            async with conn.transaction():
                await conn.execute("UPDATE accounts SET balance = 8 WHERE id = $1", one)
                await ledger.add(70, one)
                gone = await ledger.drop(one)
            await self.pause()
            async with conn.transaction():
                await ledger.add(71, one)
                await Ledger(conn, self.pause).add(2 if one == 3 else 72, one)
            return gone

    async def kept_and_caught(self, one, owner):
        async with self.pool.acquire() as conn:
            accounts = Accounts(conn, self.pause)
            try:
                await accounts.note(one, 1, 1)
            except asyncpg.UniqueViolationError as error:
                await self.pause()
                found = error.constraint_name
            else:
                found = None
            return [found, await accounts.open(51, owner), await accounts.balance(51)]

    async def kept_in_objects(self, one, owner):
        async with self.pool.acquire() as conn:
            bank = Bank(conn, self.pause)
            found = [await bank.begun(one, owner), await bank.accounts.held(one)]
            async with conn.transaction():
                await conn.execute("UPDATE accounts SET balance = 8 WHERE id = 1")
                await bank.ledger.add(73, 1)
            return [*found, await bank.accounts.balance(1)]

    async def kept_beside_objects(self, one, entry):
        async with self.pool.acquire() as conn:
            branch = Branch(conn, self.pause)
            await branch.note(entry + 10, one, 1)
            return await branch.moved(one, entry)
