"""What is called like a pool and is one connection: its statements may stand in somebody else's transaction."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_plan import converted, refusals

ADD = "await {}.execute('DELETE FROM links WHERE id = $1', one)"
SHARED = "session.connection"

DATABASE = """
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

session_maker = async_sessionmaker(create_async_engine("postgresql+asyncpg://"))
"""

KEPT = f"""
import asyncpg


class Store:
    def __init__(self, db):
        self.db = db

    async def add(self, one: int):
        {ADD.format("self.db")}


class Below(Store):
    pass


async def run(pool, one: int):
    async with pool.acquire() as conn, conn.transaction():
        await {{made}}.add(one)
"""
FIELD = f"""
import asyncpg
from dataclasses import dataclass


@dataclass
class Store:
    db: {{type}}

    async def add(self, one: int):
        {ADD.format("self.db")}
"""
SINGLE = f"""
import asyncpg


class Store:
    async def open(self):
        self.db = await asyncpg.connect('postgresql://')

    async def add(self, one: int):
        {ADD.format("self.db")}

    async def run(self, one: int):
        {{run}}
        await self.add(one)
"""
STACK = f"""
import asyncpg
from contextlib import AsyncExitStack


async def run(pool, one: int):
    async with AsyncExitStack() as stack:
        db = await stack.enter_async_context({{entered}})
        {ADD.format("db")}
"""
REQUEST = f"""
import asyncpg


async def middleware(app, request, handler):
    async with app.pool.acquire() as conn, conn.transaction():
        request.state.{{name}} = conn
        return await handler(request)


async def handler(request, one: int):
    {ADD.format("request.state.db")}
"""
RETURNED = f"""
import asyncpg


async def opened(pool){{returns}}:
    {{body}}


async def run(pool, one: int):
    db = await opened(pool)
    {ADD.format("db")}
"""
DEPENDENCY = f"""
import asyncpg
from fastapi import Depends


async def get_db(request):
    async with request.app.state.pool.acquire() as conn, conn.transaction():
        yield conn


async def handler(one: int, db=Depends({{function}})):
    {ADD.format("db")}
"""
GLOBAL = f"""
import asyncpg

db: asyncpg.Pool = None


async def start():
    global db
    db = await {{made}}


async def add(one: int):
    {ADD.format("db")}


async def run(one: int):
    async with {{entered}}:
        await add(one)
"""
PARTIAL = f"""
import asyncpg
from functools import partial


async def add(db, one: int):
    {ADD.format("db")}


async def run(pool, one: int):
    async with pool.acquire() as conn, conn.transaction():
        await partial(add, {{given}})(one)
"""


@pytest.mark.parametrize(
    ("code", "stays"),
    [
        (KEPT.format(made="Store(conn)"), True),
        (KEPT.format(made="Store(db=conn)"), True),
        (KEPT.format(made="Below(conn)"), True),
        (KEPT.format(made="Store(pool)"), False),
        (FIELD.format(type="asyncpg.Connection"), True),
        (FIELD.format(type="asyncpg.Pool"), False),
        (SINGLE.format(run="tr = self.db.transaction()"), True),
        (SINGLE.format(run="pass"), False),
        (STACK.format(entered="pool.acquire()"), False),  # the stack enters a session
        (STACK.format(entered="asyncpg.create_pool()"), False),
        (REQUEST.format(name="db"), True),
        (REQUEST.format(name="connection"), False),
        (RETURNED.format(returns="", body="return await pool.acquire()"), True),
        (RETURNED.format(returns="", body="conn = await pool.acquire()\n    return conn"), True),
        (RETURNED.format(returns=" -> asyncpg.Connection", body="return pool.taken"), True),
        (RETURNED.format(returns=" -> asyncpg.Pool", body="return pool"), False),
        (DEPENDENCY.format(function="get_db"), True),
        (DEPENDENCY.format(function="get_pool"), False),
        (GLOBAL.format(made="asyncpg.connect('postgresql://')", entered="db.transaction()"), True),
        (GLOBAL.format(made="asyncpg.connect('postgresql://')", entered="lock"), False),
        (GLOBAL.format(made="asyncpg.create_pool()", entered="lock"), False),
        (PARTIAL.format(given="conn"), True),
        (PARTIAL.format(given="pool"), False),
    ],
)
def test_what_the_project_puts_there_decides(tmp_path: Path, code: str, stays: bool) -> None:
    result = converted(tmp_path, code, database=DATABASE)
    assert refusals(result) == ([SHARED] if stays else [])


POOL = f"""
import asyncpg


class Store:
    def __init__(self, db: {{type}}):
        self.db = db

    async def add(self, one: int):
        {ADD.format("self.db")}


class Other:
    def __init__(self, db: asyncpg.Connection):
        self.db = db

    async def run(self, one: int):
        async with {{begun}}.transaction():
            await self.other(one)
"""


def pool(type_: str, begun: str, before: str = "") -> str:
    return POOL.format(type=type_, begun=begun).replace("        async with", f"        {before}async with")


@pytest.mark.parametrize(
    ("code", "stays"),
    [
        (pool("asyncpg.Pool", "self.db"), False),
        (pool("asyncpg.Pool", "other.db"), False),
        (pool("asyncpg.Pool", "db", "async with self.pool.acquire() as db:\n            ").replace("\n            await", "\n                await"), False),
        (pool("asyncpg.Pool", "store.db"), True),
        (pool("asyncpg.Pool | None", "Store.db"), True),
        (pool("asyncpg.Pool", "unknown.db"), True),
        (pool("asyncpg.Pool", "db", "db = self.store.db\n        "), True),
        (pool("object", "self.db"), True),
        (pool("asyncpg.Pool | asyncpg.Connection", "self.db"), True),
    ],
)  # fmt: skip
def test_a_transaction_begun_by_the_name_of_a_pool(tmp_path: Path, code: str, stays: bool) -> None:
    compile(code, "cog.py", "exec")
    result = converted(tmp_path, code, database=DATABASE)
    assert refusals(result) == ([SHARED] if stays else [])
    assert ("DELETE" in (result.after or code)) is stays
