"""Blocks of connections and transactions do the same on sessions, undisturbed, struck by errors and cancelled."""

from __future__ import annotations

import asyncio
import json
import os
import re
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
CASES = HERE.parent / "cases"
PROGRAMS = sorted(file.stem for file in PROJECT.glob("*.py") if "CALLS = [" in file.read_text())
STYLES = ("statement", "repository")

#: What each rule of connections, transactions and errors is tested by, besides the programs of the folder that name it:
#: other modules of tests on the server, and cases of what is left alone.
RULES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "groups": (
        ("test_injections.py",),
        ("connections/parameters_refused", "connections/mixed", "connections/kept_refused", "connections/refused"),
    ),
    "scopes": (
        (),
        (
            "connections/acquired_by_hand",
            "connections/by_hand",
            "connections/lenient_refused",
            "connections/wrappers",
            "connections/ways_out",
        ),
    ),
    "sessions": ((), ("sessions/adjacent", "connections/kept_refused")),
    "positions": (
        ("test_places.py",),
        ("positions/later_on_a_connection", "positions/outside_of_functions", "positions/while_something_is_defined"),
    ),
    "errors": (
        ("test_handlers.py", "test_boundaries.py", "test_error_carriers.py"),
        ("errors/handlers_elsewhere", "errors/groups_of_exceptions", "errors/raw_calls_in_the_block"),
    ),
    "driver": ((), ("connections/copying", "connections/cursors", "connections/prepared", "calls/timeouts")),
    "utility": (("test_fallback.py",), ("refusals/schema_and_utility", "fallback/refused")),
    "concurrency": ((), ("positions/coroutines_of_unknown_fate", "connections/kept_refused")),
}

Trace = dict[str, list[dict[str, Any]]]
TEMPLATE = "accounts_template"
SCHEMA = """
CREATE TABLE accounts (id bigint PRIMARY KEY, owner text UNIQUE NOT NULL, balance bigint NOT NULL);
CREATE TABLE entries (id bigint PRIMARY KEY, account_id bigint NOT NULL, amount bigint NOT NULL);
CREATE TABLE visits (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts DEFERRABLE INITIALLY DEFERRED,
    created_at timestamptz NOT NULL DEFAULT now()
);
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


def replayed(project: Path, server: PostgresServer, template: str, database: str, *only: str) -> Trace:
    dsn = asyncio.run(server.create_database(database, template=template))
    done = subprocess.run(
        [sys.executable, "-B", HERE / "connection_replay.py", project, dsn, *only],
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "ENGINE_URL": server.sqlalchemy_url_of(database)},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    trace: Trace = json.loads(done.stdout)
    return trace


@pytest.fixture(scope="module")
def before(postgres: PostgresServer, schema: str) -> Trace:
    """What the unmigrated project does."""
    return replayed(PROJECT, postgres, schema, "accounts_before")


@pytest.mark.parametrize("style", STYLES)
def test_every_site_of_the_project_is_rewritten(style: str) -> None:
    report = run(PROJECT, style=style)
    assert [(site.line, site.code, site.message) for site in report.sites if site.outcome != "rewritten"] == []


@pytest.fixture(scope="module", params=STYLES)
def after(
    request: pytest.FixtureRequest, postgres: PostgresServer, schema: str, tmp_path_factory: pytest.TempPathFactory
) -> Trace:
    """What the migrated project does."""
    folder = tmp_path_factory.mktemp("connections")
    write_tree(folder, migrated_tree(PROJECT, run(PROJECT, style=request.param)))
    return replayed(folder, postgres, schema, f"accounts_after_{request.param}")


@pytest.mark.parametrize("program", PROGRAMS)
def test_sessions_do_what_connections_did(program: str, before: Trace, after: Trace) -> None:
    for old, new in zip(before[program], after[program], strict=True):
        assert comparable(new, old) == comparable(old, old)


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_connection_is_left(program: str, before: Trace, after: Trace) -> None:
    steps = (*before[program], *after[program])
    assert {step["checked out"] for step in steps} == {step["idle in transaction"] for step in steps} == {0}


def comparable(step: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """What has to be the same.

    Where the connection is gone and the program fails, asyncpg tells of a transaction that it can't end; a handler that
    goes on gets another connection from a session, and only the dead one from asyncpg.
    """
    if step["call"][1] != "lost":
        return step
    return {"call": step["call"]} | ({"outcome": step["outcome"]} if old["outcome"][0][0] == "result" else {})


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_a_program_and_cases_that_stay(rule: str) -> None:
    programs = [name for name in PROGRAMS if f'RULE = "{rule}"' in (PROJECT / f"{name}.py").read_text()]
    elsewhere, refusing = RULES[rule]
    assert programs or elsewhere
    assert all((HERE / name).is_file() for name in elsewhere)
    for name in refusing:
        assert re.search("^# (refused|unchanged)", (CASES / f"{name}.py").read_text(), re.M), name


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
        ("hasty_on_a_connection", "                await session.rollback()\n", ""),
        ("hasty_in_a_transaction", "except TimeoutError", "except KeyError"),
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
        ("leased", "await db_session.commit()\n            await self.pause()", "await self.pause()"),
        ("chosen", "                await db_session.rollback()\n", ""),
        ("suppressed", "await stack.enter_async_context(session.begin())", "session.begin()"),
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
    own = {name for name, text in tree.items() if f'("{function}", ' in text.decode()} | {"stores.py"}
    files = {name: tree[name] for name in own if old in tree[name].decode()}
    assert len(files) == 1
    write_tree(tmp_path, tree | {name: text.decode().replace(old, new).encode() for name, text in files.items()})
    name = f"accounts_{function}_{crc32(old.encode())}"
    before = replayed(PROJECT, postgres, schema, f"{name}_before", function)
    assert replayed(tmp_path, postgres, schema, f"{name}_after", function) != before
