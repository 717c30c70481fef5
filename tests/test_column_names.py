"""Columns with names that Python, SQLAlchemy or alchemod use for something else."""

from __future__ import annotations

from pathlib import Path

import pytest
from migration import migrated_tree, run

NAMES = ("value", "name", "function", "key", "keys", "items", "values", "self", "update", "args", "select", "result")
MODELS = """
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

session_maker: async_sessionmaker[AsyncSession] = async_sessionmaker()


class Base(DeclarativeBase):
    pass


class Setting(Base):
    __tablename__ = "settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    {name}: Mapped[str]
"""
WORK = """
async def put(pool, id: int, given: str):
    await pool.execute('INSERT INTO settings (id, "{name}") VALUES ($1, $2)', id, given)


async def change(pool, id: int, given: str):
    await pool.execute('UPDATE settings SET "{name}" = $2 WHERE id = $1', id, given)


async def put_or_change(pool, id: int, given: str):
    await pool.execute(
        'INSERT INTO settings (id, "{name}") VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET "{name}" = EXCLUDED."{name}"',
        id,
        given,
    )


async def put_all(pool, rows):
    await pool.executemany('INSERT INTO settings (id, "{name}") VALUES ($1, $2)', rows)


async def others(pool, given: str):
    return await pool.fetch(
        'SELECT s."{name}" FROM (SELECT "{name}" FROM settings) s WHERE s."{name}" <> $1 ORDER BY s."{name}"', given
    )
"""


def migrated(project: Path, name: str) -> str:
    (project / "pyproject.toml").touch()
    (project / "models.py").write_text(MODELS.format(name=name))
    (project / "work.py").write_text("import asyncpg\n" + WORK.format(name=name))
    report = run(project)
    assert [(site.function, site.message) for site in report.sites if site.outcome != "rewritten"] == []
    return migrated_tree(project, report)["work.py"].decode()


@pytest.mark.parametrize("name", NAMES)
def test_every_statement_is_written(tmp_path: Path, name: str) -> None:
    text = migrated(tmp_path, name)
    assert text.count("session.execute(") == 5


@pytest.mark.parametrize("name", ["keys", "items", "values"])
def test_what_a_collection_of_columns_has_itself_is_no_column(tmp_path: Path, name: str) -> None:
    text = migrated(tmp_path, name)
    assert f'excluded["{name}"]' in text
    assert f'c["{name}"]' in text


def test_self_is_no_keyword_of_values(tmp_path: Path) -> None:
    assert '.values({"self": given})' in migrated(tmp_path, "self")
