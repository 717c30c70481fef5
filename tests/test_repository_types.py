"""What type checkers make of new repositories: nothing to complain of, and casts for them are read past."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from test_repositories import migrated, refusals

COG = """
import asyncpg


class Links:
    def __init__(self, bot):
        self.bot = bot

    async def tag(self, title: str):
        return await self.bot.db.fetchval("SELECT tag::int FROM links WHERE title = $1", title)

    async def urls(self, titles: list[str]):
        rows = await self.bot.db.fetch("SELECT url, tag FROM links WHERE title = ANY($1)", titles)
        return [row["url"] for row in rows]

    async def link(self, title: str):
        row = await self.bot.db.fetchrow("SELECT * FROM links WHERE title = $1", title)
        return row["url"]

    async def rename(self, old: str, new: str):
        status = await self.bot.db.execute("UPDATE links SET title = $2 WHERE title = $1", old, new)
        return status

    async def remove(self, title: str):
        status = await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        return status == "DELETE 1"

    async def vote(self, rows: list[tuple[int, int, bool]]):
        await self.bot.db.executemany(
            "INSERT INTO votes (link_id, user_id, counted) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", rows
        )

    async def move(self, old: str, new: str):
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute("UPDATE links SET tag = $2 WHERE tag = $1", old, new)
            return await conn.fetchval("SELECT count(*) FROM links WHERE tag = $1", new)
"""


def test_a_new_repository_is_typed_throughout(tmp_path: Path) -> None:
    report, files = migrated(tmp_path, {"cogs/links.py": COG})
    assert refusals(report) == []
    links, votes = (files[f"repositories/{name}_repository.py"] for name in ("link", "vote"))
    assert "result = typing_cast(CursorResult[Any], await session.execute(stmt))" in links
    assert "typing_cast(Table, Vote.__table__)" in votes
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", tmp_path / "cache", "repositories"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("Success: no issues found in 3 source files\n", "", 0)


def test_methods_with_casts_are_used_by_the_next_run(tmp_path: Path) -> None:
    _, files = migrated(tmp_path, {"cogs/links.py": COG})
    again = COG.replace("class Links", "class Others")
    report, later = migrated(tmp_path, {"cogs/others.py": again})
    assert refusals(report) == []
    assert {name: later[name] for name in files if name.startswith("repositories/")} == {
        name: text for name, text in files.items() if name.startswith("repositories/")
    }
    assert later["cogs/others.py"] == files["cogs/links.py"].replace("class Links", "class Others")


METHOD = """
from typing import Any, cast

from sqlalchemy import CursorResult, delete

from models import Link


class LinkRepository:
    def __init__(self, session_factory):
        self.session_factory = session_factory

    async def drop(self, name):
        async with self.session_factory() as session:
            result = {}
            number = result.rowcount
            await session.commit()
            return number
"""


@pytest.mark.parametrize(
    ("executed", "used"),
    [
        ("cast(CursorResult[Any], await session.execute(delete(Link).where(Link.title == name)))", True),
        ('cast("CursorResult[Any]", await session.execute(delete(Link).where(Link.title == name)))', True),
        ("await session.execute(delete(Link).where(Link.title == name))", True),
        ("counted(await session.execute(delete(Link).where(Link.title == name)))", False),
        ("cast(Other, await session.execute(delete(Link).where(Link.title == name)))", False),
        ("cast(CursorResult[Any], await session.execute(delete(Link).where(Link.url == name)))", False),
    ],
)
def test_a_cast_for_type_checkers_is_nothing(tmp_path: Path, executed: str, used: bool) -> None:
    repository = METHOD.replace("{}", executed)
    _, files = migrated(tmp_path, {"cogs/links.py": COG, "data/link_repo.py": repository})
    assert ("self.link_repo.drop(title)" in files["cogs/links.py"]) == used
