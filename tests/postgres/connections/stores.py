"""Classes whose objects keep the connection they are made with."""

import asyncpg


class Store:
    def __init__(self, conn: asyncpg.Connection, pause) -> None:
        self._conn = conn
        self.pause = pause

    @property
    def connection(self) -> asyncpg.Connection:
        return self._conn

    async def note(self, entry, account, amount):
        await self._conn.execute(
            "INSERT INTO entries (id, account_id, amount) VALUES ($1, $2, $3)", entry, account, amount
        )
        await self.pause()


class Accounts(Store):
    async def open(self, one, owner):
        try:
            await self.connection.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, $2, 1)", one, owner)
        except asyncpg.UniqueViolationError:
            await self.pause()
            return False
        await self.pause()
        return True

    async def balance(self, one):
        value = await self.connection.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
        await self.pause()
        return value

    async def pay(self, one, other):
        async with self._conn.transaction():
            await self._take(one)
            await self._conn.execute("UPDATE accounts SET balance = balance + 5 WHERE id = $1", other)
            await self.pause()

    async def _take(self, one):
        await self._conn.execute("UPDATE accounts SET balance = balance - 5 WHERE id = $1", one)
        await self.pause()

    async def held(self, one):
        row = await self._conn.fetchrow("SELECT id, balance FROM accounts WHERE id = $1 FOR UPDATE", one)
        await self.pause()
        return row and dict(row)

    async def note(self, entry, account, amount):
        await super().note(entry, account, amount * 2)


class Ledger(Store):
    """Only used in transactions."""

    async def add(self, entry, account):
        await self._conn.execute("INSERT INTO entries (id, account_id, amount) VALUES ($1, $2, 9)", entry, account)
        await self.pause()

    async def drop(self, account):
        return await clear(self._conn, account)


class Bank:
    """Keeps objects that keep the connection, and never the connection itself."""

    def __init__(self, conn: asyncpg.Connection, pause) -> None:
        self.accounts = Accounts(conn, pause)
        self.ledger = Ledger(conn, pause)

    async def begun(self, one, owner):
        if not await self.accounts.open(one, owner):
            return await self.accounts.balance(1)
        await self.accounts.note(one, one, 3)
        return await self.accounts.balance(one)


class Branch(Store):
    """Keeps the connection, and one more object of it."""

    def __init__(self, conn: asyncpg.Connection, pause) -> None:
        super().__init__(conn, pause)
        self._bank = Bank(conn, pause)

    async def moved(self, one, entry):
        conn = self._conn
        async with self.connection.transaction():
            await self._bank.ledger.add(entry, one)
            try:
                async with self.connection.transaction():
                    await self._bank.ledger.add(entry + 1, one)
                    await conn.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
            except asyncpg.UniqueViolationError:
                await self.pause()
            await self._bank.ledger.drop(2)
        return await self._bank.accounts.balance(one)


async def clear(conn: asyncpg.Connection, account: int):
    return await conn.execute("DELETE FROM entries WHERE account_id = $1", account)


async def opened(accounts: Accounts, one, owner):
    done = await accounts.open(one, owner)
    return [done, await accounts.balance(one)]
