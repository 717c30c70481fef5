"""The engine that ``alchemod init`` writes connects as the project's pool does, with the same codecs."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import pytest
from typer.testing import CliRunner

from codemod.cli import app
from codemod.postgres.server import PostgresServer

pytestmark = pytest.mark.postgres

BOT = """
    import asyncpg
    import json
    import os


    def dump(value):
        return json.dumps(value, default=str)


    async def prepare(con):
        await con.set_type_codec("jsonb", schema="pg_catalog", encoder=dump, decoder=json.loads)
        await con.execute("SET statement_timeout = 4321")


    async def main():
        async with asyncpg.create_pool(
            os.environ["INIT_TEST_DSN"],
            init=prepare,
            server_settings={{"application_name": "bot"}},
            max_size=2,
            {more}
        ) as pool:
            self.bot.pool = pool


    class Cog:
        async def one(self, user_id: int):
            return await self.bot.pool.fetchval("SELECT name FROM users WHERE id = $1", user_id)
    """

SCHEMA = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, data jsonb);\n"


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def answers(module: ModuleType) -> tuple[object, ...]:
    import datetime

    from sqlalchemy import bindparam, text
    from sqlalchemy.dialects.postgresql import JSONB

    try:
        async with module.session_maker() as session:
            name = await session.scalar(text("SELECT current_setting('application_name')"))
            limit = await session.scalar(text("SHOW statement_timeout"))
            stored = text("SELECT CAST(:data AS jsonb)").bindparams(bindparam("data", type_=JSONB))
            data = await session.scalar(stored.columns(data=JSONB), {"data": {"at": datetime.date(2020, 1, 2)}})
        size: object = module.engine.pool.size()
        return name, limit, data, size
    finally:
        await module.engine.dispose()


@pytest.mark.parametrize("more", ["command_timeout=60", "statement_cache_size=0"])
def test_the_engine_connects_as_the_pool_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str) -> None:
    (tmp_path / "bot.py").write_text(dedent(BOT.format(more=more)))
    result = CliRunner().invoke(app, ["init", "--write", "--root", str(tmp_path)])
    assert result.exit_code == 0, result.output
    with PostgresServer() as server:
        monkeypatch.setenv("INIT_TEST_DSN", asyncio.run(server.create_database("init")))
        found = asyncio.run(answers(loaded(tmp_path / "db.py")))
    assert found == ("bot", "4321ms", {"at": "2020-01-02"}, 2)


def test_from_a_project_without_sqlalchemy_to_a_converted_one(tmp_path: Path) -> None:
    (tmp_path / "bot.py").write_text(dedent(BOT.format(more="")))
    (tmp_path / "schema.sql").write_text(SCHEMA)
    for arguments in (["init", "--write"], ["models", "--generate", str(tmp_path / "models.py"), "--write"]):
        result = CliRunner().invoke(app, [*arguments, "--root", str(tmp_path)])
        assert result.exit_code == 0, result.output
    result = CliRunner().invoke(app, ["migrate", "--allow-dirty", str(tmp_path)])
    assert result.exit_code == 0, result.output
    text = (tmp_path / "bot.py").read_text()
    assert "from db import session_maker\n" in text
    assert "from models import Users\n" in text or "from models import User\n" in text
    assert "async with session_maker() as session:" in text


STORE = """
    import asyncpg
    import json


    class Store:
        def __init__(self, config):
            self.config = config

        async def prepare(self, con):
            await con.set_type_codec("jsonb", schema="pg_catalog", encoder=json.dumps, decoder=json.loads)
            await con.execute("SET statement_timeout = 1234")

        async def __aenter__(self):
            self.pool = await asyncpg.create_pool(**self.config, init=self.prepare)
            return self

        async def __aexit__(self, *error):
            await self.pool.close()

        async def name(self, user_id: int):
            return await self.pool.fetchval("SELECT name FROM users WHERE id = $1", user_id)
    """


def test_a_database_known_at_run_time_alone_is_reached_by_the_converted_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "store.py").write_text(dedent(STORE))
    (tmp_path / "schema.sql").write_text(SCHEMA)
    for arguments in (
        ["init", "--write", "--allow-dirty"],
        ["models", "--generate", str(tmp_path / "models.py"), "--write"],
    ):
        result = CliRunner().invoke(app, [*arguments, "--root", str(tmp_path)])
        assert result.exit_code == 0, result.output
    result = CliRunner().invoke(app, ["migrate", "--allow-dirty", str(tmp_path)])
    assert "rewrote 1 call site" in result.output, result.output
    assert "fetchval" not in (tmp_path / "store.py").read_text()
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("db", "models"):
        monkeypatch.delitem(sys.modules, name, raising=False)

    async def name(dsn: str) -> tuple[object, object]:
        import asyncpg
        from sqlalchemy import text

        connection = await asyncpg.connect(dsn)
        await connection.execute(f"{SCHEMA} INSERT INTO users VALUES (7, 'ada')")
        await connection.close()
        store = loaded(tmp_path / "store.py")
        async with store.Store({"dsn": dsn, "min_size": 1, "max_size": 3}) as opened:
            found = await opened.name(7)
            async with store.session_maker() as session:
                limit = await session.scalar(text("SHOW statement_timeout"))
            await store.session_maker.kw["bind"].dispose()
            return found, limit

    with PostgresServer() as server:
        assert asyncio.run(name(asyncio.run(server.create_database("late")))) == ("ada", "1234ms")
    for module in ("db", "models"):
        sys.modules.pop(module, None)
