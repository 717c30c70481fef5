"""Handlers do the same before and after the rewrite, for every error that asyncpg can raise."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import asyncpg
import pytest
from asyncpg import connect_utils
from migration import migrated_tree, run, write_tree
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.schema import CreateTable
from test_error_carriers import EVERY

from codemod.postgres.server import PostgresServer

HERE = Path(__file__).parent
PROJECT = HERE.parent / "cases" / "_project"
RAW = (HERE / "handlers" / "guarded.py").read_text()
FUNCTIONS = [line.split("(")[0].split()[-1] for line in RAW.splitlines() if line.startswith("    async def")]

pytestmark = pytest.mark.postgres


def errors() -> Iterator[BaseException]:
    """One error of each class of asyncpg, and some of Python's."""
    for kind in EVERY:
        if issubclass(kind, asyncpg.PostgresError):
            error = kind("a message")
            error.__dict__.update(
                message="a message", detail="a detail", hint="a hint", constraint_name="links_title_key"
            )
            yield error
        else:
            yield kind("a message")
    yield from (OSError("system"), TimeoutError("late"), ValueError("odd"), ConnectionResetError("reset"))


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ModuleType, ModuleType]]:
    """The module as it was and as it comes out."""
    before, after = (tmp_path_factory.mktemp(name) / "project" for name in ("before", "after"))
    shutil.copytree(PROJECT, before, ignore=shutil.ignore_patterns("__pycache__"))
    (before / "guarded.py").write_text(RAW)
    report = run(before)
    write_tree(after, migrated_tree(before, report))
    sites = [site for file in report.files for site in file.sites]
    own = [name for name in FUNCTIONS if not name.startswith("calls")]
    assert {site.function for site in sites if site.outcome == "rewritten"} == {f"Links.{name}" for name in own}
    assert [site.code for site in sites if site.outcome == "refused"] == ["sql.utility"]
    sys.path.insert(0, str(before))
    try:
        yield loaded(before / "guarded.py", "guarded_before"), loaded(after / "guarded.py", "guarded_after")
    finally:
        sys.path.remove(str(before))


def loaded(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def asyncpgs(error: BaseException | None) -> BaseException | None:
    """What a project sees of an exception, whichever library raised it: asyncpg's own."""
    return error.orig.__cause__ if isinstance(error, DBAPIError) and error.orig is not None else error


async def outcome(links: Any, function: str, title: str = "a") -> tuple[Any, ...]:
    links.told.clear()
    try:
        returned = await getattr(links, function)(title)
    except Exception as error:
        seen = asyncpgs(error)
        assert seen is not None
        cause = asyncpgs(seen.__cause__)
        return "raised", type(seen), str(seen), type(cause), str(cause), tuple(links.told)
    return "returned", returned, tuple(links.told)


@pytest.fixture(scope="module")
def database(postgres: PostgresServer, modules: tuple[ModuleType, ModuleType]) -> str:
    tables = modules[1].Link.metadata.tables

    async def fill() -> None:
        connection = await asyncpg.connect(await postgres.create_database("guarded"))
        for name in ("links", "votes"):
            await connection.execute(str(CreateTable(tables[name]).compile(dialect=dialect())))
        await connection.execute(
            "INSERT INTO links (id, title, url, guild_id) VALUES (1, 'b', 'x', 1), (2, 'c', 'y', 1)"
        )
        await connection.close()

    asyncio.run(fill())
    return "guarded"


class Sides:
    """The objects of both modules on one database."""

    def __init__(self, server: PostgresServer, database: str, modules: tuple[ModuleType, ModuleType]) -> None:
        self.server, self.database, self.modules = server, database, modules

    async def __aenter__(self) -> tuple[Any, Any]:
        self.pool = await asyncpg.create_pool(self.server.dsn_of(self.database), min_size=0, max_size=2)
        self.engine = create_async_engine(self.server.sqlalchemy_url_of(self.database))
        bot = SimpleNamespace(db=self.pool, get_db_session=async_sessionmaker(self.engine))
        return self.modules[0].Links(bot), self.modules[1].Links(bot)

    async def __aexit__(self, *_: object) -> None:
        await self.pool.close()
        await self.engine.dispose()


async def differences(sides: Sides, function: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Any]]:
    """What a function does before and after for each error of its statement, where that differs."""
    statement = asyncpg.Connection._get_statement
    found = []
    async with sides as (before, after):
        for error in errors():

            async def failing(self: Any, query: str, *args: Any, _error: BaseException = error, **kw: Any) -> Any:
                if "links" in query:
                    raise _error.with_traceback(None)
                return await statement(self, query, *args, **kw)

            with monkeypatch.context() as patched:
                patched.setattr(asyncpg.Connection, "_get_statement", failing)
                pair = await outcome(before, function), await outcome(after, function)
            found += [pair] if pair[0] != pair[1] else []
    return found


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_error_of_a_statement(
    function: str,
    modules: tuple[ModuleType, ModuleType],
    postgres: PostgresServer,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert asyncio.run(differences(Sides(postgres, database, modules), function, monkeypatch)) == []


@pytest.mark.parametrize(
    ("function", "right", "wrong"),
    [
        ("unique", '"23505"', '"23503"'),
        ("unique", "except IntegrityError", "except ProgrammingError"),
        ("two_states", "{cause}", "{e}"),
        ("two_states", "except DBAPIError", "except DatabaseError"),
        ("violation", "cause.detail", "e.detail"),
        ("data", "if not isinstance(cause, asyncpg.DataError):", "if False:"),
        ("server", "if not isinstance(cause, asyncpg.PostgresError):", "if False:"),
        ("internal", ", InternalError", ""),
        ("connection_lost", ", DBAPIError", ""),
        ("then_everything", 'raise RuntimeError("unexpected") from e', "raise"),
        ("chain", "elif isinstance", "elif not isinstance"),
        ("chain", 'return "no table"', "raise"),
        ("nested", "except IntegrityError", "except KeyError"),
        ("looks_inside", 'getattr(cause, "sqlstate"', 'getattr(e, "sqlstate"'),
        ("suppressed", "suppress(IntegrityError)", "suppress(DBAPIError)"),
        ("one_suppressed", '!= "23505"', '== "23505"'),
        ("beside_raw", ", ProgrammingError)", ",)"),
        ("after_an_error", '"23505"', '"23503"'),
    ],
)
def test_a_wrong_handler_is_noticed(
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
    end = text.find("    async def ", start)
    body = text[start : end if end > 0 else len(text)]
    assert right in body
    path = tmp_path / "guarded.py"
    imports = "from sqlalchemy.exc import DatabaseError\n"
    path.write_text(imports + text.replace(body, body.replace(right, wrong)))
    sides = Sides(postgres, database, (modules[0], loaded(path, "guarded_wrong")))
    assert asyncio.run(differences(sides, function, monkeypatch)) != []


# a session connects with its first statement: where the handler stands inside the block, that is another place
@pytest.mark.parametrize("function", [name for name in FUNCTIONS if name != "after_an_error"])
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
        asyncpg.InternalServerError, asyncpg.InvalidParameterValueError,
    )  # fmt: skip

    async def compared() -> list[tuple[Any, Any]]:
        differences = []
        for kind in kinds:

            async def failing(*_: Any, _kind: Any = kind, **__: Any) -> Any:
                raise _kind("no connection")

            monkeypatch.setattr(connect_utils, "_connect", failing)
            async with Sides(postgres, database, modules) as (before, after):
                found = [await outcome(side, function) for side in (before, after)]
            if found[0] != found[1]:
                differences.append((found[0], found[1]))
        return differences

    assert asyncio.run(compared()) == []


@pytest.mark.parametrize("function", FUNCTIONS)
def test_errors_of_the_server_itself(
    function: str, modules: tuple[ModuleType, ModuleType], postgres: PostgresServer, database: str
) -> None:
    async def compared() -> list[tuple[Any, Any]]:
        async with Sides(postgres, database, modules) as (before, after):
            # taken twice; too long; not UTF-8; raw, in a statement that stays
            titles = ("d", "x" * 300, "\ud800", "raw")
            found = [
                (await outcome(before, function, title), await outcome(after, function, title)) for title in titles
            ]
            assert not after.bot.get_db_session.kw["bind"].pool.checkedout()
            return [pair for pair in found if pair[0] != pair[1]]

    assert asyncio.run(compared()) == []
