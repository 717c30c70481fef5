"""A call does the same wherever it stands: the same statements, as often and in the same order, around the same code."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import asyncpg
import pytest
from asyncpg import Connection
from asyncpg.prepared_stmt import PreparedStatement
from migration import migrated_tree, run, write_tree
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.schema import CreateTable
from test_handlers import PROJECT, Sides, asyncpgs, loaded

from codemod.postgres.server import PostgresServer

RAW = (Path(__file__).parent / "places" / "places.py").read_text()
FUNCTIONS = re.findall(r"^    async def (\w+)", RAW, re.M)
SEED = """
TRUNCATE links, votes;
INSERT INTO links (id, title, url, guild_id, clicks, created_at)
VALUES (1, 'a', 'u', 1, 0, '2024-01-01'), (2, 'b', 'v', 1, 1, '2024-01-01');
"""

#: What tasks run at once comes in any order.
AT_ONCE = ("gathered", "gathered_from_each", "one_of_several_fails", "made_and_awaited_later")
LEFT = "SELECT id, title, clicks FROM links ORDER BY id"
HARNESS = (SEED, LEFT)

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ModuleType, ModuleType]]:
    """The module as it was and as it comes out."""
    before, after = (tmp_path_factory.mktemp(name) / "project" for name in ("before", "after"))
    shutil.copytree(PROJECT, before, ignore=shutil.ignore_patterns("__pycache__"))
    (before / "places.py").write_text(RAW)
    report = run(before)
    write_tree(after, migrated_tree(before, report))
    assert [(site.line, site.code, site.message) for site in report.sites if site.outcome != "rewritten"] == []
    sys.path.insert(0, str(before))
    try:
        yield loaded(before / "places.py", "places_before"), loaded(after / "places.py", "places_after")
    finally:
        sys.path.remove(str(before))


@pytest.fixture(scope="module")
def database(postgres: PostgresServer, modules: tuple[ModuleType, ModuleType]) -> str:
    tables = modules[1].Link.metadata.tables

    async def fill() -> None:
        connection = await asyncpg.connect(await postgres.create_database("places"))
        for name in ("links", "votes"):
            await connection.execute(str(CreateTable(tables[name]).compile(dialect=dialect())))
        await connection.close()

    asyncio.run(fill())
    return "places"


def gist(query: str) -> str:
    """What a statement is, whichever library wrote it: its verb and the columns it names."""
    words = {word for word in re.findall(r"\w+", query.lower()) if word in ("id", "title", "url", "guild_id", "clicks")}
    return " ".join([query.split()[0].upper(), *sorted(words)])


async def happened(links: Any, function: str, dsn: str) -> tuple[Any, ...]:
    """What a function gives or raises, what ran meanwhile in which order, and what is in the table then."""
    outside = await asyncpg.connect(dsn)
    await outside.execute(SEED)
    links.told.clear()
    try:
        outcome: tuple[Any, ...] = ("returned", await getattr(links, function)())
    except Exception as error:
        seen = asyncpgs(error)
        outcome = ("raised", type(seen), str(seen))
    told = list(links.told)
    rows = [tuple(row) for row in await outside.fetch(LEFT)]
    await outside.close()
    return (*outcome, told, rows)


async def both(sides: Sides, function: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What a function does before and after."""
    found = []
    async with sides as pair:
        for links in pair:
            with monkeypatch.context() as patched:
                note_statements(links.told, patched)
                found.append(await happened(links, function, sides.server.dsn_of(sides.database)))
        assert not pair[1].bot.get_db_session.kw["bind"].pool.checkedout()
    return found


def note_statements(told: list[Any], patched: pytest.MonkeyPatch) -> None:
    """Note every statement that is run: asyncpg's own, with arguments and without, and those SQLAlchemy prepares."""

    def noting(kind: type, method: str, query_of: Callable[..., str]) -> None:
        run_now = getattr(kind, method)

        async def noted(self: Any, *args: Any, **options: Any) -> Any:
            query = query_of(self, *args)
            told.extend([gist(query)] if "links" in query and query not in HARNESS else [])
            return await run_now(self, *args, **options)

        patched.setattr(kind, method, noted)

    noting(Connection, "_do_execute", lambda _connection, query, *_: query)
    noting(Connection, "execute", lambda _connection, query, *args: "" if args else query)
    noting(PreparedStatement, "_PreparedStatement__do_execute", lambda statement, *_: statement.get_query())


@pytest.mark.parametrize("function", FUNCTIONS)
def test_everything_happens_as_before(
    function: str,
    modules: tuple[ModuleType, ModuleType],
    postgres: PostgresServer,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, after = asyncio.run(both(Sides(postgres, database, modules), function, monkeypatch))
    if function in AT_ONCE:
        before, after = (
            tuple(sorted(map(str, item)) if item is side[-2] else item for item in side) for side in (before, after)
        )
    assert after == before


@pytest.mark.parametrize(
    ("function", "right", "wrong"),
    [
        ("either", "self.note(1) or await", "await"),
        ("only_asked_when_needed", "if self.note(True)", "if not self.note(True)"),
        ("asserted", "assert await self._fetch_url", "assert True or await self._fetch_url"),
        ("added_up", "self.total += await self._count_links()", "self.total += 2"),
        ("changed_meanwhile", "self.total += await", "self.total = await self._count_links() or await"),
        (
            "kept_nowhere",
            "await session.commit()\n            first, second = row",
            "first, second = row\n            await session.commit()",
        ),
    ],
)
def test_a_wrong_place_is_noticed(
    function: str,
    right: str,
    wrong: str,
    modules: tuple[ModuleType, ModuleType],
    postgres: PostgresServer,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    text = Path(str(modules[1].__file__)).read_text()
    start = text.index(f"async def {function}(")
    body = text[start : text.find("\n    async def ", start)]
    assert right in body
    path = tmp_path / "places.py"
    path.write_text(text.replace(body, body.replace(right, wrong)))
    sides = Sides(postgres, database, (modules[0], loaded(path, "places_wrong")))
    before, after = asyncio.run(both(sides, function, monkeypatch))
    assert after != before
