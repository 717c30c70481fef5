"""JSON under a codec of the pool: the same documents go in and come out once the engine has the same functions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from consumer_cases import CaseProject
from migration import run

from codemod.postgres.server import PostgresServer
from codemod.report import Report

DOCUMENTS = CaseProject(Path(__file__).parent / "documents")
CASES = DOCUMENTS.cases

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def before(postgres: PostgresServer) -> dict[str, Any]:
    """What the cases do with asyncpg."""
    return DOCUMENTS.before(postgres)


@pytest.fixture(scope="module")
def report() -> Report:
    """The migration of the cases."""
    return run(DOCUMENTS.folder)


def test_every_case_is_run(before: dict[str, Any]) -> None:
    assert set(before) == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_refusals(case: str, report: Report) -> None:
    sites = [site for result in report.files for site in result.sites if site.function == case]
    assert tuple(site.code for site in sites if site.outcome == "refused") == CASES[case], [s.message for s in sites]
    assert sites


@pytest.mark.parametrize("settings", [{"rows": "auto"}, {"none": "trust", "rows": "mappings"}, {"style": "repository"}])
def test_the_migrated_cases_do_the_same(
    settings: dict[str, str], before: dict[str, Any], postgres: PostgresServer, tmp_path: Path
) -> None:
    after = DOCUMENTS.after(postgres, tmp_path, settings)
    trusting = [name for name in before if "none" in settings and "None" in name.title()]
    assert {name: after[name] for name in before if after[name] != before[name] and name not in trusting} == {}


def test_there_are_enough_cases_that_leave_something_alone() -> None:
    assert len([codes for codes in CASES.values() if codes]) * 3 >= len(CASES)
