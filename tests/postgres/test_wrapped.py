"""What the project's own methods make of a result comes back after the migration, too."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from both_sides import STYLES, Modules, Sides, create_tables, migrated

from codemod.postgres.server import PostgresServer

RAW = Path(__file__).parent / "wrapped" / "wrapped.py"
SEED = """
TRUNCATE links, votes;
INSERT INTO links (id, title, url, tag, guild_id, clicks, created_at) VALUES
(1, 'a', 'z', NULL, 1, 0, '2024-01-01'), (2, 'b', 'y', 'x', 1, 7, '2024-01-01'), (3, 'c', 'x', 'x', 2, 3, '2024-01-01')
"""
FUNCTIONS = [name for name in re.findall(r"^    async def (\w+)", RAW.read_text(), re.M) if "fetch_" not in name]

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module", params=STYLES)
def modules(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Modules]:
    """The module as it was and as it comes out."""
    with migrated(tmp_path_factory.mktemp("wrapped"), [RAW], request.param) as (modules, report):
        refused = [(site.line, site.code, site.message) for site in report.sites if site.outcome == "refused"]
        assert refused == []
        assert {site.function.split(".")[0] for site in report.sites if site.outcome == "unchanged"} == {"Store"}
        yield modules


@pytest.fixture(scope="module")
def database(postgres: PostgresServer, modules: Modules) -> str:
    return create_tables(postgres, f"wrapped_{modules.style}", modules)


async def happened(links: Any, function: str, guild_id: int, dsn: str) -> tuple[Any, ...]:
    """What a call gives, and what is in the table then."""
    outside = await asyncpg.connect(dsn)
    await outside.execute(SEED)
    given = await getattr(links, function)(guild_id)
    rows = [tuple(row) for row in await outside.fetch("SELECT id, clicks FROM links ORDER BY id")]
    await outside.close()
    return given, rows


async def both(sides: Sides, function: str, guild_id: int) -> list[tuple[Any, ...]]:
    dsn = sides.server.dsn_of(sides.database)
    async with sides as pair:
        return [await happened(links, function, guild_id, dsn) for links in pair]


@pytest.mark.parametrize("guild_id", [1, 2, 9])
@pytest.mark.parametrize("function", [name for name in FUNCTIONS if name != "run"])
def test_what_comes_back(
    function: str, guild_id: int, modules: Modules, postgres: PostgresServer, database: str
) -> None:
    before, after = asyncio.run(both(Sides(postgres, database, modules), function, guild_id))
    assert after == before


@pytest.mark.parametrize(
    ("function", "right", "wrong"),
    [
        ("everything", "[dict(row) for row in result.mappings()]", "result.mappings().all()[:1]"),
        ("one", "next((dict(row) for row in result.mappings()), None)", "result.mappings().first()"),
        ("none_given_on", "return None", "pass"),
    ],
)
def test_something_else_is_noticed(
    function: str, right: str, wrong: str, modules: Modules, postgres: PostgresServer, database: str, tmp_path: Path
) -> None:
    if modules.style == "repository":
        pytest.skip("the result is made in the repository there, which is another file")
    sides = Sides(postgres, database, modules.with_change(function, right, wrong, tmp_path / "wrapped.py"))
    before, after = asyncio.run(both(sides, function, 1))
    assert after != before
