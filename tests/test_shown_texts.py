"""Handlers that show the text of an exception are findings: it is longer when it comes from a session."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codemod.cli import app
from tests.projects import USERS

COG = """
async def clear(pool, ctx, user_id: int):
    try:
        await pool.execute("{sql}", user_id)
    except {clause}:
        {body}
"""

DELETE = "DELETE FROM users WHERE id = $1"


def findings(tmp_path: Path, clause: str, body: str, sql: str = DELETE) -> list[tuple[str, int, str]]:
    (tmp_path / "models.py").write_text(USERS)
    cog = textwrap.dedent(COG).format(clause=clause, sql=sql, body=body.replace("\n", "\n        "))
    (tmp_path / "cog.py").write_text(f"import asyncpg\nimport logging\n{cog}")
    result = CliRunner().invoke(app, ["check", "--format", "json", "--root", str(tmp_path), str(tmp_path)])
    assert result.exit_code in (0, 1), result.output
    return [
        (item["code"], item["line"], item["message"])
        for item in json.loads(result.stdout)["findings"]
        if item["path"] == "cog.py"
    ]


@pytest.mark.parametrize(
    ("clause", "body"),
    [
        ("Exception as e", 'await ctx.send(f"failed: {e}")'),
        ("Exception as e", "raise HTTPException(500, detail=str(e))"),
        ("BaseException as e", 'return {"error": repr(e)}'),
        ("(ValueError, Exception) as e", 'message = f"failed: {e!r}"'),
        ("Exception as e", "await ctx.error(f'failed: {e}')"),
        ("Exception as e", "failures.labels(type(e).__name__).inc()"),
        ("Exception as e", "return e.__class__.__name__"),
        ("Exception as e", "return e.args[0]"),
        ("Exception as e", "await ctx.send(traceback.format_exc())"),
        ("Exception", "return {'error': traceback.format_exc()}"),
    ],
)
def test_a_text_that_is_shown(tmp_path: Path, clause: str, body: str) -> None:
    ((code, line, message),) = findings(tmp_path, clause, body)
    assert (code, line) == ("errors.text", 8)
    assert message == "the text or class of an exception is shown here: from a session it is SQLAlchemy's, with the SQL"


@pytest.mark.parametrize(
    ("clause", "body"),
    [
        ("Exception as e", 'logging.error(f"failed: {e}")'),
        ("Exception as e", 'self._log.warning("failed: %s", str(e))'),
        ("Exception as e", 'structlog.get_logger().error("failed", error=str(e))'),
        ("Exception as e", 'print(f"failed: {e}")'),
        ("Exception as e", "traceback.print_exc()"),
        ("Exception as e", "log.error(traceback.format_exc())"),
        ("Exception as e", "log.error('%s: %s', type(e).__name__, e.args)"),
        ("Exception as e", "raise RuntimeError from e"),
        ("Exception", 'await ctx.send("failed")'),
        ("ValueError as e", 'await ctx.send(f"failed: {e}")'),
        ("asyncpg.PostgresError as e", 'await ctx.send(f"failed: {e}")'),  # shows asyncpg's own
        ("Exception as e", "await ctx.send(describe(user_id))"),
    ],
)
def test_nothing_else_is_said_to_anybody(tmp_path: Path, clause: str, body: str) -> None:
    assert findings(tmp_path, clause, body) == []


def test_a_site_that_stays_shows_what_it_showed(tmp_path: Path) -> None:
    assert findings(tmp_path, "Exception as e", "await ctx.send(str(e))", "DELETE FROM posts WHERE id = $1") == []


def test_one_line_for_a_file(tmp_path: Path) -> None:
    body = "await ctx.send(str(e))\nawait ctx.reply(f'{e}')\nlogging.error('%s', e)\nreturn str(e)"
    ((_, line, message),) = findings(tmp_path, "Exception as e", body)
    assert (line, message.partition(":")[0]) == (
        8,
        "the text or class of an exception is shown here, and in lines 9, 11",
    )
