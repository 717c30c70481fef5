"""Blocks of connections and transactions; ``pause()`` is where the outside world looks or strikes."""

import asyncio
from functools import wraps

import asyncpg
from stores import Accounts, Bank, Branch, Ledger, opened


def cached(func):
    tasks = {}

    def key_of(args, kwargs):
        key = list(args[1:])
        for name, value in kwargs.items():
            if name == "connection":
                continue
            key.append((name, repr(value)))
        return tuple(key)

    @wraps(func)
    def wrapper(*args, **kwargs):
        key = key_of(args, kwargs)
        try:
            task = tasks[key]
        except KeyError:
            tasks[key] = task = asyncio.create_task(func(*args, **kwargs))
        return task

    def forget(*args, **kwargs):
        return tasks.pop(key_of(args, kwargs), None) is not None

    wrapper.forget = forget
    return wrapper


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

    async def goes_on(self, one):
        failed = False
        async with self.pool.acquire() as conn:
            try:
                await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Ann', 1)", one)
                await self.pause()
            except Exception:
                failed = True
            await self.pause()
            await conn.execute("UPDATE accounts SET balance = 7 WHERE id = 2")
        return failed

    async def passed_over(self, one, owner):
        async with self.pool.acquire() as conn:
            try:
                await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, $2, 1)", one, owner)
            except asyncpg.NotNullViolationError:
                return "null"
            except asyncpg.UniqueViolationError:
                # the clause before takes this error as well, and the connection is used on
                outcome = "unique"
            else:
                outcome = "added"
            await self.pause()
            await conn.execute("UPDATE accounts SET balance = 7 WHERE id = 2")
        return outcome

    async def conflict(self, one):
        async with self.pool.acquire() as conn:
            await conn.execute("UPDATE accounts SET balance = 11 WHERE id = 1")
            async with conn.transaction():
                await conn.execute("UPDATE accounts SET balance = 12 WHERE id = 2")
                await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Ann', 1)", one)

    async def rows(self, rows):
        async with self.pool.acquire() as conn:
            await conn.executemany("INSERT INTO entries (id, account_id, amount) VALUES ($1, $2, $3)", rows)
            await self.pause()
            found = await conn.fetch("SELECT account_id, amount FROM entries ORDER BY id")
            return [dict(row) for row in found]

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

    async def two(self, one):
        async with self.pool.acquire() as conn:
            balance = await conn.fetchval("SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", one)
            async with self.pool.acquire() as other:
                await other.execute("UPDATE accounts SET balance = $2 WHERE id = $1", one, balance + 1)
                await self.pause()
            await conn.execute("DELETE FROM entries WHERE account_id = $1", one)

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

    async def wrapped(self, one):
        async with await Database(self.pool).transaction() as held:
            await held.conn.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one)
            await self.pause()
            async with held.conn.transaction():
                await held.conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 5)", one + 1)
            await self.pause()

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

    async def adjacent(self, one, entry):
        before = await self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
        await self.pool.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
        await self.pool.execute("INSERT INTO entries (id, account_id, amount) VALUES ($1, $2, 1)", entry, one)
        after = await self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
        entries = await self.pool.fetchval("SELECT count(*) FROM entries")
        await self.pause()
        return [before, after, entries]

    async def hasty(self, one, seconds):
        try:
            await self.pool.execute("UPDATE accounts SET balance = 0 WHERE id = $1", one, timeout=seconds)
        except TimeoutError:
            return "late"
        await self.pause()
        return await self.pool.fetchval("SELECT balance FROM accounts WHERE id = $1", one, timeout=30)

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


async def book(conn, pause, account, amount):
    known = await conn.fetchval("SELECT max(id) FROM entries")
    await pause()
    await conn.execute("INSERT INTO entries (id, account_id, amount) VALUES ($1, $2, $3)", known + 1, account, amount)
    await pause()
    return known


async def move(conn: asyncpg.Connection, pause, one: int, other: int):
    async with conn.transaction():
        await conn.execute("UPDATE accounts SET balance = balance - 5 WHERE id = $1", one)
        await pause()
        await take(one, connection=conn)
        await conn.execute("UPDATE accounts SET balance = balance + 5 WHERE id = $1", other)


async def take(one, *, connection):
    await connection.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Eve', 1)", one)


class Passing:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def booked(self, one):
        async with self.pool.acquire() as conn:
            first = await book(conn, self.pause, one, 1)
            try:
                second = await book(conn, self.pause, one, 2)
            except Exception:
                second = None
            await conn.execute("UPDATE accounts SET balance = 3 WHERE id = $1", one)
            return first, second

    async def moved(self, one, other):
        async with self.pool.acquire() as conn:
            await move(conn, self.pause, one, other)
            await self.pause()
            return await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", other)

    async def swallowed(self, one):
        async with self.pool.acquire() as conn:
            done = await tried(conn, one)
            async with conn.transaction():
                await conn.execute("UPDATE accounts SET balance = 4 WHERE id = 2")
                await self.pause()
            left = await looked(conn, one)
            async with conn.transaction():
                await conn.execute("UPDATE accounts SET balance = 5 WHERE id = 3")
            return done, left

    async def look(self, one, *, connection=None):
        con = connection or self.pool
        balance = await con.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
        await self.pause()
        await con.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
        await self.pause()
        return balance

    async def peek(self, one, conn=None):
        if conn is None:
            conn = self.pool
        return await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", one)

    async def maybe(self, one):
        first = await self.look(one)
        async with self.pool.acquire() as conn:
            second = await self.look(one, connection=conn)
            await self.pause()
            await conn.execute("UPDATE accounts SET balance = $2 WHERE id = $1", one, second * 2)
        return [first, second]

    @cached
    async def known(self, one, *, connection: asyncpg.Connection | None = None):
        con = connection or self.pool
        await self.pause()
        balance = await con.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
        await self.pause()
        return balance

    async def remembered(self, one):
        self.known.forget(self, one)
        self.quietly.forget(self, one)
        async with self.pool.acquire() as conn:
            first = await self.known(one, connection=conn)
            await conn.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", one)
            second = await self.known(one)
            found = [self.known.forget(self, one), self.known.forget(self, one)]
            third = await self.known(one, connection=conn)
            await self.pause()
            await conn.execute("UPDATE accounts SET balance = $2 WHERE id = $1", one, third * 2)
        both = await asyncio.gather(self.again(one), self.again(one))
        return [first, second, found, third, both, self.quietly.forget(self, one), self.quietly.forget(self, one)]

    @cached
    async def quietly(self, one, *, connection: asyncpg.Connection | None = None):
        con = connection or self.pool
        return await con.fetchval("SELECT balance FROM accounts WHERE id = $1", one)

    async def again(self, one):
        async with self.pool.acquire() as conn:
            return [await self.quietly(one, connection=conn), await conn.fetchval("SELECT count(*) FROM entries")]

    async def inside(self, one):
        async with self.pool.acquire() as conn, conn.transaction():
            await conn.execute("UPDATE accounts SET balance = 77 WHERE id = $1", one)
            seen = [await self.peek(one, conn)]
            await self.pause()
            seen.append(await self.peek(one))
            await self.pause()
            return seen


async def tried(conn, one):
    try:
        await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Ann', 1)", one)
    except Exception:
        return False
    return True


async def looked(conn, one):
    balance = await conn.fetchval("SELECT balance FROM accounts WHERE id = $1", one)
    if balance is None:
        return None
    await conn.execute("UPDATE accounts SET balance = 6 WHERE id = $1", one)
    return balance
