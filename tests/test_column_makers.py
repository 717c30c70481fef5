"""Columns that the project's own functions make: their defaults join statements as those of other columns do."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from codemod.config import Config
from codemod.mapping.models import MappedColumn
from codemod.mapping.registry import build_registry

COLUMNS = """
from functools import partial
from sqlalchemy import Column, DateTime, Text, func

Required = partial(Column, nullable=False, default="x")

def stamp():
    return Column(DateTime(timezone=True), nullable=False, onupdate=func.now())

def stamp_of(**more):
    return Column(DateTime, **more)

def maybe(column=None):
    if column is None:
        return Column(Text)
    return column

def now():
    return 5
"""
MODEL = """
from functools import partial
import columns
from columns import Required, maybe, now, stamp, stamp_of
from sqlalchemy import Column, Integer, Text
from sqlalchemy.orm import DeclarativeBase

OPTIONS = {"onupdate": "x"}
Titled = partial(Column, Text, onupdate="y")

class Base(DeclarativeBase):
    pass

class Thing(Base):
    __tablename__ = "things"
    id = Column(Integer, primary_key=True)
"""


def made(root: Path, value: str) -> MappedColumn | None:
    (root / "columns.py").write_text(COLUMNS)
    (root / "models.py").write_text(f"{MODEL}    value = {value}\n")
    files = [PurePosixPath("columns.py"), PurePosixPath("models.py")]
    return build_registry(root, files, Config(root=root)).find("things").column("value")


@pytest.mark.parametrize(
    ("value", "pg_type", "default", "onupdate"),
    [
        ("stamp()", "timestamp with time zone", None, "func.now()"),
        ("columns.stamp()", "timestamp with time zone", None, "func.now()"),
        ("Titled()", "text", None, "'y'"),
        ("Titled(default='z')", "text", "'z'", "'y'"),
        ("Column(Text)", "text", None, None),
    ],
)
def test_what_is_made_is_read(
    tmp_path: Path, value: str, pg_type: str, default: str | None, onupdate: str | None
) -> None:
    found = made(tmp_path, value)
    assert found is not None
    assert (found.pg_type, found.default, found.onupdate, found.custom_type) == (pg_type, default, onupdate, False)


@pytest.mark.parametrize("value", ["stamp_of(index=True)", "stamp_of()", "Required(Text)", "Column(Text, **OPTIONS)"])
def test_what_is_not_to_be_seen_may_have_any_default(tmp_path: Path, value: str) -> None:
    found = made(tmp_path, value)
    assert found is not None
    assert found.custom_type
    assert found.default
    assert found.onupdate


@pytest.mark.parametrize("value", ["now()", "maybe()", "unknown()", "columns.unknown()", "partial(now)()"])
def test_what_makes_no_column_is_none(tmp_path: Path, value: str) -> None:
    assert made(tmp_path, value) is None
