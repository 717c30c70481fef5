"""Libraries that read rows get from SQLAlchemy what they got from asyncpg, or the site is refused."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pytest
from consumer_cases import CaseProject, beside_consumers
from migration import run

from codemod.postgres.server import PostgresServer

CASES: Final = Path(__file__).parent / "libraries" / "frames.py"
MISSING: Final = [name for name in ("msgspec", "numpy", "orjson", "pandas", "tabulate") if find_spec(name) is None]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> CaseProject:
    """The cases on the tables of the consumer cases."""
    return beside_consumers(CASES, tmp_path_factory.mktemp("libraries"))


@pytest.fixture(scope="module")
def before(project: CaseProject, postgres: PostgresServer) -> dict[str, Any]:
    """What the cases do with asyncpg."""
    return project.before(postgres)


def test_refusals(project: CaseProject) -> None:
    sites = {site.function: site for result in run(project.folder).files for site in result.sites}
    refused = {name: (site.code,) if site.outcome == "refused" else () for name, site in sites.items()}
    assert refused == project.cases, [site.message for site in sites.values()]
    assert len([codes for codes in project.cases.values() if codes]) * 3 >= len(project.cases)


@pytest.mark.postgres
@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
@pytest.mark.parametrize("rows", ["auto", "entities", "mappings"])
def test_the_migrated_cases_do_the_same(
    rows: str, project: CaseProject, before: dict[str, Any], postgres: PostgresServer, tmp_path: Path
) -> None:
    after = project.after(postgres, tmp_path, {"rows": rows})
    assert {name: (after[name], before[name]) for name in before if after[name] != before[name]} == {}
