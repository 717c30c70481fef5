"""Every consumer of a result gets from SQLAlchemy what it got from asyncpg, or its site is refused.

``consumers/`` reads records, ``records/`` those of a class of the project's own, ``documents/`` JSON under a codec
of the pool.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from consumer_cases import CaseProject
from migration import run

from codemod.postgres.server import PostgresServer
from codemod.report import Report

pytestmark = pytest.mark.postgres

HERE: Final = Path(__file__).parent
PROJECTS: Final = {name: CaseProject(HERE / name) for name in ("consumers", "records", "documents")}

CASES: Final = [
    pytest.param(project, case, codes, id=f"{name}-{case}")
    for name, project in PROJECTS.items()
    for case, codes in project.cases.items()
]

SETTINGS: Final[dict[str, list[dict[str, str]]]] = {
    "consumers": [{"rows": "auto"}, {"rows": "entities"}, {"rows": "mappings"}, {"style": "repository"}],
    "records": [{"rows": "auto"}, {"rows": "entities"}, {"rows": "mappings"}, {"style": "repository"}],
    "documents": [
        {"rows": "auto"},
        {"rows": "entities"},
        {"none": "trust", "rows": "mappings"},
        {"style": "repository"},
    ],
}

#: What a run of the cases of a project with asyncpg gives.
Before = Callable[[CaseProject], dict[str, Any]]


@pytest.fixture(scope="module")
def before(postgres: PostgresServer) -> Before:
    """What the cases of a project do with asyncpg."""
    return cache(lambda project: project.before(postgres))


@pytest.fixture(scope="module")
def report() -> Callable[[CaseProject], Report]:
    """The migration of the cases of a project."""
    return cache(lambda project: run(project.folder))


@pytest.mark.parametrize("project", PROJECTS.values(), ids=PROJECTS)
def test_every_case_is_run(project: CaseProject, before: Before) -> None:
    assert set(before(project)) == set(project.cases)


@pytest.mark.parametrize(("project", "case", "codes"), CASES)
def test_refusals(
    project: CaseProject, case: str, codes: tuple[str, ...], report: Callable[[CaseProject], Report]
) -> None:
    sites = [site for result in report(project).files for site in result.sites if site.function == case]
    refused = [site for site in sites if site.outcome == "refused"]
    assert tuple(site.code for site in refused) == codes, [site.message for site in refused]


@pytest.mark.parametrize(
    ("project", "settings"),
    [
        pytest.param(PROJECTS[name], settings, id=f"{name}-{'-'.join(settings.values())}")
        for name, each in SETTINGS.items()
        for settings in each
    ],
)
def test_the_migrated_cases_do_the_same(
    project: CaseProject, settings: dict[str, str], before: Before, postgres: PostgresServer, tmp_path: Path
) -> None:
    old, after = before(project), project.after(postgres, tmp_path, settings)
    trusted = {name for name in old if "none" in settings and "None" in name.title()}
    assert {name: after[name] for name in old if after[name] != old[name] and name not in trusted} == {}


def test_a_third_of_the_cases_leave_something_alone() -> None:
    every = [codes for project in PROJECTS.values() for codes in project.cases.values()]
    assert len(every) >= 150
    assert len([codes for codes in every if codes]) * 3 >= len(every)
