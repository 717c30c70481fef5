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


VIEW = """
import asyncpg


class View:
    def __init__(self, record: asyncpg.Record) -> None:
        self.title = record["title"] if len(record) else ""
"""
VIEWING = STORE.replace("from reader import shown", "from view import View").replace("shown(row)", "View(row).title")


def test_the_parameter_of_an_initializer(tmp_path: Path) -> None:
    named = "from view import View\n\n\ndef of(view: View) -> View | None:\n    return view if View.__doc__ else None\n"
    report, texts = migrated(tmp_path, "store.py", "view.py", "named.py", follow=False,
                             store=VIEWING, view=VIEW, named=named)  # fmt: skip
    assert "def __init__(self, record: RowMapping) -> None:" in texts["view.py"]
    assert report.findings == ()


@pytest.mark.parametrize(
    "other",
    [
        "from view import View\n\n\nclass Big(View):\n    pass\n",
        "from view import View\n\nkinds = [View]\n",
        "from view import View\n\nprint(View({'title': ''}))\n",
        "import view\n\nprint(getattr(view, 'View'))\n",
        "import view\n\nprint(view.View({'title': ''}))\n",
        "class View:\n    pass\n",
    ],
)
def test_an_initializer_that_others_may_call(other: str, tmp_path: Path) -> None:
    report, texts = migrated(tmp_path, "store.py", "view.py", "other.py", follow=False,
                             store=VIEWING, view=VIEW, other=other)  # fmt: skip
    assert "view.py" not in texts
    assert [item.code for item in report.findings] == ["rows.annotation"]


def test_an_initializer_that_its_class_calls_itself(tmp_path: Path) -> None:
    view = f"{VIEW}\n    @classmethod\n    def empty(cls):\n        return cls({{}})\n"
    report, texts = migrated(tmp_path, "store.py", "view.py", follow=False, store=VIEWING, view=view)
    assert "view.py" not in texts
    assert [item.code for item in report.findings] == ["rows.annotation"]


def test_a_part_of_what_was_there_is_no_other_value(tmp_path: Path) -> None:
    store = STORE.replace("row = await", "row: asyncpg.Record = await").replace(
        "return shown(row)", "row = row[0]\n        return row"
    )
    report, texts = migrated(tmp_path, "store.py", follow=False, store=f"import asyncpg\n{store}", reader=READER)
    assert "row: Row = result.first()" in texts["store.py"]
    assert report.findings == ()
