"""A call does the same wherever it stands: the same statements, as often and in the same order, around the same code."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from asyncpg import Connection
from asyncpg.prepared_stmt import PreparedStatement
from both_sides import STYLES, Modules, Sides, create_tables, migrated
from faults import asyncpgs

from codemod.postgres.server import PostgresServer

RAW = Path(__file__).parent / "places" / "places.py"
FUNCTIONS = re.findall(r"^    async def (\w+)", RAW.read_text(), re.M)
SEED = """
TRUNCATE links, votes;
INSERT INTO links (id, title, url, guild_id, clicks, created_at)
VALUES (1, 'a', 'u', 1, 0, '2024-01-01'), (2, 'b', 'v', 1, 1, '2024-01-01');
"""

#: What tasks run at once comes in any order.
AT_ONCE = ("at_once_in_a_group", "gathered", "gathered_from_each", "one_of_several_fails", "made_and_awaited_later")
LEFT = "SELECT id, title, clicks FROM links ORDER BY id"
HARNESS = (SEED, LEFT)

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module", params=STYLES)
def modules(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Modules]:
    """The module as it was and as it comes out."""
    with migrated(tmp_path_factory.mktemp("places"), [RAW], request.param) as (modules, report):
        assert [(site.line, site.code, site.message) for site in report.sites if site.outcome != "rewritten"] == []
        yield modules


@pytest.fixture(scope="module")
def database(postgres: PostgresServer, modules: Modules) -> str:
    return create_tables(postgres, "places", modules)


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
    modules: Modules,
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
        ("target", "= value", "= None"),
        ("guarded", "n > await", "n < await"),
        ("changed_meanwhile", "self.total += await", "self.total = await self._count_links() or await"),
        (
            "kept_nowhere",
            "await session.commit()\n            first, second = row",
            "first, second = row\n            await session.commit()",
        ),
    ],
)
@pytest.mark.parametrize("modules", ["statement"], indirect=True)
def test_a_wrong_place_is_noticed(
    function: str,
    right: str,
    wrong: str,
    modules: Modules,
    postgres: PostgresServer,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    wrong_modules = modules.with_change(function, right, wrong, tmp_path / "places.py")
    sides = Sides(postgres, database, wrong_modules)
    before, after = asyncio.run(both(sides, function, monkeypatch))
    assert after != before
