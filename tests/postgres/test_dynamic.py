"""A query decided at run time does the same before and after, under every decision there is."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import asyncpg
import pytest
from migration import migrated_tree, run, write_tree
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.schema import CreateTable
from test_handlers import PROJECT, Sides, asyncpgs, loaded

from codemod.postgres.server import PostgresServer

RAW = (Path(__file__).parent / "dynamic" / "dynamic.py").read_text()
SEED = """
TRUNCATE links, votes;
INSERT INTO links (id, title, url, tag, guild_id, clicks, created_at) VALUES
(1, 'a', 'z', NULL, 1, 0, '2024-01-01'), (2, 'b', 'y', 'x', 1, 7, '2024-01-01'),
(3, 'c', 'x', 'x', 1, 3, '2024-01-01'), (4, 'd', 'w', NULL, 2, 5, '2024-01-01');
INSERT INTO votes VALUES (1, 1, true);
"""
LEFT = "SELECT id, title, url, guild_id, clicks FROM links ORDER BY id"

#: Each function with arguments for every way through it.
CALLS: dict[str, list[tuple[Any, ...]]] = {
    "ordered": [(1, True), (1, False), (9, True)],
    "filtered": [("x", True), ("x", False), (None, True), (None, False)],
    "sorted_by": [(), ("title",), ("clicks",), ("url",)],
    "one_by": [("name", "b"), ("address", "b"), ("address", "y"), ("no such key", "y")],
    "one_by_default": [("name", "b"), ("address", "y"), ("other", "x"), ("other", "y")],
    "count_all": [()],
    "emptied": [("address",), ("name",), ("none",)],
    "counted": [(1,), (2,), (3,)],
}

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ModuleType, ModuleType]]:
    """The module as it was and as it comes out."""
    before, after = (tmp_path_factory.mktemp(name) / "project" for name in ("before", "after"))
    shutil.copytree(PROJECT, before, ignore=shutil.ignore_patterns("__pycache__"))
    (before / "dynamic.py").write_text(RAW)
    report = run(before)
    write_tree(after, migrated_tree(before, report))
    assert [(site.line, site.code, site.message) for site in report.sites if site.outcome != "rewritten"] == []
    sys.path.insert(0, str(before))
    try:
        yield loaded(before / "dynamic.py", "dynamic_before"), loaded(after / "dynamic.py", "dynamic_after")
    finally:
        sys.path.remove(str(before))


@pytest.fixture(scope="module")
def database(postgres: PostgresServer, modules: tuple[ModuleType, ModuleType]) -> str:
    tables = modules[1].Link.metadata.tables

    async def fill() -> None:
        connection = await asyncpg.connect(await postgres.create_database("dynamic"))
        for name in ("links", "votes"):
            await connection.execute(str(CreateTable(tables[name]).compile(dialect=dialect())))
        await connection.close()

    asyncio.run(fill())
    return "dynamic"


async def happened(links: Any, function: str, arguments: tuple[Any, ...], dsn: str) -> tuple[Any, ...]:
    """What a call gives or raises, and what is in the table then."""
    outside = await asyncpg.connect(dsn)
    await outside.execute(SEED)
    try:
        outcome: tuple[Any, ...] = ("returned", await getattr(links, function)(*arguments))
    except Exception as error:
        seen = asyncpgs(error)
        outcome = ("raised", type(seen), str(seen))
    rows = [tuple(row) for row in await outside.fetch(LEFT)]
    await outside.close()
    return (*outcome, rows)


async def differing(sides: Sides, function: str) -> list[tuple[Any, ...]]:
    """The calls that do something else after."""
    found = []
    async with sides as pair:
        for arguments in CALLS[function]:
            dsn = sides.server.dsn_of(sides.database)
            before, after = [await happened(links, function, arguments, dsn) for links in pair]
            found += [(arguments, before, after)] if before != after else []
    return found


def test_every_function_is_called() -> None:
    assert set(CALLS) == set(re.findall(r"^    async def (\w+)", RAW, re.M))


@pytest.mark.parametrize("function", CALLS)
def test_every_decision_gives_what_it_gave(
    function: str, modules: tuple[ModuleType, ModuleType], postgres: PostgresServer, database: str
) -> None:
    assert asyncio.run(differing(Sides(postgres, database, modules), function)) == []


@pytest.mark.parametrize(
    ("function", "right", "wrong"),
    [
        ("ordered", "if newest", "if not newest"),
        ("filtered", "if tag is not None", "if tag is None"),
        ("filtered", "if clicked", "if not clicked"),
        ("sorted_by", '"clicks": Link.clicks', '"clicks": Link.title'),
        ("one_by", "Link.url == wanted", "Link.tag == wanted"),
        ("one_by_default", ".get(key, Link.tag)", ".get(key, Link.url)"),
        ("count_all", '"votes": Vote', '"votes": Link'),
        ("counted", '"guild_id": Link.guild_id', '"guild_id": Link.clicks'),
    ],
)
def test_a_wrong_decision_is_noticed(
    function: str,
    right: str,
    wrong: str,
    modules: tuple[ModuleType, ModuleType],
    postgres: PostgresServer,
    database: str,
    tmp_path: Path,
) -> None:
    text = Path(str(modules[1].__file__)).read_text()
    start = text.index(f"async def {function}(")
    body = text[start : text.find("\n    async def ", start)]
    assert right in body
    path = tmp_path / "dynamic.py"
    path.write_text(text.replace(body, body.replace(right, wrong)))
    sides = Sides(postgres, database, (modules[0], loaded(path, "dynamic_wrong")))
    assert asyncio.run(differing(sides, function)) != []
