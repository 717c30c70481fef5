"""Handlers of asyncpg's exceptions that a framework is given: init adds one that hands on what sessions raise."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError
from test_listeners import handled, prepared

DECORATED = """
import asyncpg
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()


@app.exception_handler(asyncpg.PostgresError)
async def on_postgres(request: Request, exc: asyncpg.PostgresError) -> JSONResponse:
    return JSONResponse({"any": str(exc)}, 503)


@app.exception_handler(asyncpg.UniqueViolationError)
@app.exception_handler(asyncpg.ForeignKeyViolationError)
def on_conflict(request: Request, exc: asyncpg.PostgresError) -> JSONResponse:
    return JSONResponse({"detail": exc.constraint_name}, 409)


@app.exception_handler(ValueError)
async def on_value(request: Request, exc: ValueError) -> JSONResponse:
    return JSONResponse({"value": str(exc)}, 422)
"""
DISPATCHER = """
@app.exception_handler(DBAPIError)
async def on_database_error(request: Request, error: DBAPIError) -> JSONResponse:
    \"\"\"Hand the exception of asyncpg that a session's error carries to its handler.\"\"\"
    cause = error.orig.__cause__ or error
    if isinstance(cause, asyncpg.UniqueViolationError):
        return on_conflict(request, cause)
    if isinstance(cause, asyncpg.ForeignKeyViolationError):
        return on_conflict(request, cause)
    if isinstance(cause, asyncpg.PostgresError):
        return await on_postgres(request, cause)
    raise cause from cause.__cause__
"""
CALLED = """
import asyncpg


async def on_postgres(request, exc):
    return Answer(exc)


def handlers(app):
    app.add_exception_handler(asyncpg.PostgresError, on_postgres)
    app.state.handled = True
"""


def test_one_more_handler_hands_on_what_sessions_raise(tmp_path: Path) -> None:
    before, behind = DECORATED.split("@app.exception_handler(ValueError)")
    after = prepared(tmp_path, DECORATED)
    imported = before.replace("JSONResponse\n", "JSONResponse\nfrom sqlalchemy.exc import DBAPIError\n", 1)
    assert after == f"{imported}{DISPATCHER.lstrip()}\n\n@app.exception_handler(ValueError){behind}"
    assert len(handled(DECORATED)) == 3
    assert handled(after) == []


def test_a_second_time_nothing_changes(tmp_path: Path) -> None:
    assert prepared(tmp_path, prepared(tmp_path, DECORATED) or "") is None


def test_handlers_that_a_function_registers(tmp_path: Path) -> None:
    after = prepared(tmp_path, CALLED) or ""
    assert handled(after) == []
    assert after.endswith("""
    app.add_exception_handler(asyncpg.PostgresError, on_postgres)

    async def on_database_error(request, error):
        \"\"\"Hand the exception of asyncpg that a session's error carries to its handler.\"\"\"
        cause = error.orig.__cause__ or error
        if isinstance(cause, asyncpg.PostgresError):
            return await on_postgres(request, cause)
        raise cause from cause.__cause__

    app.add_exception_handler(DBAPIError, on_database_error)

    app.state.handled = True
""")


def test_quart_gives_handlers_the_error_alone(tmp_path: Path) -> None:
    code = "import asyncpg\n\n\n@app.errorhandler(asyncpg.DataError)\nasync def failed(error):\n    return str(error), 400\n"
    after = prepared(tmp_path, code) or ""
    assert "@app.errorhandler(DBAPIError)\nasync def on_database_error(error):" in after
    assert "return await failed(cause)\n" in after
    assert handled(after) == []


DICTIONARY = """
import asyncpg
from starlette.applications import Starlette


async def taken(request, exc):
    return Answer(exc.detail, 409)


def failed(request, exc):
    return Answer(exc, 503)


async def missing(request, exc):
    return Answer("missing", 404)


# the application
# and its handlers
app = Starlette(
    exception_handlers={
        asyncpg.PostgresError: failed,
        404: missing,
        ValueError: failed,
        asyncpg.UniqueViolationError: taken,
    },
)
"""


def test_handlers_in_the_dictionary_of_an_application(tmp_path: Path) -> None:
    assert len(handled(DICTIONARY)) == 1
    after = prepared(tmp_path, DICTIONARY) or ""
    assert handled(after) == []
    assert after.partition("\n\n\n# the application\n# and its handlers\napp = ")[0].endswith("""
async def on_database_error(request, error):
    \"\"\"Hand the exception of asyncpg that a session's error carries to its handler.\"\"\"
    cause = error.orig.__cause__ or error
    if isinstance(cause, asyncpg.UniqueViolationError):
        return await taken(request, cause)
    if isinstance(cause, asyncpg.PostgresError):
        return failed(request, cause)
    raise cause from cause.__cause__""")
    assert "        asyncpg.UniqueViolationError: taken,\n        DBAPIError: on_database_error,\n    },\n)\n" in after
    assert prepared(tmp_path / "again", after) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("asyncpg.UniqueViolationError: taken", "asyncpg.UniqueViolationError: handlers.taken"),
        ("404: missing", "**more"),
        ("ValueError: failed", "IntegrityError: failed"),
        ("async def taken(request, exc)", "async def taken(request, exc, more)"),
    ],
)
def test_dictionaries_that_stay(old: str, new: str, tmp_path: Path) -> None:
    code = DICTIONARY.replace(old, new).replace(
        "import asyncpg\n", "import asyncpg\nfrom sqlalchemy.exc import IntegrityError\n"
    )
    assert prepared(tmp_path, code) is None
    assert handled(code)


@pytest.mark.parametrize("name", ["taken", "failed"])
def test_a_dictionary_whose_handlers_are_not_all_told_is_not_enough(name: str, tmp_path: Path) -> None:
    after = prepared(tmp_path, DICTIONARY) or ""
    assert handled(after.replace(f"{name}(request, cause)", "missing(request, cause)"))


HANDLER = "@app.exception_handler(asyncpg.DataError)\nasync def failed(request, error):\n    return 1\n"


@pytest.mark.parametrize(
    "code",
    [
        HANDLER.replace("app.", "make().", 1),
        HANDLER.replace("@app", "@traced\n@app"),
        HANDLER.replace("request, error", "error"),
        HANDLER.replace("request, error", "*given"),
        HANDLER.replace("error):", "error, more=1):"),
        HANDLER.replace("asyncpg.DataError", "asyncpg.OwnError"),
        HANDLER.replace("exception_handler", "exception"),
        HANDLER + "\n\n" + HANDLER.replace("app", "sub").replace("failed", "failed_there"),
        HANDLER + "\n\n" + HANDLER.replace("failed", "failed_too"),
        HANDLER + "\n\ndef failed():\n    pass\n",
        HANDLER + "\n\n@app.exception_handler(sqlalchemy.exc.IntegrityError)\nasync def other(request, error):\n    pass\n",
        HANDLER + "\n\nif DEBUG:\n    @app.exception_handler(asyncpg.UniqueViolationError)\n    async def debug(request, error):\n        return 2\n",
        "app.add_exception_handler(asyncpg.DataError, failures.failed)\n",
        "app = Starlette(exception_handlers={asyncpg.DataError: failed})\n",
        "app.add_exception_handler(asyncpg.DataError, lambda request, error: 1)\n",
    ],
)  # fmt: skip
def test_handlers_that_can_not_be_handed_on_to_stay(code: str, tmp_path: Path) -> None:
    code = f"import asyncpg\n\n\n{code}"
    assert prepared(tmp_path, code) is None
    assert handled(code)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return on_conflict(request, cause)", "return on_postgres(request, cause)"),
        ("isinstance(cause, asyncpg.ForeignKeyViolationError)", "isinstance(cause, asyncpg.CheckViolationError)"),
        ("@app.exception_handler(DBAPIError)", "@other.exception_handler(DBAPIError)"),
        ("@app.exception_handler(DBAPIError)", "@app.exception_handler(IntegrityError)"),
        ("        return on_conflict(request, cause)", "        log(cause)"),
    ],
)
def test_a_handler_that_hands_on_less_is_not_enough(old: str, new: str) -> None:
    code = DECORATED.replace(
        "import asyncpg\n", "import asyncpg\nfrom sqlalchemy.exc import DBAPIError, IntegrityError\n"
    )
    assert handled(code + DISPATCHER) == []
    assert handled(code + DISPATCHER.replace(old, new))


def raised() -> list[tuple[Exception, Exception]]:
    """Errors of asyncpg, and the same as they come through a session."""
    found: list[tuple[Exception, Exception]] = []
    for kind, carrier in (
        (asyncpg.UniqueViolationError, IntegrityError),
        (asyncpg.ForeignKeyViolationError, IntegrityError),
        (asyncpg.NotNullViolationError, IntegrityError),
        (asyncpg.DivisionByZeroError, DBAPIError),
        (asyncpg.exceptions.DataError, DBAPIError),
        (asyncpg.InterfaceError, DBAPIError),
        (asyncpg.exceptions._base.DataError if hasattr(asyncpg.exceptions, "_base") else asyncpg.DataError, DBAPIError),
    ):
        own = kind("text")
        own.constraint_name = "books_pkey"
        adapted = Exception("adapted")
        adapted.__cause__ = own
        found.append((own, carrier("SQL", None, adapted)))
    return found


def answer(path: Path, error: Exception) -> tuple[int, str]:
    """What an application answers when one of its routes raises an error."""
    httpx = pytest.importorskip("httpx")
    spec = importlib.util.spec_from_file_location(f"application_{path.stem}_{id(error)}", path)
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    @module.app.get("/")
    async def fails() -> None:
        raise error

    async def ask() -> tuple[int, str]:
        transport = httpx.ASGITransport(app=module.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://books") as client:
            response = await client.get("/")
            return response.status_code, response.text

    return asyncio.run(ask())


@pytest.mark.parametrize("number", range(len(raised())))
def test_an_application_answers_the_same(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fastapi")
    monkeypatch.setattr(sys, "path", sys.path)
    own, carried = raised()[number]
    (tmp_path / "before.py").write_text(DECORATED)
    expected = answer(tmp_path / "before.py", own)
    (tmp_path / "after.py").write_text(prepared(tmp_path / "project", DECORATED) or "")
    assert answer(tmp_path / "after.py", carried) == expected
    assert answer(tmp_path / "after.py", raised()[number][0]) == expected
