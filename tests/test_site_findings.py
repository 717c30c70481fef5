"""``alchemod models --sites``: what call sites name that no model has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codemod.cli import app

MODELS = """
from sqlalchemy import BigInteger, Text
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Session = async_sessionmaker(None)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
"""

COG = """
class Cog:
    async def f(self, user_id: int):
        await self.bot.db.execute("DELETE FROM users WHERE id = $1", user_id)
        await self.bot.db.execute("DELETE FROM posts WHERE id = $1", user_id)
        await self.bot.db.execute("DELETE FROM users WHERE nmae = $1", "x")
        await self.bot.db.execute("DELETE FROM posts")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "models.py").write_text(MODELS)
    (tmp_path / "cog.py").write_text(COG)
    return tmp_path


def output(root: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["models", *arguments, "--root", str(root)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_each_unknown_name_is_a_finding_once(project: Path) -> None:
    found = json.loads(output(project, "--sites", "--format", "json"))["findings"]
    assert found == [
        {
            "code": "models.unknown-table",
            "path": "cog.py",
            "line": 5,
            "message": "no model maps table posts (and 1 more)",
        },
        {
            "code": "models.unknown-column",
            "path": "cog.py",
            "line": 6,
            "message": "no table of the statement has a column nmae",
        },
    ]
    assert "cog.py:5: models.unknown-table no model maps table posts (and 1 more)\n" in output(project, "--sites")


def test_call_sites_are_looked_at_on_demand(project: Path) -> None:
    assert "cog.py" not in output(project)
