"""``alchemod verify``: statements that a person wrote, against the raw calls that git remembers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from test_judged_runs import DDL, MODELS
from typer.testing import CliRunner, Result

from codemod.cli import app

pytestmark = pytest.mark.postgres

RAW = """
class Cog:
    async def titles(self, guild_id: int):
        return await self.bot.db.fetch("SELECT title FROM links WHERE guild_id = $1 ORDER BY title", guild_id)

    async def one(self, link_id: int):
        return await self.bot.db.fetchrow("SELECT * FROM links WHERE id = $1", link_id)

    async def count(self, guild_id: int):
        return await self.bot.db.fetchval("SELECT count(*) FROM links WHERE guild_id = $1", guild_id)

    async def rename(self, link_id: int, title: str) -> None:
        await self.bot.db.execute("UPDATE links SET title = $2 WHERE id = $1", link_id, title)
        await self.bot.db.execute("DELETE FROM links WHERE title = $1 AND id <> $2", title, link_id)

    async def search(self, guild_id: int, title: str | None):
        return await self.bot.db.fetch("SELECT id FROM links WHERE guild_id = $1", guild_id)

    async def add(self, link_id: int, title: str, guild_id: int) -> None:
        sql = "INSERT INTO links (id, title, guild_id, old_id) VALUES ($1, $2, $3, 0)"
        await self.bot.db.execute(sql, link_id, title, guild_id)

    async def raw(self):
        return await self.bot.db.fetch("SELECT id FROM links")
"""
CONVERTED = """
from sqlalchemy import delete, insert, select, update

from models import Link, Session
from store import count_links


class Cog:
    async def titles(self, guild_id: int):
        async with Session() as session:
            stmt = select(Link.title).where(Link.guild_id == guild_id)
            stmt = stmt.order_by(Link.title)
            return (await session.execute(stmt)).all()

    async def one(self, link_id: int):
        async with Session() as session:
            return await session.get(Link, link_id)

    async def count(self, guild_id: int):
        return await count_links(guild_id)

    async def rename(self, link_id: int, title: str) -> None:
        async with Session() as session:
            await session.execute(delete(Link).where(Link.title == title, Link.id == link_id))
            await session.execute(update(Link).where(Link.id == link_id).values(title=title))
            await session.commit()

    async def search(self, guild_id: int, title: str | None):
        async with Session() as session:
            stmt = select(Link.id).where(Link.guild_id == guild_id)
            if title:
                stmt = stmt.where(Link.title == title)
            return (await session.execute(stmt)).all()

    async def add(self, link_id: int, title: str, guild_id: int) -> None:
        async with Session() as session:
            await session.execute(insert(Link).values(id=link_id, title=title, guild_id=guild_id, old_id=0))
            await session.commit()

    async def raw(self):
        return await self.bot.db.fetch("SELECT id FROM links")
"""
STORE = """
from sqlalchemy import func, select

from models import Link, Session


async def count_links(guild: int) -> int:
    async with Session() as session:
        return await session.scalar(select(func.count()).select_from(Link).where(Link.guild_id == guild))
"""


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["verify", str(root), "--root", str(root), *arguments])


def git(root: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "schema.sql").write_text(DDL)
    (tmp_path / "models.py").write_text(MODELS.format(old_id=""))
    (tmp_path / "cog.py").write_text(RAW)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "raw")
    (tmp_path / "cog.py").write_text(CONVERTED)
    (tmp_path / "store.py").write_text(STORE)
    return tmp_path


def judgements(result: Result) -> dict[str, list[str]]:
    """Verdicts of the raw calls by function, in order."""
    found: dict[str, list[str]] = {}
    for call in json.loads(result.stdout)["calls"]:
        found.setdefault(call["function"], []).append(call["verdict"]["judgement"])
    return found


@pytest.mark.parametrize("verify", ["static", "postgres"])
def test_each_call_that_is_gone_is_compared(project: Path, verify: str) -> None:
    before = {path: path.read_bytes() for path in project.glob("*.py")}
    result = run(project, "--format", "json", "--verify", verify)
    assert judgements(result) == {
        "Cog.titles": ["proved"],
        "Cog.one": ["proved"],
        "Cog.count": ["proved"],
        "Cog.rename": ["proved", "differs"],
        "Cog.search": ["not checked"],
        "Cog.add": ["proved"],
    }
    assert result.exit_code == 1
    assert {path: path.read_bytes() for path in project.glob("*.py")} == before


def test_a_statement_is_found_where_it_went(project: Path) -> None:
    result = run(project)
    assert "cog.py:10: Cog.count proved in store.py:9" in result.stdout
    assert "cog.py:14: Cog.rename differs in cog.py:24: " in result.stdout
    assert (
        "cog.py:17: Cog.search not checked in cog.py:33: the new statement is put together in branches" in result.stdout
    )
    assert "7 raw calls gone: 5 proved, 1 differs, 1 not checked" in result.output


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Link.guild_id == guild_id)\n            stmt = stmt.order_by(Link.title)", "Link.guild_id == guild_id)"),
        ("select(Link.title).where(Link.guild_id", "select(Link.title).distinct().where(Link.guild_id"),
        ("select(Link.title).where(Link.guild_id", "select(Link.title).where(Link.old_id"),
        ("stmt.order_by(Link.title)", "stmt.order_by(Link.title).limit(1)"),
        ("stmt.order_by(Link.title)", "stmt.order_by(Link.title.desc())"),
    ],
)
def test_a_mistake_is_found(project: Path, old: str, new: str) -> None:
    assert old in CONVERTED
    (project / "cog.py").write_text(CONVERTED.replace(old, new, 1))
    assert judgements(run(project, "--format", "json"))["Cog.titles"] == ["differs"]


def test_none_is_spoken_of(project: Path) -> None:
    (project / "models.py").write_text(
        MODELS.format(old_id="").replace("title: Mapped[str]", "title: Mapped[str | None]")
    )
    (project / "schema.sql").write_text(DDL.replace("title text NOT NULL", "title text"))
    raw = RAW.replace("guild_id = $1 ORDER BY title", "title = $1 ORDER BY title").replace(
        "self, guild_id: int", "self, guild_id", 1
    )
    (project / "cog.py").write_text(raw)
    git(project, "commit", "-qam", "raw")
    (project / "cog.py").write_text(CONVERTED.replace("Link.guild_id == guild_id", "Link.title == guild_id", 1))
    assert "Cog.titles proved in cog.py:13: as long as no argument is None" in run(project).stdout


def test_a_file_that_is_gone_is_looked_for(project: Path) -> None:
    (project / "other.py").write_text(CONVERTED)
    (project / "cog.py").unlink()
    assert "Cog.titles proved in other.py:13" in run(project, "--since", "HEAD").stdout


def test_nothing_is_gone(project: Path) -> None:
    git(project, "checkout", "-q", "cog.py")
    result = run(project)
    assert result.exit_code == 0
    assert result.output == "no raw call is gone\n"


def test_a_revision_that_is_none(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    result = run(project, "--since", "nowhere")
    assert (result.exit_code, result.output) == (
        2,
        f"error: option --since: 'nowhere' is no commit of a git repository at {project}\n",
    )
    outside = tmp_path_factory.mktemp("outside")
    (outside / "pyproject.toml").write_text("")
    assert run(outside).exit_code == 2
    assert run(project, "--since", "--help").exit_code == 2
