"""Blocks of connections and transactions do the same on sessions, undisturbed, struck by errors and cancelled."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zlib import crc32

import asyncpg
import pytest
from migration import migrated_tree, run, write_tree

from codemod.postgres.server import PostgresServer

HERE = Path(__file__).parent
PROJECT = HERE / "connections"
TEMPLATE = "accounts_template"
SCHEMA = """
CREATE TABLE accounts (id bigint PRIMARY KEY, owner text UNIQUE NOT NULL, balance bigint NOT NULL);
CREATE TABLE entries (id bigint PRIMARY KEY, account_id bigint NOT NULL, amount bigint NOT NULL);
"""

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def schema(postgres: PostgresServer) -> str:
    """Name of a database with the tables of the project."""

    async def fill() -> None:
        connection = await asyncpg.connect(await postgres.create_database(TEMPLATE))
        await connection.execute(SCHEMA)
        await connection.close()

    asyncio.run(fill())
    return TEMPLATE


def replayed(project: Path, server: PostgresServer, template: str, database: str, *only: str) -> list[dict[str, Any]]:
    dsn = asyncio.run(server.create_database(database, template=template))
    done = subprocess.run(
        [sys.executable, "-B", HERE / "connection_replay.py", project, dsn, *only],
        capture_output=True,
        text=True,
        timeout=240,
        env={**os.environ, "ENGINE_URL": server.sqlalchemy_url_of(database)},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    trace: list[dict[str, Any]] = json.loads(done.stdout)
    return trace


@pytest.fixture(scope="module")
def before(postgres: PostgresServer, schema: str) -> list[dict[str, Any]]:
    """What the unmigrated project does."""
    return replayed(PROJECT, postgres, schema, "accounts_before")


@pytest.mark.parametrize("style", ["statement", "repository"])
def test_every_site_of_the_project_is_rewritten(style: str) -> None:
    report = run(PROJECT, style=style)
    assert [(site.line, site.code, site.message) for site in report.sites if site.outcome != "rewritten"] == []


@pytest.mark.parametrize("style", ["statement", "repository"])
def test_sessions_do_what_connections_did(
    style: str, before: list[dict[str, Any]], postgres: PostgresServer, schema: str, tmp_path: Path
) -> None:
    write_tree(tmp_path, migrated_tree(PROJECT, run(PROJECT, style=style)))
    after = replayed(tmp_path, postgres, schema, f"accounts_after_{style}")
    assert {step["checked out"] for step in (*before, *after)} == {0}
    assert {step["idle in transaction"] for step in (*before, *after)} == {0}
    for old, new in zip(before, after, strict=True):
        assert new == old


@pytest.mark.parametrize(
    ("function", "old", "new"),
    [
        (
            "statements",
            "            await session.commit()\n            await self.pause()",
            "            await self.pause()",
        ),
        ("savepoints", "async with session.begin_nested()", "async with session.begin()"),
        ("goes_on", "                await session.rollback()\n", ""),
        ("transfer", "async with session.begin():", "if True:"),
        ("read_only", '"postgresql_readonly": True', '"postgresql_readonly": False'),
        ("snapshot", '"REPEATABLE READ"', '"READ COMMITTED"'),
        ("skipped", "await session.commit()\n                seen.append", "seen.append"),
        ("swallowed", "await session.rollback()\n        return False", "return False"),
        ("acquired_and_handled", "await session.rollback()\n            if getattr", "if getattr"),
        (
            "copied",
            "                await session.execute(stmt)\n                await self.pause()\n                raw =",
            "                await self.pause()\n                raw =",
        ),
        ("serial", '"REPEATABLE READ"', '"READ COMMITTED"'),
        ("adjacent", "await session.commit()\n            stmt = insert(Entry)", "stmt = insert(Entry)"),
        ("maybe", "await db_session.commit()", "pass"),
        ("inside", "nullcontext(session)", "session_maker()"),
        ("remembered", 'name == "connection"', 'name == "session"'),
        ("swallowed", "await session.commit()\n    if balance is None", "if balance is None"),
        ("kept", "await self.session.commit()\n        except", "pass\n        except"),
        ("kept", "await self.session.rollback()\n", "pass\n"),
        ("kept", "await self.session.commit()\n        await self.pause()\n        return value", "return value"),
        ("kept", "await self._session.commit()\n        await self.pause()\n        return row", "return row"),
        ("kept", "async with self._session.begin():", "if True:"),
        ("kept_and_caught", "await session.rollback()\n                cause =", "cause ="),
        ("kept_beside_objects", "async with self._session.begin_nested():", "if True:"),
        (
            "kept_in_objects",
            "self.accounts = Accounts(session, pause)",
            "self.accounts = Accounts(session_maker(), pause)",
        ),
    ],
)
def test_a_wrong_rewrite_is_noticed(
    function: str, old: str, new: str, postgres: PostgresServer, schema: str, tmp_path: Path
) -> None:
    tree = migrated_tree(PROJECT, run(PROJECT))
    files = {name: text for name, text in tree.items() if old in text.decode()}
    assert len(files) == 1
    write_tree(tmp_path, tree | {name: text.decode().replace(old, new).encode() for name, text in files.items()})
    name = f"accounts_{function}_{crc32(old.encode())}"
    before = replayed(PROJECT, postgres, schema, f"{name}_before", function)
    assert replayed(tmp_path, postgres, schema, f"{name}_after", function) != before
