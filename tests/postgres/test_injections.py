"""Handlers of FastAPI answer the same with the session of a request as with its connection."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from migration import migrated_tree, run, tree, write_tree

from codemod.postgres.server import PostgresServer

PROJECT = Path(__file__).parent / "injections"
SCHEMA = """
CREATE TABLE books (
    id bigint PRIMARY KEY, title text NOT NULL UNIQUE, copies bigint NOT NULL, added timestamptz NOT NULL DEFAULT now()
);
INSERT INTO books (id, title, copies) VALUES (1, 'Emma', 2), (2, 'Ulysses', 1), (3, 'Dune', 0);
"""
REQUESTS = [
    ("GET", "/books/"),
    ("GET", "/books/?at_least=1"),
    ("GET", "/books/1"),
    ("GET", "/books/9"),
    ("POST", "/books/1/lend"),
    ("POST", "/books/1/lend?wanted=2"),
    ("POST", "/books/9/lend"),
    ("PUT", "/books/2/Odyssey"),
    ("PUT", "/books/2/Emma"),
    ("PUT", "/books/9/Emma2"),
    ("DELETE", "/books/3"),
    ("DELETE", "/books/3"),
    ("POST", "/shelves/1/move/2"),
    ("POST", "/shelves/2/move/99"),
    ("POST", "/shelves/2/move/1"),
    ("POST", "/shelves/2/move/1"),
    ("POST", "/shelves/7/Persuasion"),
    ("POST", "/shelves/7/Sanditon"),
    ("POST", "/shelves/8/Persuasion"),
    ("GET", "/books/"),
]
#: What a project has that makes repositories with the session of the request.
HELD = """
from models import Book
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession


class BookRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def copies_of(self, book_id: int) -> int | None:
        result = await self.session.execute(select(Book.copies).where(Book.id == book_id))
        return result.scalar()

    async def rename(self, book_id: int, title: str) -> int:
        result = await self.session.execute(update(Book).where(Book.id == book_id).values(title=title))
        return result.rowcount
"""
STYLES = ["statement", "repository", "held"]

#: Starts the application of a folder and asks it, one request after another.
CLIENT = """
import asyncio, json, sys
sys.path.insert(0, sys.argv[1])
import httpx
from app import app

async def main():
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://books") as client:
            answers = [await client.request(*item) for item in json.loads(sys.argv[2])]
            print(json.dumps([[answer.status_code, answer.json()] for answer in answers]))

asyncio.run(main())
"""

pytestmark = pytest.mark.postgres


def answers(project: Path, postgres: PostgresServer, database: str) -> list[Any]:
    """What an application answers, and the rows it leaves."""

    async def fill(dsn: str) -> None:
        connection = await asyncpg.connect(dsn)
        await connection.execute(SCHEMA)
        await connection.close()

    async def left(dsn: str) -> list[list[Any]]:
        connection = await asyncpg.connect(dsn)
        rows = await connection.fetch("SELECT id, title, copies FROM books ORDER BY id")
        await connection.close()
        return [list(row) for row in rows]

    dsn = asyncio.run(postgres.create_database(database))
    asyncio.run(fill(dsn))
    done = subprocess.run(
        [sys.executable, "-B", "-c", CLIENT, str(project), json.dumps(REQUESTS)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "DSN": dsn, "ENGINE_URL": postgres.sqlalchemy_url_of(database)},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [*json.loads(done.stdout), asyncio.run(left(dsn))]


def project_of(style: str, folder: Path) -> tuple[Path, str]:
    """A project, and the style to write it in: with a repository that holds a session, the same project has one more."""
    if style != "held":
        return PROJECT, style
    write_tree(folder / "held", {**tree(PROJECT), "books.py": HELD.encode()})
    return folder / "held", "repository"


@pytest.mark.parametrize("style", STYLES)
def test_every_site_of_the_project_is_rewritten(style: str, tmp_path: Path) -> None:
    project, style = project_of(style, tmp_path)
    report = run(project, style=style)
    assert [(site.line, site.code, site.message) for site in report.sites if site.outcome != "rewritten"] == []


@pytest.mark.parametrize("style", STYLES)
def test_handlers_answer_the_same(style: str, postgres: PostgresServer, tmp_path: Path) -> None:
    project, written = project_of(style, tmp_path)
    after = tmp_path / "after"
    write_tree(after, migrated_tree(project, run(project, style=written)))
    assert not any("Depends(get_conn)" in (after / name).read_text() for name in ("app.py", "shelves.py"))
    if style == "held":
        every = "".join((after / name).read_text() for name in ("app.py", "shelves.py"))
        assert "BookRepository(session).rename(book_id, title)" in every
        assert "session.execute(" not in every
    before = answers(project, postgres, f"books_before_{style}")
    assert {status for status, _ in before[:-1]} == {200, 404, 409}
    assert answers(after, postgres, f"books_after_{style}") == before


@pytest.mark.parametrize("style", STYLES)
def test_a_second_run_changes_nothing(style: str, tmp_path: Path) -> None:
    project, style = project_of(style, tmp_path)
    after = tmp_path / "after"
    write_tree(after, migrated_tree(project, run(project, style=style)))
    assert list(run(after, style=style).changes) == []
