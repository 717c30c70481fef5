"""Migrated projects keep the laws of connections and handlers, and what breaks one is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from migration import migrated_tree, run, write_tree
from project_laws import compare, texts

TESTS = Path(__file__).parent
SAMPLES = sorted(path.parent for path in (TESTS.parent / "samples").glob("*/before"))

Trees = tuple[dict[str, str], dict[str, str]]


def migrated(project: Path, folder: Path, *added: Path) -> Trees:
    """The Python files of a project with some more, before and after."""
    shutil.copytree(project, folder / "before", ignore=shutil.ignore_patterns("__pycache__"))
    for path in added:
        shutil.copy(path, folder / "before" / path.name)
    write_tree(folder / "after", migrated_tree(folder / "before", run(folder / "before")))
    return texts(folder / "before"), texts(folder / "after")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_samples(sample: Path) -> None:
    found = compare(texts(sample / "before"), texts(sample / "after"))
    assert found.functions
    assert found.problems == []


@pytest.fixture(scope="module")
def connected(tmp_path_factory: pytest.TempPathFactory) -> Trees:
    """A project of connections that tests run on a server."""
    return migrated(TESTS / "postgres" / "connections", tmp_path_factory.mktemp("laws"))


def test_connections_of_every_kind(connected: Trees) -> None:
    found = compare(*connected)
    assert found.functions > 50
    assert found.problems == []


def test_connections_that_fastapi_gives(tmp_path: Path) -> None:
    found = compare(*migrated(TESTS / "postgres" / "injections", tmp_path))
    assert found.functions
    assert found.problems == []


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Trees:
    """A module with handlers of every kind."""
    folder = tmp_path_factory.mktemp("laws")
    return migrated(TESTS / "cases" / "_project", folder, TESTS / "postgres" / "handlers" / "guarded.py")


def test_handlers_of_every_kind(guarded: Trees) -> None:
    found = compare(*guarded)
    assert found.handlers > 20
    assert found.problems == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("except IntegrityError", "except ProgrammingError"),
        ("if getattr(", "if not getattr("),
        ('!= "23505":\n                raise', '!= "23505":\n                pass'),
        ('!= "23505"', '!= "23503"'),
        ("if not isinstance(cause, asyncpg.PostgresError)", "if isinstance(cause, asyncpg.PostgresError)"),
        ("except (asyncpg.PostgresError, DBAPIError)", "except asyncpg.PostgresError"),
    ],
)
def test_a_handler_that_catches_something_else_is_found(right: str, wrong: str, guarded: Trees) -> None:
    before, after = guarded
    imported = "from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError\n"
    text = after["guarded.py"]
    assert right in text
    text = text.replace(right, wrong, 1).replace("import asyncpg\n", f"import asyncpg\n{imported}", 1)
    assert compare(before, after | {"guarded.py": text}).problems


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("scopes.py", "async with session_maker() as session, session.begin():", "async with self.pool.acquire() as conn, session.begin():"),
        ("given.py", "await tried(session, ", "await tried(conn, "),
        ("kept.py", "Accounts(session, self.pause)", "Accounts(conn, self.pause)"),
        ("stores.py", "return await clear(self._session, account)", "return await clear(self._conn, account)"),
    ],
)  # fmt: skip
def test_half_a_connection_is_found(file: str, right: str, wrong: str, connected: Trees) -> None:
    before, after = connected
    assert right in after[file]
    assert compare(before, after | {file: after[file].replace(right, wrong, 1)}).problems
