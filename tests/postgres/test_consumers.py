"""Every consumer of a result gets from SQLAlchemy what it got from asyncpg, or its site is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from consumer_cases import CaseProject
from migration import run

from codemod.postgres.server import PostgresServer
from codemod.report import Report

HERE = Path(__file__).parent
CONSUMERS = CaseProject(HERE / "consumers")
CASES = CONSUMERS.cases

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def before(postgres: PostgresServer) -> dict[str, Any]:
    """What the cases do with asyncpg."""
    return CONSUMERS.before(postgres)


@pytest.fixture(scope="module")
def report() -> Report:
    """The migration of the cases."""
    return run(CONSUMERS.folder)


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
    after = CONSUMERS.after(postgres, tmp_path, settings)
    assert {name: after[name] for name in before if after[name] != before[name]} == {}


def test_there_are_enough_cases_that_leave_something_alone() -> None:
    assert len(CASES) >= 150
    assert len([codes for codes in CASES.values() if codes]) * 3 >= len(CASES)
