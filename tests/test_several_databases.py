"""A project whose pools are of several databases: no query goes to the database of another pool."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from codemod.config import load_config
from codemod.initialising.initialise import prepare
from tests.migration import run

MODELS = """
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    class Link(Base):
        __tablename__ = "links"
        id: Mapped[int] = mapped_column(primary_key=True)
    """
SESSIONS = """
    from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
    session_maker = async_sessionmaker(create_async_engine("postgresql+asyncpg://primary/links"))
    """
DATABASE = """
    import asyncpg
    from settings import PRIMARY, REPLICA

    class Database:
        async def connect(self):
            {pools}

    db = Database()
    """
READERS = """
    from database import db

    async def count():
        return await db.read.fetchval("SELECT count(*) FROM links")

    async def forget(id: int):
        await db.write.execute("DELETE FROM links WHERE id = $1", id)
    """
TWO = ["self.write = await asyncpg.create_pool(PRIMARY)", "self.read = await asyncpg.create_pool(REPLICA)"]


def plant(root: Path, pools: list[str], pyproject: str = "", **more: str) -> None:
    database = DATABASE.format(pools="\n            ".join(pools))
    files = {"database.py": database, "readers.py": READERS, "models.py": MODELS, "pyproject.toml": pyproject}
    for name, text in {**files, **{f"{name}.py": text for name, text in more.items()}}.items():
        (root / name).write_text(dedent(text))


def outcomes(root: Path) -> list[str]:
    """``converted``, or the refusal, of each call."""
    sites = run(root).sites
    return ["converted" if site.outcome == "rewritten" else f"{site.code} {site.message}" for site in sites]


def test_no_receiver_is_guessed_to_be_of_the_engine(tmp_path: Path) -> None:
    plant(tmp_path, TWO, '[tool.alchemod]\nreceivers = ["*.read", "*.write"]\n', sessions=SESSIONS)
    read, write = outcomes(tmp_path)
    assert (
        read == "session.none db.read may be of another database than sessions.session_maker: "
        "see database.py:7 and database.py:8"
    )
    assert write.startswith("session.none db.write may be")


def test_the_receiver_that_the_project_names_is_converted(tmp_path: Path) -> None:
    settings = '[tool.alchemod]\nreceivers = ["*.read", "*.write"]\n[tool.alchemod.sessions]\n'
    plant(tmp_path, TWO, settings + '"*.write" = "async with session_maker() as session"\n', sessions=SESSIONS)
    read, write = outcomes(tmp_path)
    assert read.startswith("session.none")
    assert write == "converted"


@pytest.mark.parametrize(
    "pools",
    [
        [TWO[0], "self.read = await asyncpg.create_pool(PRIMARY, max_size=2)"],
        ["if REPLICA:", f"    {TWO[0]}", "else:", "    self.write = await asyncpg.create_pool(REPLICA)"],
        ["self.write = self.read = await asyncpg.create_pool(PRIMARY)"],
    ],
)
def test_pools_of_one_database_are_no_reason(pools: list[str], tmp_path: Path) -> None:
    plant(tmp_path, pools, '[tool.alchemod]\nreceivers = ["*.read", "*.write"]\n', sessions=SESSIONS)
    assert outcomes(tmp_path) == ["converted", "converted"]


def test_settings_of_the_server_make_another_pool(tmp_path: Path) -> None:
    other = 'self.read = await asyncpg.create_pool(PRIMARY, server_settings={"search_path": "archive"})'
    plant(tmp_path, [TWO[0], other], '[tool.alchemod]\nreceivers = ["*.read", "*.write"]\n', sessions=SESSIONS)
    assert all(outcome.startswith("session.none") for outcome in outcomes(tmp_path))


def test_init_says_which_pool_its_sessions_are_for(tmp_path: Path) -> None:
    plant(tmp_path, TWO, settings="PRIMARY = 'postgresql://primary/links'\nREPLICA = 'postgresql://replica/links'\n")
    prepared = prepare(load_config(tmp_path), "database.py:7", None)
    for change in prepared.changes:
        (tmp_path / change.path).write_text(change.after or "")
    assert '"*.write" = "async with session_maker() as session"' in (tmp_path / "pyproject.toml").read_text()
    read, write = outcomes(tmp_path)
    assert read.startswith("session.none")
    assert write == "converted"


def test_init_names_the_pools_where_there_are_sessions(tmp_path: Path) -> None:
    plant(tmp_path, TWO, sessions=SESSIONS)
    (project,) = prepare(load_config(tmp_path), None, None).changes
    assert "pools of several databases" in (project.after or "")
    assert "*.read or *.write" in (project.after or "")
