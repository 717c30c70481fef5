"""A handler in another file is rewritten with the sites below it, or they stay."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest
from migration import migrated_tree, run, write_tree

from codemod.config import load_config
from codemod.converting import crew
from codemod.pipeline import run_project
from codemod.report import Report
from codemod.rewriting import module_edits
from codemod.source import Edit, SourceFile
from codemod.verification.source import SourceCheckError, check_source

PROJECT = Path(__file__).parent / "cases" / "_project"

STORE = PurePosixPath("store.py")
VIEWS = PurePosixPath("views.py")

FILES = {
    STORE: """
class Store:
    async def add(self, title: str) -> None:
        await self.bot.db.execute("UPDATE links SET title = $1", title)
""",
    VIEWS: """
from asyncpg import UniqueViolationError


class View:
    async def post(self, title: str) -> int:
        try:
            await self.store.add(title)
        except UniqueViolationError as e:
            return 409 if e.constraint_name else 400
        return 201
""",
}

HANDLER = """
        except (UniqueViolationError, IntegrityError) as e:
            cause = getattr(getattr(e, "orig", None), "__cause__", e)
            if not isinstance(cause, UniqueViolationError):
                raise
            return 409 if cause.constraint_name else 400
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path, text in FILES.items():
        (folder / path).write_text(text.lstrip())
    return folder


def outcomes(report: Report) -> list[str | None]:
    return [site.code for file in report.files for site in file.sites]


@pytest.mark.parametrize("pool_from", [1, 100])
def test_both_files_are_rewritten(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool_from: int
) -> None:
    monkeypatch.setattr(crew, "_POOL_FROM", pool_from)
    report = run(project, jobs=2)
    assert outcomes(report) == [None]
    files = migrated_tree(project, report)
    assert b"session.execute(stmt)" in files["store.py"]
    views = files["views.py"].decode()
    assert HANDLER in views
    assert "from sqlalchemy.exc import IntegrityError\n" in views
    write_tree(tmp_path / "after", files)
    again = run(tmp_path / "after")
    assert list(again.changes) == []


def test_a_site_stays_when_the_file_of_its_handler_is_to_stay(project: Path) -> None:
    report = run_project(load_config(project, {"jobs": 1}), [STORE])
    assert outcomes(report) == ["errors.handler"]
    assert list(report.changes) == []


def test_a_handler_stays_when_its_site_does(project: Path) -> None:
    (project / STORE).write_text(FILES[STORE].replace("links", "nothing"))
    report = run(project)
    assert outcomes(report) == ["mapping.no-model"]
    assert list(report.changes) == []


def test_a_file_that_can_not_be_written_after_all_keeps_the_site(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(before: SourceFile, after: str, edits: Sequence[Edit]) -> None:
        if before.path == VIEWS:
            raise SourceCheckError("a comment would be lost")
        check_source(before, after, edits)

    monkeypatch.setattr(module_edits, "check_source", check)
    report = run(project)
    assert outcomes(report) == ["errors.handler"]
    assert list(report.changes) == []


RETRIED = """
from asyncpg import DeadlockDetectedError, UniqueViolationError

AGAIN = (DeadlockDetectedError, UniqueViolationError, OSError)


class View:
    async def post(self, title: str) -> int:
        try:
            await self.store.add(title)
        except AGAIN as e:
            return len(str(e))
        return 201
"""


def test_a_tuple_of_classes_in_another_file(project: Path) -> None:
    (project / VIEWS).write_text(RETRIED.lstrip())
    report = run(project)
    assert outcomes(report) == [None]
    views = migrated_tree(project, report)["views.py"].decode()
    assert "except (*AGAIN, DBAPIError) as e:\n" in views
    assert "if not isinstance(cause, AGAIN):\n                raise\n            return len(str(cause))\n" in views


@pytest.mark.parametrize(
    ("handled", "is_rewritten"),
    [
        ("return isinstance(e, UniqueViolationError)", True),
        ("return e.sqlstate", True),
        ('return getattr(e, "message", str(e))', False),
        ('return "title" in str(e)', False),
        ("return isinstance(e, ValueError | self.kinds)", False),
    ],
)
def test_a_far_handler_of_any_exception_is_asked_for_what_is_asyncpgs_only(
    project: Path, handled: str, is_rewritten: bool
) -> None:
    text = FILES[VIEWS].replace("except UniqueViolationError as e", "except Exception as e")
    (project / VIEWS).write_text(text.replace("return 409 if e.constraint_name else 400", handled))
    report = run(project)
    assert outcomes(report) == [None]
    assert (VIEWS.as_posix() in [item.path.as_posix() for item in report.files if item.after]) == is_rewritten
