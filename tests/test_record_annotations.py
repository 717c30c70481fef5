"""Annotations of a project that say ``asyncpg.Record`` where rows of SQLAlchemy come to."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_following import migrated

READER = """
import asyncpg


def shown(record: asyncpg.Record) -> str:
    return record["title"] if len(record) else ""
"""
STORE = """
from reader import shown


class Store:
    async def first(self):
        row = await self.bot.db.fetchrow("SELECT id, title FROM links WHERE id = $1", 1)
        return shown(row)
"""
SECOND = STORE.replace("Store", "Other").replace("WHERE id = $1", "WHERE url = $1").replace(", 1)", ', "x")')
RAW = """
from reader import shown


class Raw:
    async def first(self):
        return shown(await self.bot.db.fetchrow("CREATE TABLE x (id integer)"))
"""
FINDING = "the annotation of record in shown() says Record, and a RowMapping comes there"


def test_a_parameter_in_another_file_says_what_comes_there(tmp_path: Path) -> None:
    report, texts = migrated(tmp_path, "store.py", "second.py", "reader.py", follow=False,
                             store=STORE, second=SECOND, reader=READER)  # fmt: skip
    assert "from sqlalchemy import RowMapping\n" in texts["reader.py"]
    assert "def shown(record: RowMapping) -> str:" in texts["reader.py"]
    assert "asyncpg" not in texts["reader.py"]
    assert report.findings == ()


@pytest.mark.parametrize("paths", [("store.py",), ("store.py", "reader.py")])
def test_what_is_out_of_the_run_stays_and_is_a_finding(paths: tuple[str, ...], tmp_path: Path) -> None:
    report, texts = migrated(tmp_path, *paths, follow=False, store=STORE, second=SECOND, reader=READER)
    assert "reader.py" not in texts
    assert [(item.code, item.path, item.line, item.message) for item in report.findings] == [
        ("rows.annotation", "reader.py", 4, FINDING)
    ]


def test_files_outside_of_it_are_followed(tmp_path: Path) -> None:
    report, texts = migrated(tmp_path, "store.py", follow=True, store=STORE, reader=READER)
    assert "def shown(record: RowMapping) -> str:" in texts["reader.py"]
    assert report.findings == ()


def test_records_that_stay_keep_the_annotation(tmp_path: Path) -> None:
    report, texts = migrated(tmp_path, "store.py", "raw.py", "reader.py", follow=False,
                             store=STORE, raw=RAW, reader=READER)  # fmt: skip
    assert "store.py" in texts
    assert "reader.py" not in texts
    assert [item.message for item in report.findings] == [FINDING]


def test_a_caller_with_another_kind_of_value_keeps_it(tmp_path: Path) -> None:
    other = "from reader import shown\n\nprint(shown({'title': 'x'}))\n"
    report, texts = migrated(tmp_path, "store.py", "reader.py", "plain.py", follow=False,
                             store=STORE, reader=READER, plain=other)  # fmt: skip
    assert "reader.py" not in texts
    assert [item.code for item in report.findings] == ["rows.annotation"]


@pytest.mark.parametrize(
    ("annotation", "becomes"),
    [
        ("asyncpg.Record | None", "RowMapping | None"),
        ("'asyncpg.Record'", "'RowMapping'"),
        ("dict[str, asyncpg.Record]", "dict[str, RowMapping]"),
        ("Record", "Record"),
        ("'asyncpg.Record of'", "'asyncpg.Record of'"),
        ("object", "object"),
        ("asyncpg.Pool", "asyncpg.Pool"),
    ],
)
def test_forms(annotation: str, becomes: str, tmp_path: Path) -> None:
    reader = READER.replace("asyncpg.Record", annotation)
    _, texts = migrated(tmp_path, "store.py", "reader.py", follow=False, store=STORE, reader=reader)
    assert f"record: {becomes}) ->" in texts.get("reader.py", reader)


def test_a_class_of_the_module_by_that_name_is_told_apart(tmp_path: Path) -> None:
    reader = READER.replace("def shown", "class RowMapping:\n    pass\n\n\ndef shown")
    _, texts = migrated(tmp_path, "store.py", "reader.py", follow=False, store=STORE, reader=reader)
    assert "from sqlalchemy import RowMapping as sa_RowMapping" in texts["reader.py"]
    assert "record: sa_RowMapping)" in texts["reader.py"]
