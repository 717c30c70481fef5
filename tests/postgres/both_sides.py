"""A module of the cases' project as it was and as it comes out, both running on one database."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

import asyncpg
from migration import migrated_tree, run, write_tree
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.schema import CreateTable
from test_error_carriers import EVERY

from codemod.postgres.server import PostgresServer
from codemod.report import Report

PROJECT = Path(__file__).parent.parent / "cases" / "_project"
STYLES = ("statement", "repository")
LINKS = "INSERT INTO links (id, title, url, guild_id) VALUES (1, 'b', 'x', 1), (2, 'c', 'y', 1)"


class Modules(NamedTuple):
    """Both forms of a module; each has a class ``Links`` that is made with a bot."""

    before: ModuleType
    after: ModuleType
    style: str

    def with_change(self, function: str, right: str, wrong: str, path: Path, imports: str = "") -> Modules:
        """The same but for a mistake in what was written for one function, kept at ``path``."""
        text = Path(str(self.after.__file__)).read_text()
        body = body_of(text, function)
        assert right in body
        path.write_text(imports + text.replace(body, body.replace(right, wrong)))
        return Modules(self.before, loaded(path, f"{path.stem}_wrong"), self.style)


@contextmanager
def migrated(folder: Path, files: list[Path], style: str = "statement") -> Iterator[tuple[Modules, Report]]:
    """The first of some files of the cases' project, before and after its migration in ``folder``."""
    before, after = folder / "before", folder / "after"
    shutil.copytree(PROJECT, before, ignore=shutil.ignore_patterns("__pycache__"))
    for file in files:
        shutil.copy(file, before / file.name)
    report = run(before, style=style)
    write_tree(after, migrated_tree(before, report))
    name = files[0].name
    # what both have comes from before; its new repositories from after
    sys.path[:0] = [str(before), str(after)]
    known = set(sys.modules)
    try:
        stem = files[0].stem
        old, new = loaded(before / name, f"{stem}_before"), loaded(after / name, f"{stem}_after")
        yield Modules(old, new, style), report
    finally:
        sys.path.remove(str(before))
        sys.path.remove(str(after))
        for module in set(sys.modules) - known:
            if str(folder) in str(getattr(sys.modules[module], "__file__", None)):
                del sys.modules[module]


def loaded(path: Path, name: str) -> ModuleType:
    """The module that a file holds, under a name of its own."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def body_of(text: str, function: str) -> str:
    """The text of one method of the class."""
    start = text.index(f"async def {function}(")
    end = text.find("\n    async def ", start)
    return text[start : end if end > 0 else len(text)]


def create_tables(server: PostgresServer, database: str, modules: Modules, rows: str = "") -> str:
    """The name of a new database with the tables of the module's models and some rows."""
    database = f"{database}_{modules.style}"
    models = loaded(Path(str(modules.after.__file__)).with_name("models.py"), f"models_of_{database}")
    tables = models.Link.metadata.tables

    async def fill() -> None:
        connection = await asyncpg.connect(await server.create_database(database))
        try:
            for name in ("links", "votes"):
                await connection.execute(str(CreateTable(tables[name]).compile(dialect=dialect())))
            if rows:
                await connection.execute(rows)
        finally:
            await connection.close()

    asyncio.run(fill())
    return database


class Sides:
    """The objects of both modules on one database."""

    def __init__(self, server: PostgresServer, database: str, modules: Modules) -> None:
        self.server, self.database, self.modules = server, database, modules

    async def __aenter__(self) -> tuple[Any, Any]:
        self.pool = await asyncpg.create_pool(self.server.dsn_of(self.database), min_size=0, max_size=2)
        self.engine = create_async_engine(self.server.sqlalchemy_url_of(self.database))
        bot = SimpleNamespace(db=self.pool, get_db_session=async_sessionmaker(self.engine))
        return self.modules.before.Links(bot), self.modules.after.Links(bot)

    async def __aexit__(self, *_: object) -> None:
        await self.pool.close()
        await self.engine.dispose()


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
