"""``--fallback text``: what runs as text in a session does what it did on asyncpg's connection."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from consumer_cases import CaseProject, beside_consumers
from migration import run

from codemod.postgres.server import PostgresServer
from codemod.report import Report

HERE = Path(__file__).parent
CASES = HERE / "fallback" / "raw.py"

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> CaseProject:
    """The cases beside the models, bot and seed of the consumer cases."""
    return beside_consumers(CASES, tmp_path_factory.mktemp("fallback"))


@pytest.fixture(scope="module")
def before(project: CaseProject, postgres: PostgresServer) -> dict[str, Any]:
    """What the cases do with asyncpg."""
    return project.before(postgres)


@pytest.fixture(scope="module")
def report(project: CaseProject) -> Report:
    """The migration of the cases."""
    return run(project.folder, fallback="text")


def test_the_cases_run(before: dict[str, Any]) -> None:
    failed = {name: item["error"] for name, item in before.items() if "error" in item}
    assert failed == {
        "Changed.an_argument_of_the_wrong_type": "UndefinedFunctionError",
        "Changed.an_error_of_the_server": "UniqueViolationError",
        "Changed.together_with_others": "UniqueViolationError",
    }


def test_what_has_no_way_around_is_refused_as_before(report: Report) -> None:
    written = re.findall(r"# refused: (\S+)\n    async def (\w+)", CASES.read_text())
    refused = [(site.code, site.function.rpartition(".")[2]) for site in report.sites if site.outcome == "refused"]
    assert sorted(refused) == sorted(written), [site.hint for site in report.sites if site.outcome == "refused"]
    assert len(written) * 3 >= len(re.findall(r"    async def ", CASES.read_text()))


def test_the_report_says_what_runs_as_text(report: Report) -> None:
    messages = {site.message for site in report.sites if site.outcome == "rewritten" and site.message}
    assert {"as text() for sql.merge", "as text() for sql.ddl", "as text() for mapping.no-model"} <= messages


def test_nothing_is_different_afterwards(
    project: CaseProject, before: dict[str, Any], postgres: PostgresServer, tmp_path: Path
) -> None:
    after = project.after(postgres, tmp_path, {"fallback": "text"})
    assert "text(" in (tmp_path / CASES.name).read_text()
    assert {name: (after[name], before[name]) for name in before if after[name] != before[name]} == {}
