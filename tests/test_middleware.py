"""Handlers around what a framework runs: middleware, and blocks of a ``with`` that the project wrote itself."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest
from migration import migrated_tree, run

from codemod.config import load_config
from codemod.pipeline import run_project

PROJECT = Path(__file__).parent / "cases" / "_project"

STORE = """
class Store:
    async def add(self, title: str) -> None:
        await self.bot.db.execute("UPDATE links SET title = $1", title)
"""

CATCHES = """
    try:
        {runs}
    except asyncpg.PostgresError as error:
        return error.sqlstate
"""
CATCHES_BOTH = """
    except (asyncpg.PostgresError, DBAPIError) as error:
        cause = getattr(getattr(error, "orig", None), "__cause__", error)
        if not isinstance(cause, asyncpg.PostgresError):
            raise
        return cause.sqlstate
"""


def project_with(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "store.py").write_text(STORE.lstrip())
    (folder / "web.py").write_text("import asyncpg\n\n" + dedent(text).strip() + "\n")
    return folder


def function(head: str, runs: str, indent: str = "") -> str:
    return "\n".join(f"{indent}{line}" for line in f"{head}{CATCHES.format(runs=runs)}".splitlines())


@pytest.mark.parametrize(
    ("code", "indent"),
    [
        (function("@web.middleware\nasync def errors(request, handler):", "return await handler(request)"), ""),
        (function('@app.middleware("http")\nasync def errors(request, call_next):', "return await call_next(request)"), ""),
        ("class Errors(BaseHTTPMiddleware):\n" + function("async def dispatch(self, request, call_next):", "return await call_next(request)", "    "), "    "),
        ("class Errors:\n" + function("async def __call__(self, handler, event, data):", "return await handler(event, data)", "    "), "    "),
        ("class Errors:\n" + function("async def __call__(self, scope, receive, send):", "await self.app(scope, receive, send)", "    "), "    "),
        ("async def error_middleware(app, handler):\n" + function("async def run(request):", "return await handler(request)", "    ") + "\n    return run", "    "),
        ("def create_app():\n" + function('@app.middleware("http")\nasync def catch(request, call_next):', "return await call_next(request)", "    ") + "\n    return app", "    "),
        ("def create_app():\n    class Errors(BaseHTTPMiddleware):\n" + function("async def dispatch(self, request, call_next):", "return await call_next(request)", "        "), "        "),
        ("def create_app():\n" + function("@asynccontextmanager\nasync def quiet(app):", "yield", "    "), "    "),
        (function("@asynccontextmanager\nasync def quiet():", "yield"), ""),
        (function("@contextlib.asynccontextmanager\nasync def quiet(pool):", "yield pool"), ""),
    ],
)  # fmt: skip
def test_handlers_of_middleware_see_errors_of_sessions(tmp_path: Path, code: str, indent: str) -> None:
    project = project_with(tmp_path, code)
    report = run(project)
    assert [site.outcome for site in report.sites] == ["rewritten"]
    written = migrated_tree(project, report)["web.py"].decode()
    expected = "\n".join(f"{indent}{line}" if line else line for line in CATCHES_BOTH.splitlines())
    assert expected in written
    assert "from sqlalchemy.exc import DBAPIError\n" in written


def test_handlers_that_are_to_stay_keep_every_call(tmp_path: Path) -> None:
    code = function("@web.middleware\nasync def errors(request, handler):", "return await handler(request)")
    project = project_with(tmp_path, code)
    report = run_project(load_config(project, {"jobs": 1}), [PurePosixPath("store.py")])
    assert [site.code for site in report.sites] == ["errors.handler"]


@pytest.mark.parametrize(
    "code",
    [
        "@app.exception(asyncpg.UniqueViolationError)\nasync def taken(request, error): ...",
        "app.register_error_handler(asyncpg.UniqueViolationError, taken)",
        "app = Litestar(exception_handlers={asyncpg.UniqueViolationError: taken})",
    ],
)
def test_handlers_of_the_application_keep_every_call(tmp_path: Path, code: str) -> None:
    assert [site.code for site in run(project_with(tmp_path, code)).sites] == ["errors.handler"]


@pytest.mark.parametrize(
    "code",
    [
        function("async def rows(source):", "yield source"),
        function("async def asked(request, parse):", "return parse(request)"),
        "@web.middleware\nasync def errors(request, handler):\n    return await handler(request)",
        "@app.exception(ValueError)\nasync def taken(request, error): ...",
    ],
)
def test_other_functions_are_left_alone(tmp_path: Path, code: str) -> None:
    project = project_with(tmp_path, code)
    report = run(project)
    assert [site.outcome for site in report.sites] == ["rewritten"]
    assert migrated_tree(project, report)["web.py"] == (project / "web.py").read_bytes()
