"""``check`` names what gave connections and is asked for none after the migration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codemod.cli import app

MODELS = """
from sqlalchemy import BigInteger
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Session = async_sessionmaker(None)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
"""

COG = """
from contextlib import asynccontextmanager


@asynccontextmanager
async def leased(pool):
    async with pool.acquire() as conn:
        yield conn


class Cog:
    @asynccontextmanager
    async def lease(self):
        async with self.pool.acquire() as conn:
            yield conn

    async def drop(self, user_id: int):
        async with self.bot.cog.lease() as conn:
            await conn.execute("DELETE FROM users WHERE id = $1", user_id)
"""


def found_in(folder: Path, files: dict[str, str]) -> list[tuple[str, str, int]]:
    for name, text in ({"models.py": MODELS} | files).items():
        (folder / name).write_text(text)
    result = CliRunner().invoke(app, ["check", "--format", "json", "--root", str(folder), str(folder)])
    report = json.loads(result.stdout)
    return [(item["code"], item["path"], item["line"]) for item in report["findings"]]


def test_what_is_asked_for_none_any_more_is_named(tmp_path: Path) -> None:
    assert ("connection.unused", "cog.py", 13) in found_in(tmp_path, {"cog.py": COG})


@pytest.mark.parametrize(
    "files",
    [
        {"cog.py": COG, "other.py": "# lease() is for those who come later"},
        {"cog.py": COG, "test_cog.py": "async def test(cog):\n    async with cog.lease():\n        pass\n"},
        {"cog.py": COG, "other.py": "class Other:\n    def lease(self):\n        pass\n"},
        {"cog.py": COG.replace("WHERE id = $1", "WHERE nmae = $1")},
        {
            "cog.py": COG.replace(
                "            await conn.execute", "            await tell(conn)\n            await conn.execute"
            )
        },
    ],
)
def test_what_may_be_asked_yet_is_not(files: dict[str, str], tmp_path: Path) -> None:
    assert [item for item in found_in(tmp_path, files) if item[0] == "connection.unused"] == []
