"""The sample bot does the same before and after: same results, same messages, same tables."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from migration import migrated_tree, run, write_tree

from codemod.postgres.server import PostgresServer

HERE = Path(__file__).parent
BOT = HERE.parent.parent / "samples" / "discord_bot"
TEMPLATE = "harbour_seeded"

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def seeded(postgres: PostgresServer) -> str:
    """Name of a database with the bot's tables and some rows."""

    async def fill() -> None:
        connection = await asyncpg.connect(await postgres.create_database(TEMPLATE))
        for script in (BOT / "before" / "database" / "schema.sql", HERE / "seed.sql"):
            await connection.execute(script.read_text())
        await connection.close()

    asyncio.run(fill())
    return TEMPLATE


def replayed(project: Path, server: PostgresServer, template: str, database: str) -> dict[str, Any]:
    """What the bot of ``project`` does in the scenario, on a fresh copy of the seeded database."""
    dsn = asyncio.run(server.create_database(database, template=template))
    done = subprocess.run(
        [sys.executable, "-B", HERE / "replay.py", project, dsn, server.sqlalchemy_url_of(database)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    replay: dict[str, Any] = json.loads(done.stdout)
    return replay


@pytest.fixture(scope="module")
def before(postgres: PostgresServer, seeded: str) -> dict[str, Any]:
    """What the unmigrated bot does."""
    return replayed(BOT / "before", postgres, seeded, "harbour_before")


def test_the_scenario_calls_every_function_of_every_cog(before: dict[str, Any]) -> None:
    assert before["uncalled"] == []


def test_the_scenario_does_not_fail_in_the_bot_as_it_was(before: dict[str, Any]) -> None:
    assert [step for step in before["trace"] if "error" in step] == []


def test_the_migrated_bot_does_the_same(before: dict[str, Any], postgres: PostgresServer, seeded: str) -> None:
    after = replayed(BOT / "after", postgres, seeded, "harbour_after")
    for old, new in zip(before["trace"], after["trace"], strict=True):
        assert new == old


@pytest.mark.parametrize("settings", [{"rows": "entities"}, {"rows": "mappings"}, {"style": "repository"}])
def test_other_settings_do_the_same(
    settings: dict[str, str], before: dict[str, Any], postgres: PostgresServer, seeded: str, tmp_path: Path
) -> None:
    write_tree(tmp_path, migrated_tree(BOT / "before", run(BOT / "before", **settings)))
    after = replayed(tmp_path, postgres, seeded, f"harbour_{'_'.join(settings.values())}")
    for old, new in zip(before["trace"], after["trace"], strict=True):
        assert new == old
