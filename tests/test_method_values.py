"""Methods of a pool that are no calls are findings: nothing that runs SQL is passed over in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codemod.cli import app
from codemod.discovery.method_values import method_values
from codemod.discovery.occurrences import indexed
from tests.snippets import CONFIG, module_of


def found_in(code: str) -> list[tuple[str, bool]]:
    values = method_values(indexed(module_of(code)), CONFIG)
    return [(item.text, item.replaced) for item in sorted(values, key=lambda item: item.offset)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("async def f(pool: asyncpg.Pool):\n    return await retry(pool.fetch, 'SELECT 1')", "pool.fetch"),
        ("async def f(self):\n    run = partial(self.bot.pool.fetchval, 'SELECT 1')", "self.bot.pool.fetchval"),
        ("async def f(ctx, many):\n    run = ctx.db.execute if many else ctx.db.fetch", "ctx.db.execute"),
        (
            "async def f(pool):\n    async with pool.acquire() as c:\n        run = c.fetch\n        await run('SELECT 1')",
            "c.fetch",
        ),
        ("async def f(db):\n    await gather(*map(db.execute, QUERIES))", "db.execute"),
        ("async def f(db):\n    return db.execute_many", "db.execute_many"),
    ],
)
def test_a_method_that_is_handed_on(code: str, text: str) -> None:
    assert found_in(code)[0] == (text, False)


@pytest.mark.parametrize(
    "code",
    [
        "async def test(bot):\n    bot.db.fetch = AsyncMock(return_value=[])",
        "async def test(bot):\n    bot.db.fetch.return_value = []",
        "async def test(mock_db):\n    mock_db.execute.assert_awaited_once_with('SELECT 1')",
        "async def test():\n    mock_conn = MagicMock()\n    mock_conn.fetchrow: AsyncMock = AsyncMock()",
    ],
)
def test_a_method_that_is_replaced(code: str) -> None:
    assert [replaced for _, replaced in found_in(code)] == [True]


@pytest.mark.parametrize(
    "code",
    [
        "async def f(pool):\n    await pool.fetch('SELECT 1')",
        "class Database:\n    async def fetch(self, query, *args):\n        return await self._retry(self.pool.fetch, query, *args)",
        "async def f(session):\n    run = session.execute",
        "async def f(channel):\n    history = channel.fetch",
        "async def f(redis):\n    redis.execute = AsyncMock()",
        "async def f(job):\n    job.execute.cache_clear()",
        "async def f(executor):\n    loop.call_soon(executor.execute)",
    ],
)
def test_what_is_none(code: str) -> None:
    assert found_in(code) == []


def test_check_says_so_once_for_the_mocks_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "cog.py").write_text("async def f(pool):\n    return await retry(pool.fetch, 'SELECT 1')\n")
    tests = "async def test(bot):\n    bot.db.fetch = AsyncMock()\n    bot.db.execute = AsyncMock()\n"
    (tmp_path / "test_cog.py").write_text(tests)
    result = CliRunner().invoke(app, ["check", "--format", "json", "--root", str(tmp_path), str(tmp_path)])
    found = [(item["code"], item["path"], item["line"]) for item in json.loads(result.stdout)["findings"]]
    assert found == [("call.as-value", "cog.py", 2), ("call.mocked", "test_cog.py", 2)]
