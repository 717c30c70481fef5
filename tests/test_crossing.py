"""Connections that go through several files are converted in all of them or in none."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from codemod.config import Config
from codemod.pipeline import run_project
from codemod.report import Report

HERE = Path(__file__).parent / "cases" / "_project"

VOTES = """import asyncpg


async def add_vote(conn: asyncpg.Connection, link_id: int, user_id: int) -> None:
    await conn.execute("INSERT INTO votes (link_id, user_id, counted) VALUES ($1, $2, true)", link_id, user_id)


async def forget(link_id: int, *, connection) -> None:
    await connection.execute("DELETE FROM votes WHERE link_id = $1", link_id)
"""
WITH_SITES = """from votes import add_vote


class Links:
    async def vote(self, one: int, user: int) -> None:
        async with self.bot.db.acquire() as conn:
            await conn.execute("UPDATE links SET clicks = clicks + 1 WHERE id = $1", one)
            await add_vote(conn, one, user)
"""
WITHOUT_SITES = """from votes import add_vote, forget


class Fans:
    async def fan(self, user: int) -> None:
        async with self.bot.db.acquire() as conn:
            await add_vote(conn, 1, user)

    async def leave(self, one: int) -> None:
        async with self.bot.db.acquire() as conn, conn.transaction():
            await forget(one, connection=conn)
"""


def migrated(root: Path, only: list[str] | None = None, jobs: int = 1, **files: str) -> tuple[Report, dict[str, str]]:
    """The report of a project and its files as they come out."""
    texts = {path.name: path.read_text() for path in HERE.glob("*.py")} | {
        f"{key}.py": text for key, text in files.items()
    }
    for name, text in texts.items():
        (root / name).write_text(text)
    report = run_project(Config(root=root, jobs=jobs), [PurePosixPath(name) for name in only or sorted(texts)])
    return report, texts | {item.path.as_posix(): item.after for item in report.files if item.after is not None}


def messages(report: Report) -> list[tuple[str, str | None, str | None]]:
    return [(site.file, site.code, site.message) for site in report.sites if site.outcome != "rewritten"]


def test_all_files_of_a_connection_follow(tmp_path: Path) -> None:
    report, texts = migrated(tmp_path, votes=VOTES, links=WITH_SITES, fans=WITHOUT_SITES)
    assert messages(report) == []
    assert "async def add_vote(session: AsyncSession, link_id: int, user_id: int)" in texts["votes.py"]
    assert "import asyncpg" not in texts["votes.py"]
    assert "async def forget(link_id: int, *, session)" in texts["votes.py"]
    assert texts["votes.py"].count("await session.commit()") == 1, "forget() is only called in a transaction"
    assert (
        "async with self.bot.get_db_session() as session:\n            await add_vote(session, 1, user)"
        in texts["fans.py"]
    )
    assert "session.begin():\n            await forget(one, session=session)" in texts["fans.py"]
    assert "acquire" not in texts["links.py"]


def test_several_processes_agree(tmp_path: Path) -> None:
    more = {f"more_{number}": WITH_SITES.replace("Links", f"Links{number}") for number in range(8)}
    report, texts = migrated(tmp_path, jobs=3, votes=VOTES, fans=WITHOUT_SITES, **more)
    assert messages(report) == []
    assert not any("acquire" in text for text in texts.values())


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (
            "from votes import add_vote\n\n\nasync def f(bot):\n    await add_vote(bot.db, 1, 2)\n",
            "add_vote() is called at other.py:5 with something else than a connection",
        ),
        ("from votes import add_vote\n\nHOOK = add_vote\n", "what is meant by add_vote at other.py:3 is not known"),
        (
            WITH_SITES + '            await conn.execute("VACUUM links")\n',
            "the connection is shared with the call at other.py:9: sql.utility",
        ),
        (WITH_SITES + "            await conn.close()\n", "conn.close() is about the connection itself at other.py:9"),
    ],
)
def test_one_file_that_stays_keeps_all(tmp_path: Path, other: str, told: str) -> None:
    before = {"votes": VOTES, "links": WITH_SITES, "fans": WITHOUT_SITES.split("    async def leave")[0]}
    report, texts = migrated(tmp_path, **before, other=other)
    assert ("votes.py", "session.group", told) in messages(report)
    assert texts["links.py"] == WITH_SITES
    assert "add_vote(conn, 1, user)" in texts["fans.py"]
    assert "add_vote(conn: asyncpg.Connection" in texts["votes.py"]


def test_a_file_that_is_not_among_those_to_convert(tmp_path: Path) -> None:
    report, texts = migrated(tmp_path, ["links.py", "votes.py"], votes=VOTES, links=WITH_SITES, fans=WITHOUT_SITES)
    told = "the connection goes on to fans.py, which is to stay"
    assert messages(report) == [
        ("links.py", "session.group", told),
        ("votes.py", "session.group", told),
        ("votes.py", "session.group", told),
    ]
    assert texts["links.py"] == WITH_SITES


def test_a_name_that_is_taken_in_one_caller(tmp_path: Path) -> None:
    taken = WITHOUT_SITES.replace("self, user: int", "self, user: int, session=None")
    report, texts = migrated(tmp_path, votes=VOTES, fans=taken)
    assert messages(report) == []
    assert "get_db_session() as db_session:\n            await add_vote(db_session, 1, user)" in texts["fans.py"]


@pytest.mark.parametrize(
    ("imported", "called"),
    [("from store import add_vote", "add_vote"), ("from store import votes", "votes.add_vote")],
)
def test_functions_of_a_package(tmp_path: Path, imported: str, called: str) -> None:
    caller = WITH_SITES.replace("from votes import add_vote", imported).replace("await add_vote", f"await {called}")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "votes.py").write_text(VOTES.split("\n\nasync def forget")[0])
    names = ["links.py", "store/__init__.py", "store/votes.py"]
    (tmp_path / "store" / "__init__.py").write_text("from .votes import add_vote\n\n__all__ = ['add_vote']\n")
    report, texts = migrated(tmp_path, names, links=caller)
    assert messages(report) == []
    assert f"await {called}(session, one, user)" in texts["links.py"]
    assert "session: AsyncSession" in texts["store/votes.py"]
