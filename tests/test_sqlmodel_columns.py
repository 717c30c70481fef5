"""Columns of SQLModel: what its fields say that declarative classes say otherwise."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from codemod.config import Config
from codemod.mapping.models import MappedColumn, MappedTable
from codemod.mapping.registry import build_registry

HEAD = """
from datetime import datetime
from decimal import Decimal
from sqlalchemy import text
from sqlmodel import Field, SQLModel

NAMES = {"onupdate": datetime.now}


class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
"""


def hero(root: Path, line: str) -> MappedTable:
    (root / "models.py").write_text(f"{HEAD}    {line}\n")
    return build_registry(root, [PurePosixPath("models.py")], Config(root=root)).find("hero")


def column(root: Path, line: str) -> MappedColumn:
    (_, found) = hero(root, line).columns
    return found


@pytest.mark.parametrize(
    ("line", "default"),
    [
        ("power: float = 1.5", "1.5"),
        ("power: float = LIMIT", "LIMIT"),
        ("power: float = Field(1.5)", "1.5"),
        ("power: float = Field(1.5, ge=0)", "1.5"),
        ("power: float = Field(default=1.5)", "1.5"),
        ("power: float = Field(default_factory=random)", "random"),
        ("power: float = Field(sa_column_kwargs={'default': 2})", "2"),
        ("power: float", None),
        ("power: float | None = None", None),
        ("power: float | None = Field(None)", None),
        ("power: float = Field(...)", None),
        ("power: float = Field(..., ge=0)", None),
    ],
)
def test_defaults_of_python_join_every_insert(tmp_path: Path, line: str, default: str | None) -> None:
    found = column(tmp_path, line)
    assert (found.default, found.pg_type) == (default, "double precision")


def test_what_is_handed_on_to_the_column(tmp_path: Path) -> None:
    line = "seen: datetime = Field(sa_column_kwargs={'onupdate': datetime.now, 'server_default': text('now()'), 'name': 'at'})"
    found = column(tmp_path, line)
    assert (found.name, found.attribute, found.onupdate, found.server_default) == ("at", "seen", "datetime.now", True)


@pytest.mark.parametrize(
    "line",
    [
        "seen: datetime = Field(sa_column_kwargs=NAMES)",
        "seen: datetime = Field(sa_column_kwargs={**NAMES})",
        "seen: datetime = Field(sa_column_args=NAMES)",
        "price: Decimal = Field(max_digits=10)",
        "price: Decimal = Field(max_digits=DIGITS, decimal_places=2)",
    ],
)
def test_what_is_not_to_be_seen_is_no_known_column(tmp_path: Path, line: str) -> None:
    assert column(tmp_path, line).custom_type


def test_digits_are_a_modifier(tmp_path: Path) -> None:
    found = column(tmp_path, "price: Decimal = Field(default=0, max_digits=10, decimal_places=2)")
    assert (found.pg_type, found.default) == ("numeric(10,2)", "0")


def test_private_attributes_are_no_columns(tmp_path: Path) -> None:
    assert len(hero(tmp_path, "_cache: int = 5").columns) == 1
