"""What the project's own methods make of a result comes back after the migration, too."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from both_sides import STYLES, Modules, Sides, create_tables, migrated

from codemod.postgres.server import PostgresServer

FOLDER = Path(__file__).parent / "wrapped"
#: What the wrappers of each file are of; their own calls stay.
OWNERS = {"wrapped": {"Store"}, "functions": {"Template", "fetch", "fetch_one", "fetch_value", "run_all"}}
SEED = """
TRUNCATE links, votes;
INSERT INTO links (id, title, url, tag, guild_id, clicks, created_at) VALUES
(1, 'a', 'z', NULL, 1, 0, '2024-01-01'), (2, 'b', 'y', 'x', 1, 7, '2024-01-01'), (3, 'c', 'x', 'x', 2, 3, '2024-01-01')
"""

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module", params=[*product(OWNERS, STYLES)], ids="-".join)
def modules(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Modules]:
    """The module as it was and as it comes out, by its name and the style."""
    stem, style = request.param
    with migrated(tmp_path_factory.mktemp(stem), [FOLDER / f"{stem}.py"], style) as (modules, report):
        refused = [(site.line, site.code, site.message) for site in report.sites if site.outcome == "refused"]
        assert refused == []
        unchanged = {site.function.split(".")[0] for site in report.sites if site.outcome == "unchanged"}
        assert unchanged == OWNERS[stem]
        yield modules


@pytest.fixture(scope="module")
def database(postgres: PostgresServer, modules: Modules) -> str:
    return create_tables(postgres, "wrapped", modules)


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


def functions_of(modules: Modules) -> list[str]:
    """The functions that are called, in the order of the module."""
    text = Path(str(modules.before.__file__)).read_text()
    return re.findall(r"^    async def (\w+)", text.partition("class Links")[2], re.M)


@pytest.mark.parametrize("guild_id", [1, 2, 9])
def test_what_comes_back(guild_id: int, modules: Modules, postgres: PostgresServer, database: str) -> None:
    sides = Sides(postgres, database, modules)
    for function in functions_of(modules):
        before, after = asyncio.run(both(sides, function, guild_id))
        assert (function, after) == (function, before)


#: Mistakes in what was written for some functions.
MISTAKES = {
    "functions": [
        ("rows", "Link.guild_id == guild_id", "Link.guild_id == 1"),
        ("changed", "await session.commit()", "pass"),
        ("by_flags", "result.scalar()", "None"),
        ("a_list_put_together", 'Link.title == "c"', 'Link.title != "c"'),
    ],
    "wrapped": [
        ("everything", "[dict(row) for row in result.mappings()]", "result.mappings().all()[:1]"),
        ("one", "next((dict(row) for row in result.mappings()), None)", "result.mappings().first()"),
        ("none_given_on", "return None", "pass"),
        ("number_of_changed", "result.rowcount", "1"),
    ],
}


@pytest.mark.parametrize("modules", [*product(OWNERS, ["statement"])], indirect=True, ids="-".join)
def test_something_else_is_noticed(modules: Modules, postgres: PostgresServer, database: str, tmp_path: Path) -> None:
    for function, right, wrong in MISTAKES[Path(str(modules.before.__file__)).stem]:
        sides = Sides(postgres, database, modules.with_change(function, right, wrong, tmp_path / f"{function}.py"))
        given = [asyncio.run(both(sides, function, guild_id)) for guild_id in (1, 2)]
        assert any(after != before for before, after in given), function
