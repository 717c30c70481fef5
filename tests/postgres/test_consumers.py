"""Every consumer of a result gets from SQLAlchemy what it got from asyncpg, or its site is refused."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from migration import migrated_tree, run, write_tree

from codemod.report import Report
from codemod.verification.server import PostgresServer

HERE = Path(__file__).parent
PROJECT = HERE / "consumers"
TEMPLATE = "consumer_cases"
_CASE = re.compile(r"((?:    # refused: \S+\n)*)    async def (\w+)\(|^class (\w+)\(", re.M)

pytestmark = pytest.mark.postgres


def written_cases() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each case with the codes that its comments say it is refused for."""
    for path in sorted(PROJECT.glob("*.py")):
        holder = ""
        for comments, name, class_name in _CASE.findall(path.read_text()):
            holder = class_name or holder
            if name and not name.startswith("_"):
                yield f"{holder}.{name}", tuple(re.findall(r"# refused: (\S+)", comments))


CASES = dict(written_cases())


def replayed(project: Path, server: PostgresServer, database: str, template: str = TEMPLATE) -> dict[str, Any]:
    """What the cases of ``project`` do."""
    dsn = asyncio.run(server.create_database(database, template=template))
    done = subprocess.run(
        [sys.executable, "-B", HERE / "consumer_replay.py", project, dsn, server.sqlalchemy_url_of(database)],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    replay: dict[str, Any] = json.loads(done.stdout)
    return replay


@pytest.fixture(scope="module")
def before(postgres: PostgresServer) -> dict[str, Any]:
    """What the cases do with asyncpg."""

    async def fill() -> None:
        connection = await asyncpg.connect(await postgres.create_database(TEMPLATE))
        await connection.execute((PROJECT / "schema.sql").read_text())
        await connection.close()

    asyncio.run(fill())
    return replayed(PROJECT, postgres, "consumers_before")


@pytest.fixture(scope="module")
def report() -> Report:
    """The migration of the cases."""
    return run(PROJECT)


def test_every_case_is_run(before: dict[str, Any]) -> None:
    assert set(before) == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_refusals(case: str, report: Report) -> None:
    sites = [site for result in report.files for site in result.sites]
    codes = tuple(site.code for site in sites if site.function == case and site.outcome == "refused")
    assert codes == CASES[case], [site.message for site in sites if site.function == case]


@pytest.mark.parametrize(
    "settings", [{"rows": "auto"}, {"rows": "entities"}, {"rows": "mappings"}, {"style": "repository"}]
)
def test_the_migrated_cases_do_the_same(
    settings: dict[str, str], before: dict[str, Any], postgres: PostgresServer, tmp_path: Path
) -> None:
    write_tree(tmp_path, migrated_tree(PROJECT, run(PROJECT, **settings)))
    after = replayed(tmp_path, postgres, "_".join(["consumers", *settings.values()]))
    assert {name: after[name] for name in before if after[name] != before[name]} == {}


def test_there_are_enough_cases_that_leave_something_alone() -> None:
    assert len(CASES) >= 150
    assert len([codes for codes in CASES.values() if codes]) * 3 >= len(CASES)
