"""What is a call site, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemod.config import Config
from codemod.discovery.call_sites import could_hold_sites
from codemod.discovery.wrapper_bodies import find_wrappers
from codemod.discovery.wrapper_methods import infer_wrapper_methods
from tests.snippets import CONFIG, module_of, sites_of

SQL = '"SELECT 1"'


@pytest.mark.parametrize(
    ("code", "receiver", "kind"),
    [
        (f"async def f(self):\n    await self.bot.db.fetch({SQL})", "self.bot.db", "pool"),
        (f"async def f(bot):\n    await bot.pool.fetchrow({SQL})", "bot.pool", "pool"),
        (f"async def f(ctx):\n    await ctx.db.execute({SQL})", "ctx.db", "pool"),
        (
            f"async def f(interaction):\n    await interaction.client.pool.fetchval({SQL})",
            "interaction.client.pool",
            "pool",
        ),
        (f"async def f(pool: asyncpg.Pool):\n    await pool.fetch({SQL})", "pool", "pool"),
        (f"async def f(x: asyncpg.Connection):\n    await x.fetch({SQL})", "x", "connection"),
        (f"async def f(x: 'asyncpg.Connection | None' = None):\n    await x.fetch({SQL})", "x", "connection"),
        (
            f"async def f(self):\n    async with self.pool.acquire() as c:\n        await c.fetch({SQL})",
            "c",
            "connection",
        ),
        (f"async def f(pool):\n    c = await pool.acquire()\n    await c.execute({SQL})", "c", "connection"),
        (
            f"async def f(self, conn=None):\n    c = conn or self.bot.pool\n    await c.execute({SQL})",
            "c",
            "connection",
        ),
        (f"async def f(self):\n    db = self.bot.db\n    await db.execute({SQL})", "db", "pool"),
        (
            f"import asyncpg\nasync def f():\n    c = await asyncpg.connect()\n    await c.fetch({SQL})",
            "c",
            "connection",
        ),
    ],
)
def test_receivers(code: str, receiver: str, kind: str) -> None:
    (site,) = sites_of(code)
    assert (site.receiver_text, site.receiver_kind) == (receiver, kind)


@pytest.mark.parametrize(
    "code",
    [
        "async def f(session):\n    await session.execute(select(User))",
        "async def f(session):\n    await session.execute('SELECT 1')",
        "async def f(conn):\n    await conn.execute(text('SELECT 1'))",
        "async def f(conn):\n    stmt = select(User).where(User.id == 1)\n    await conn.execute(stmt)",
        "async def f(conn):\n    await conn.execute(tags.insert().values(id=1))",
        "async def f(db):\n    query = tags.select()\n    await db.fetch(query)",
        "async def f(redis):\n    await redis.execute('GET', 'x')",
        "async def f(self):\n    await self.redis.execute('GET', 'x')",
        "import aiosqlite\nasync def f():\n    async with aiosqlite.connect('x') as db:\n        await db.execute('SELECT 1')",
        "async def f(db: AsyncSession):\n    await db.execute('SELECT 1')",
        "async def f(message):\n    await message.fetch()",
        "async def f(self):\n    await self.bot.fetch_user(1)",
        "async def f(self):\n    await self.executor.execute(job)",
        "async def f(cur):\n    await cur.execute('SELECT 1')",
        "async def f(engine):\n    async with engine.begin() as conn:\n        await conn.execute('SELECT 1')",
        "async def f(guild):\n    await guild.fetch(12)",
    ],
)
def test_not_a_call_site(code: str) -> None:
    assert sites_of(code) == ()


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("x.execute('UPDATE t SET a = $1 WHERE b = $2', a, b)", True),
        ("x.execute('DELETE FROM t WHERE a = $1', a.id)", True),
        ("x.execute('DELETE FROM t WHERE a = $1', number)", True),
        ("x.execute('DELETE FROM t WHERE a = $1 OR b = $1', 5)", True),
        ("x.execute(query, a, b)", True),
        ("x.execute('DELETE FROM t WHERE a = $1', values)", False),
        ("x.execute('DELETE FROM t WHERE a = $1', [5])", False),
        ("x.execute('DELETE FROM t WHERE a = $1 AND b = $2', [5, 6])", False),
        ("x.execute('DELETE FROM t WHERE a = $1 AND b = $3', 5, 6)", False),
        ("x.execute('DELETE FROM t WHERE a = ?', 5)", False),
        ("x.execute('DELETE FROM t')", False),
        ("x.execute('echo $1 $2', 5, 6)", False),
    ],
)
def test_numbered_arguments_are_asyncpgs(call: str, found: bool) -> None:
    code = f"async def f(number: int):\n    query = 'UPDATE t SET a = $1 WHERE b = $2'\n    await {call}"
    assert len(sites_of(code)) == found


@pytest.mark.parametrize("query", ["self.select('tags')", "self.sql.insert", "build().text()", "insert_of(table)"])
def test_what_may_be_text_is_a_call_site(query: str) -> None:
    assert len(sites_of(f"async def f(self, db: asyncpg.Pool):\n    await db.execute({query})")) == 1


def test_arguments() -> None:
    (site,) = sites_of("async def f(db):\n    await db.fetchval('SELECT $1', a, b, column=1, timeout=5)")
    assert len(site.arguments) == 2
    assert set(site.options) == {"column", "timeout"}


def test_keyword_query_and_star() -> None:
    first, second = sites_of(
        "async def f(db):\n    await db.fetch(query='SELECT 1')\n    await db.fetch('SELECT 1', *args)"
    )
    assert first.star_argument is None
    assert second.star_argument is not None


def test_wrapper_method_is_configured() -> None:
    (site,) = sites_of("async def f(db):\n    await db.execute_many('INSERT INTO t VALUES ($1)', rows)")
    assert (site.method, site.written_method) == ("executemany", "execute_many")


def test_wrapper_body() -> None:
    code = """
        class Database:
            async def fetch(self, query, *args):
                async with self.pool.acquire() as conn:
                    return await conn.fetch(query, *args)
        """
    (site,) = sites_of(code)
    assert site.in_wrapper_body


def test_wrapper_methods_are_inferred() -> None:
    code = """
        class Database:
            async def execute_many(self, query, rows):
                async with self.pool.acquire() as conn:
                    await conn.executemany(query, rows)

            async def unrelated(self, a, b):
                return await self.pool.fetch("SELECT $1", a)
        """
    module = module_of(code)
    assert infer_wrapper_methods(module, find_wrappers(module)).keys() == {"execute_many"}


def test_transaction_is_seen() -> None:
    code = f"async def f(conn):\n    async with conn.transaction():\n        await conn.execute({SQL})\n    await conn.execute({SQL})"
    assert [site.in_transaction for site in sites_of(code)] == [True, False]


def test_not_awaited_is_listed() -> None:
    (site,) = sites_of(f"async def f(pool):\n    await asyncio.wait_for(pool.fetch({SQL}), 5)")
    assert site.awaited is None


@pytest.mark.parametrize(
    "code",
    [
        f"def f(conn):\n    conn.execute({SQL})",
        f"def f(conn):\n    return conn.execute({SQL}).fetchall()",
        f"async def f(conn):\n    return conn.execute({SQL}).fetchone()",
        f"def f(conn):\n    return conn.execute({SQL})[0]",
        f"def f(conn):\n    for row in conn.execute({SQL}):\n        print(row)",
        f"def f(conn):\n    return [row for row in conn.execute({SQL})]",
        f"def f(conn):\n    with conn.execute({SQL}) as rows:\n        print(rows)",
        f"conn.execute({SQL})",
    ],
)
def test_what_runs_at_once_is_another_librarys(code: str) -> None:
    assert sites_of(f"import asyncpg\n{code}") == ()


@pytest.mark.parametrize(
    "code",
    [
        f"async def f(conn):\n    conn.execute({SQL})",
        f"def f(pool):\n    return pool.fetch({SQL})",
        f"def f(pool):\n    task = pool.fetch({SQL})\n    return task",
        f"def f(pool):\n    yield pool.fetch({SQL})",
        f"async def f(pool):\n    return (await pool.fetch({SQL}))[0]",
        f"async def f(pool):\n    for row in await pool.fetch({SQL}):\n        print(row)",
    ],
)
def test_what_may_be_a_coroutine_is_listed(code: str) -> None:
    assert len(sites_of(f"import asyncpg\n{code}")) == 1


def test_configured_receivers() -> None:
    code = f"async def f(self):\n    await self.store.execute({SQL})"
    assert sites_of(code) == ()
    assert len(sites_of(code, Config(root=Path(), receivers=("*.store",)))) == 1
    silenced = Config(root=Path(), not_receivers=("*.db",))
    assert sites_of(f"async def f(self):\n    await self.db.fetch({SQL})", silenced) == ()


def test_source_order_and_functions() -> None:
    code = f"""
        class Cog:
            async def a(self):
                await self.db.fetch({SQL})
                async def inner():
                    await self.db.fetchrow({SQL})
            async def b(self):
                await self.db.execute({SQL})
        """
    assert [(site.function, site.method) for site in sites_of(code)] == [
        ("Cog.a", "fetch"),
        ("Cog.a.inner", "fetchrow"),
        ("Cog.b", "execute"),
    ]


def test_prefilter() -> None:
    assert could_hold_sites(b"await db.fetch(", CONFIG)
    assert could_hold_sites(b"await db.execute_many(", CONFIG)
    assert not could_hold_sites(b"await message.edit(", CONFIG)
