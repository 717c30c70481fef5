"""Columns as attributes: a record class that a pool is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from consumer_cases import CaseProject
from migration import run

from codemod.postgres.server import PostgresServer
from codemod.report import Report

RECORDS = CaseProject(Path(__file__).parent / "records")
CASES = RECORDS.cases

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def before(postgres: PostgresServer) -> dict[str, Any]:
    """What the cases do with asyncpg."""
    return RECORDS.before(postgres)


@pytest.fixture(scope="module")
def report() -> Report:
    """The migration of the cases."""
    return run(RECORDS.folder)


def test_every_case_is_run(before: dict[str, Any]) -> None:
    assert set(before) == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_refusals(case: str, report: Report) -> None:
    sites = [site for result in report.files for site in result.sites if site.function == case]
    assert tuple(site.code for site in sites if site.outcome == "refused") == CASES[case], [s.message for s in sites]
    assert sites


@pytest.mark.parametrize("settings", [{"rows": "auto"}, {"rows": "mappings"}, {"style": "repository"}])
def test_the_migrated_cases_do_the_same(
    settings: dict[str, str], before: dict[str, Any], postgres: PostgresServer, tmp_path: Path
) -> None:
    after = RECORDS.after(postgres, tmp_path, settings)
    assert {name: after[name] for name in before if after[name] != before[name]} == {}
