"""Loops and decorators see the same exceptions before and after, for every error that asyncpg can raise."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import asyncpg
import pytest
from asyncpg import connect_utils
from migration import migrated_tree, run, write_tree
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.schema import CreateTable
from test_handlers import PROJECT, Sides, asyncpgs, errors, loaded

from codemod.postgres.server import PostgresServer

HERE = Path(__file__).parent / "boundaries"
RAW = (HERE / "looped.py").read_text()
FUNCTIONS = [
    line.split("(")[0].split()[-1]
    for line in RAW.splitlines()
    if line.startswith("    async def") and " rename(" not in line
]

#: Those that nothing handles asyncpg's exceptions around: a boundary would be one too many.
FREE = ("forgetful", "calls_a_loop", "rename")

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ModuleType, ModuleType]]:
    """The module as it was and as it comes out."""
    before, after = (tmp_path_factory.mktemp(name) / "project" for name in ("before", "after"))
    shutil.copytree(PROJECT, before, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("looped.py", "running.py"):
        shutil.copy(HERE / name, before / name)
    report = run(before)
    write_tree(after, migrated_tree(before, report))
    assert {site.code for file in report.files for site in file.sites} == {None}
    sys.path.insert(0, str(before))
    try:
        yield loaded(before / "looped.py", "looped_before"), loaded(after / "looped.py", "looped_after")
    finally:
        sys.path.remove(str(before))


def body_of(text: str, function: str) -> str:
    start = text.index(f"async def {function}(")
    return text[start : text.find("    async def ", start) if "    async def " in text[start:] else len(text)]


def test_only_what_is_guarded_is_a_boundary(modules: tuple[ModuleType, ModuleType]) -> None:
    text = Path(str(modules[1].__file__)).read_text()
    for function in (*FUNCTIONS, "rename"):
        assert ("    # outside, asyncpg's own" in body_of(text, function)) == (function not in FREE)


async def outcome(links: Any, function: str, title: str = "a") -> tuple[Any, ...]:
    """What comes out for the caller: nothing is translated here."""
    links.told.clear()
    runs = getattr(getattr(links, function), "runs", 0)
    try:
        returned = await getattr(links, function)(title)
    except Exception as error:
        # where nothing handles them, errors of a session go on as they are
        seen = asyncpgs(error) if function in FREE else error
        assert seen is not None
        cause = asyncpgs(seen.__cause__)
        again = getattr(getattr(links, function), "runs", 0) - runs
        return "raised", type(seen), str(seen), type(cause), str(cause), tuple(links.told), again
    return "returned", returned, tuple(links.told)


@pytest.fixture(scope="module")
def database(postgres: PostgresServer, modules: tuple[ModuleType, ModuleType]) -> str:
    tables = modules[1].Link.metadata.tables

    async def fill() -> None:
        connection = await asyncpg.connect(await postgres.create_database("looped"))
        for name in ("links", "votes"):
            await connection.execute(str(CreateTable(tables[name]).compile(dialect=dialect())))
        await connection.execute(
            "INSERT INTO links (id, title, url, guild_id) VALUES (1, 'b', 'x', 1), (2, 'c', 'y', 1)"
        )
        await connection.close()

    asyncio.run(fill())
    return "looped"


async def differences(
    sides: Sides, function: str, failing: Callable[[BaseException], Any], monkeypatch: pytest.MonkeyPatch
) -> list[tuple[Any, Any]]:
    found = []
    async with sides as (before, after):
        for error in errors():
            with monkeypatch.context() as patched:
                patched.setattr(asyncpg.Connection, "_get_statement", failing(error))
                pair = await outcome(before, function), await outcome(after, function)
            found += [pair] if pair[0] != pair[1] else []
    return found


def raising(error: BaseException) -> Callable[..., Awaitable[Any]]:
    statement = asyncpg.Connection._get_statement

    async def failing(self: Any, query: str, *args: Any, **kw: Any) -> Any:
        if "UPDATE links" in query:
            raise error.with_traceback(None)
        return await statement(self, query, *args, **kw)

    return failing


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_error_of_a_statement(
    function: str,
    modules: tuple[ModuleType, ModuleType],
    postgres: PostgresServer,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert asyncio.run(differences(Sides(postgres, database, modules), function, raising, monkeypatch)) == []


def losing(_: BaseException) -> Callable[..., Awaitable[Any]]:
    """The connection breaks before the statement is sent."""
    statement = asyncpg.Connection._get_statement

    async def failing(self: Any, query: str, *args: Any, **kw: Any) -> Any:
        if "UPDATE links" in query:
            self._transport.abort()
        return await statement(self, query, *args, **kw)

    return failing


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_connection_that_breaks(
    function: str,
    modules: tuple[ModuleType, ModuleType],
    postgres: PostgresServer,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = asyncio.run(differences(Sides(postgres, database, modules), function, losing, monkeypatch))
    if function != "in_a_transaction":
        assert found == []
        return
    # asyncpg's transaction fails to roll back and says so instead; a session gives up such a connection
    before, after = found[0]
    assert before[1:5] == (
        asyncpg.InterfaceError,
        "cannot call Transaction.__aexit__(): the underlying connection is closed",
        type(None),
        "None",
    )
    assert after[1:3] == (asyncpg.ConnectionDoesNotExistError, "connection was closed in the middle of operation")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_error_of_connecting(
    function: str,
    modules: tuple[ModuleType, ModuleType],
    postgres: PostgresServer,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kinds = (
        asyncpg.TooManyConnectionsError, asyncpg.CannotConnectNowError, asyncpg.InvalidPasswordError,
        asyncpg.InvalidCatalogNameError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError,
        asyncpg.InternalServerError, ConnectionRefusedError, TimeoutError,
    )  # fmt: skip

    async def compared() -> list[tuple[Any, Any]]:
        found = []
        for kind in kinds:

            async def failing(*_: Any, _kind: Any = kind, **__: Any) -> Any:
                raise _kind("no connection")

            monkeypatch.setattr(connect_utils, "_connect", failing)
            async with Sides(postgres, database, modules) as (before, after):
                pair = await outcome(before, function), await outcome(after, function)
            found += [pair] if pair[0] != pair[1] else []
        return found

    assert asyncio.run(compared()) == []


@pytest.mark.parametrize("function", FUNCTIONS)
def test_errors_of_the_server_itself(
    function: str, modules: tuple[ModuleType, ModuleType], postgres: PostgresServer, database: str
) -> None:
    async def compared() -> list[tuple[Any, Any]]:
        async with Sides(postgres, database, modules) as (before, after):
            # fine; taken; too long; not UTF-8
            titles = ("d", "c", "x" * 300, "\ud800")
            found = [
                (await outcome(before, function, title), await outcome(after, function, title)) for title in titles
            ]
            assert not after.bot.get_db_session.kw["bind"].pool.checkedout()
            return [pair for pair in found if pair[0] != pair[1]]

    assert asyncio.run(compared()) == []


@pytest.mark.parametrize(
    ("function", "right", "wrong"),
    [
        ("direct", "except DBAPIError", "except IntegrityError"),
        ("direct", "raise cause from", "raise error from"),
        ("through_another", "raise cause from", "raise error.orig from"),
        ("in_a_transaction", "from cause.__cause__", "from error"),
        ("decorated", "cause is None", "cause is not None"),
        ("two_statements", "raise cause from cause.__cause__", "return None"),
    ],
)
def test_a_wrong_boundary_is_noticed(
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
    body = body_of(text, function)
    assert right in body
    path = tmp_path / "looped.py"
    imports = "from sqlalchemy.exc import IntegrityError\n"
    path.write_text(imports + text.replace(body, body.replace(right, wrong)))
    sides = Sides(postgres, database, (modules[0], loaded(path, "looped_wrong")))
    assert asyncio.run(differences(sides, function, raising, monkeypatch)) != []
