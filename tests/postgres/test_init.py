"""The engine that ``alchemod init`` writes connects as the project's pool does, with the same codecs."""

from __future__ import annotations

import asyncio
import importlib.util
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import pytest
from typer.testing import CliRunner

from codemod.cli import app
from codemod.verification.server import PostgresServer

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
