"""Handlers of asyncpg's errors, and what they read of them."""

import logging
from contextlib import suppress

import asyncpg
from asyncpg import ForeignKeyViolationError, UniqueViolationError
from asyncpg.exceptions import PostgresError

RULE = "errors"
CALLS = [
    ("suppressed", (4,)),
    ("suppressed", (1,)),
    ("looked_into", (4, "Zed")),
    ("looked_into", (1, "Zed")),
    ("looked_into", (4, "Ann")),
    ("several", (4,)),
    ("several", (1,)),
    ("by_its_base", (4,)),
    ("by_its_base", (1,)),
    ("in_order", (4,)),
    ("in_order", (1,)),
    ("raised_again", (1,)),
    ("retried", (1,)),
    ("retried", (7,)),
    ("deferred", (1, 1)),
    ("deferred", (1, 99)),
    ("deferred_in_a_transaction", (1, 1)),
    ("deferred_in_a_transaction", (1, 99)),
    ("around_a_block", (4,)),
    ("around_a_block", (1,)),
]

log = logging.getLogger(__name__)


class TakenError(Exception):
    pass


class Work:
    def __init__(self, pool, pause):
        self.pool = pool
        self.pause = pause

    async def suppressed(self, one):
        with suppress(asyncpg.UniqueViolationError):
            await self.pool.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 1)", one)
            await self.pause()
            return "added"
        await self.pause()
        return "taken"

    async def looked_into(self, one, owner):
        try:
            await self.pool.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, $2, 1)", one, owner)
        except asyncpg.UniqueViolationError as error:
            if error.constraint_name == "accounts_pkey":
                return "number"
            return [error.constraint_name, error.detail, error.sqlstate, error.message, str(error)]
        return "added"

    async def several(self, one):
        try:
            await self.pool.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 1)", one)
        except (UniqueViolationError, ForeignKeyViolationError, LookupError):
            log.debug("taken", exc_info=True)
            return "taken"
        finally:
            await self.pause()
        return "added"

    async def by_its_base(self, one):
        try:
            await self.pool.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 1)", one)
            await self.pause()
        except PostgresError as error:
            return type(error).__name__
        except asyncpg.InterfaceError:
            return "interface"

    async def in_order(self, one):
        try:
            await self.pool.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 1)", one)
        except asyncpg.NotNullViolationError:
            outcome = "null"
        except asyncpg.IntegrityConstraintViolationError:
            outcome = "integrity"
        except Exception:
            outcome = "other"
        else:
            await self.pause()
            outcome = "added"
        return outcome

    async def raised_again(self, one):
        try:
            await self.pool.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 1)", one)
        except asyncpg.UniqueViolationError as error:
            await self.pause()
            raise TakenError(error.constraint_name) from error

    async def retried(self, one):
        for number in range(one, one + 3):
            try:
                await self.pool.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 1)", number)
            except asyncpg.UniqueViolationError:
                await self.pause()
                continue
            return number
        return None

    async def deferred(self, one, account):
        try:
            await self.pool.execute("INSERT INTO visits (id, account_id) VALUES ($1, $2)", one, account)
        except asyncpg.ForeignKeyViolationError as error:
            return error.constraint_name
        await self.pause()
        return "added"

    async def deferred_in_a_transaction(self, one, account):
        async with self.pool.acquire() as conn:
            try:
                async with conn.transaction():
                    await conn.execute("INSERT INTO visits (id, account_id) VALUES ($1, $2)", one, account)
                    await self.pause()
            except asyncpg.ForeignKeyViolationError as error:
                await self.pause()
                outcome = error.constraint_name
            else:
                outcome = "added"
            await conn.execute("UPDATE accounts SET balance = 7 WHERE id = 2")
            return outcome

    async def around_a_block(self, one):
        try:
            async with self.pool.acquire() as conn, conn.transaction():
                await conn.execute("UPDATE accounts SET balance = 7 WHERE id = 2")
                await self.pause()
                await conn.execute("INSERT INTO accounts (id, owner, balance) VALUES ($1, 'Zed', 1)", one)
        except asyncpg.UniqueViolationError:
            return "taken"
        return "added"
