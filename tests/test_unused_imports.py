"""What a file imports only to reach the database goes with the calls, unless another file takes it from there."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from codemod.cli import app
from tests.projects import USERS

DATABASE = """
import asyncpg

pool: asyncpg.Pool = None


async def fetch(query, *args):
    async with pool.acquire() as conn:
        return await conn.fetch(query, *args)
"""

CALLS = {
    "from database import pool": 'await pool.execute("DELETE FROM users WHERE id = $1", i)',
    "from database import pool as p": 'await p.execute("DELETE FROM users WHERE id = $1", i)',
    "from database import fetch": 'await fetch("SELECT id FROM users WHERE id > $1", i)',
    "import database": 'await database.fetch("SELECT id FROM users WHERE id > $1", i)',
}


def migrated(root: Path, imported: str, call: str, **files: str) -> str:
    """The text of ``cog.py`` after the migration."""
    cog = f"{imported}\n\n\nasync def run(i: int):\n    {call}\n"
    for name, text in {"models": USERS, "database": DATABASE, "cog": cog, **files}.items():
        (root / f"{name}.py").write_text(text)
    result = CliRunner().invoke(app, ["migrate", "--allow-dirty", "--root", str(root), str(root / "cog.py")])
    assert result.exit_code == 0, result.output
    text = (root / "cog.py").read_text()
    assert "async with Session() as session:" in text
    return text


@pytest.mark.parametrize("imported", CALLS)
def test_an_import_for_the_calls_goes(tmp_path: Path, imported: str) -> None:
    assert "database" not in migrated(tmp_path, imported, CALLS[imported])


@pytest.mark.parametrize(
    "other", ["from cog import pool\n", "from cog import (\n    pool,\n)\n", "import cog\n\ncog.pool\n"]
)
def test_one_that_another_file_takes_from_there_stays(tmp_path: Path, other: str) -> None:
    imported = "from database import pool"
    assert imported in migrated(tmp_path, imported, CALLS[imported], other=other)


@pytest.mark.parametrize(
    "more",
    [
        'await pool.execute("DELETE FROM posts WHERE id = $1", i)',  # has no model
        "print(pool)",
        "return lambda: pool",
    ],
)
def test_one_that_is_read_besides_stays(tmp_path: Path, more: str) -> None:
    imported = "from database import pool"
    assert imported in migrated(tmp_path, imported, f"{CALLS[imported]}\n    {more}")


def test_a_parameter_of_that_name_keeps_it(tmp_path: Path) -> None:
    imported = "from database import pool"
    inner = f"{CALLS[imported]}\n\n\nasync def other(pool, i):\n    {CALLS[imported]}"
    assert imported in migrated(tmp_path, imported, inner)
