"""Calls in the tests of a project stay: their database, event loop and stand-ins are not those of its sessions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codemod.cli import app
from tests.projects import USERS

CALL = """
async def {name}(pool: asyncpg.Pool):
    await pool.execute("DELETE FROM users WHERE id = $1", 1)
"""

SERVICE = """
import asyncpg


async def clear(conn: asyncpg.Connection, user_id: int) -> None:
    await conn.execute("DELETE FROM users WHERE id = $1", user_id)


async def clear_first(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as conn:
        await clear(conn, 1)
"""

PASSING = """
from service import clear


async def test_clear(pool: asyncpg.Pool):
    async with pool.acquire() as conn:
        await clear(conn, 1)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    plant(tmp_path, "models.py", USERS)
    return tmp_path


def plant(root: Path, path: str, code: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(code)


def outcomes(root: Path) -> list[tuple[str, str | None, str | None]]:
    result = CliRunner().invoke(app, ["check", "--format", "json", "--root", str(root), str(root)])
    sites = json.loads(result.stdout)["sites"]
    return [(site["file"], site["code"], site["message"]) for site in sites]


@pytest.mark.parametrize(
    "path", ["tests/support.py", "app/test/data.py", "test_users.py", "app/users_test.py", "conftest.py"]
)
def test_a_call_of_a_test_stays(root: Path, path: str) -> None:
    plant(root, path, CALL.format(name="test_users"))
    assert outcomes(root) == [(path, "session.test", f"pool in {path} is a test's, and may be of another database")]


@pytest.mark.parametrize("path", ["testing.py", "cogs/tests.py", "contest.py", "cogs/latest.py"])
def test_others_are_called_nearly_so(root: Path, path: str) -> None:
    plant(root, path, CALL.format(name="test_users"))
    assert outcomes(root) == [(path, None, None)]


def test_a_test_may_say_how_it_opens_a_session(root: Path) -> None:
    plant(root, "tests/test_users.py", "from models import Session\n" + CALL.format(name="test_users"))
    plant(root, "pyproject.toml", '[tool.alchemod.sessions]\npool = "Session()"\n')
    assert outcomes(root) == [("tests/test_users.py", None, None)]


def test_a_function_that_a_test_gives_its_connection_stays(root: Path) -> None:
    plant(root, "service.py", SERVICE)
    assert outcomes(root) == [("service.py", None, None)]
    plant(root, "tests/test_service.py", PASSING)
    ((_, code, message),) = outcomes(root)
    assert code == "session.group"
    assert message is not None
    assert "tests/test_service.py" in message
