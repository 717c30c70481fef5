"""The sample with repositories does the same before and after: same results, same errors, same tables."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any
from zlib import crc32

import pytest
from migration import migrated_tree, run, tree, write_tree
from programs import HERE, Program

from codemod.config import load_config
from codemod.pipeline import run_project
from codemod.postgres.server import PostgresServer

LIBRARY = HERE.parent.parent / "samples" / "library"

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def program(postgres: PostgresServer) -> Program:
    """The scenario, on a database with the tables of the library."""
    program = Program("library_replay.py", "library_template")
    program.fill(postgres, LIBRARY / "before" / "schema.sql")
    return program


@pytest.fixture(scope="module")
def before(postgres: PostgresServer, program: Program) -> dict[str, Any]:
    """What the unmigrated library does."""
    return program.run(LIBRARY / "before", postgres, "library_before")


def test_every_function_is_called_and_every_site_rewritten(before: dict[str, Any]) -> None:
    assert before["uncalled"] == []
    assert [site.code for site in run(LIBRARY / "before").sites if site.outcome != "rewritten"] == []


def test_the_migrated_library_does_the_same(before: dict[str, Any], postgres: PostgresServer, program: Program) -> None:
    after = program.run(LIBRARY / "after", postgres, "library_after")
    for old, new in zip(before["trace"], after["trace"], strict=True):
        assert new == old
    assert {step["checked out"] for step in after["trace"]} == {0}


@pytest.mark.parametrize("settings", [{"style": "auto"}, {"style": "statement"}, {"rows": "mappings"}])
def test_other_settings_do_the_same(
    settings: dict[str, str], before: dict[str, Any], postgres: PostgresServer, program: Program, tmp_path: Path
) -> None:
    write_tree(tmp_path, migrated_tree(LIBRARY / "before", run(LIBRARY / "before", **settings)))
    after = program.run(tmp_path, postgres, f"library_{'_'.join(settings.values())}")
    assert after["trace"] == before["trace"]


def test_cog_by_cog_gives_the_same_as_all_at_once(tmp_path: Path) -> None:
    write_tree(tmp_path, tree(LIBRARY / "before"))
    for cog in ("cogs/catalogue.py", "cogs/lending.py", "cogs/members.py"):
        report = run_project(load_config(tmp_path, {"jobs": 1}), [PurePosixPath(cog)])
        write_tree(tmp_path, migrated_tree(tmp_path, report))
    assert tree(tmp_path) == tree(LIBRARY / "after")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/book_repository.py", "await session.commit()", "pass"),
        ("data/loan_repository.py", "raise\n", "return None\n"),
        ("data/loan_repository.py", "Loan.member_id == member_id", "Loan.book_id == member_id"),
        ("cogs/lending.py", "self.loans.remove(member, book)", "self.loans.remove(book, member)"),
        ("data/member_repository.py", "value = result.rowcount", "value = 1"),
        ("data/book_repository.py", ".offset(offset)", ""),
        ("data/book_repository.py", "execute(stmt, parameters)", "execute(stmt, parameters[:1])"),
        ("cogs/lending.py", "book, giver, session=session", "book, giver"),
    ],
)
def test_a_wrong_repository_is_noticed(
    file: str, old: str, new: str, before: dict[str, Any], postgres: PostgresServer, program: Program, tmp_path: Path
) -> None:
    files = migrated_tree(LIBRARY / "before", run(LIBRARY / "before"))
    text = files[file].decode()
    assert old in text
    write_tree(tmp_path, files | {file: text.replace(old, new).encode()})
    name = f"library_wrong_{crc32((file + old).encode())}"
    assert program.run(tmp_path, postgres, name)["trace"] != before["trace"]
