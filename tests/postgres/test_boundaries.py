"""Loops and decorators see the same exceptions before and after, for every error that asyncpg can raise."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from asyncpg import connect_utils
from both_sides import LINKS, STYLES, Modules, Sides, body_of, create_tables, errors, migrated
from faults import asyncpgs

from codemod.postgres.server import PostgresServer

HERE = Path(__file__).parent / "boundaries"
FUNCTIONS = [
    line.split("(")[0].split()[-1]
    for line in (HERE / "looped.py").read_text().splitlines()
    if line.startswith("    async def") and " rename(" not in line
]

#: Those that nothing handles asyncpg's exceptions around: a boundary would be one too many.
FREE = ("forgetful", "calls_a_loop", "rename")

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module", params=STYLES)
def modules(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Modules]:
    """The module as it was and as it comes out."""
    with migrated(tmp_path_factory.mktemp("looped"), [HERE / "looped.py", HERE / "running.py"], request.param) as (
        modules,
        report,
    ):
        assert {site.code for site in report.sites} == {None}
        yield modules


def test_only_what_is_guarded_is_a_boundary(modules: Modules) -> None:
    text = Path(str(modules.after.__file__)).read_text()
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
def database(postgres: PostgresServer, modules: Modules) -> str:
    return create_tables(postgres, "looped", modules, LINKS)


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
    modules: Modules,
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


# slow, and what breaks is below both styles
@pytest.mark.parametrize("modules", ["statement"], indirect=True)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_connection_that_breaks(
    function: str,
    modules: Modules,
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
    modules: Modules,
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
def test_errors_of_the_server_itself(function: str, modules: Modules, postgres: PostgresServer, database: str) -> None:
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
@pytest.mark.parametrize("modules", ["statement"], indirect=True)
def test_a_wrong_boundary_is_noticed(
    function: str,
    right: str,
    wrong: str,
    modules: Modules,
    postgres: PostgresServer,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    wrong_modules = modules.with_change(
        function, right, wrong, tmp_path / "looped.py", "from sqlalchemy.exc import IntegrityError\n"
    )
    sides = Sides(postgres, database, wrong_modules)
    assert asyncio.run(differences(sides, function, raising, monkeypatch)) != []
