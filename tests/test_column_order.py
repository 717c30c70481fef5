"""``SELECT *`` read by position: the model's order of columns need not be the table's."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_plan import cog, converted, refusals

MODELS = """
from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    age: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)


class Old(Base):
    __tablename__ = "old_users"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    age: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)
"""

TABLE = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, age integer NOT NULL);\n"
BY_POSITION = cog('return [(row[0], row[1]) for row in await self.bot.db.fetch("SELECT * FROM users")]', "x: int")
BY_NAME = cog('return [row["name"] for row in await self.bot.db.fetch("SELECT * FROM users")]', "x: int")
VALUE = cog('return await self.bot.db.fetchval("SELECT * FROM users LIMIT 1")', "x: int")


def result_of(root: Path, code: str, **ddl: str) -> tuple[list[str | None], str]:
    for name, text in ddl.items():
        (root / f"{name}.sql").write_text(text)
    result = converted(root, code, models=MODELS)
    return refusals(result), result.after or ""


@pytest.mark.parametrize("code", [BY_POSITION, VALUE])
def test_an_unknown_order_is_not_read_by_position(tmp_path: Path, code: str) -> None:
    assert result_of(tmp_path, code) == (["mapping.column-order"], "")


def test_an_unknown_order_is_read_by_name(tmp_path: Path) -> None:
    refused, text = result_of(tmp_path, BY_NAME)
    assert refused == []
    assert "select(User)" in text


@pytest.mark.parametrize("code", [BY_POSITION, VALUE])
def test_the_order_of_the_ddl_is_written_out(tmp_path: Path, code: str) -> None:
    refused, text = result_of(tmp_path, code, schema=TABLE)
    assert refused == []
    assert "select(User.id, User.name, User.age)" in text


def test_an_order_like_the_models_needs_no_columns(tmp_path: Path) -> None:
    table = "CREATE TABLE users (id bigint PRIMARY KEY, age integer NOT NULL, name text NOT NULL);"
    refused, text = result_of(tmp_path, BY_POSITION, schema=table)
    assert refused == []
    assert "select(User.__table__)" in text


def test_numbered_migrations_are_applied_in_their_order(tmp_path: Path) -> None:
    refused, text = result_of(
        tmp_path,
        BY_POSITION,
        V1__first="CREATE TABLE users (id bigint PRIMARY KEY);",
        V9__name="ALTER TABLE users ADD COLUMN name text NOT NULL;",
        V10__age="ALTER TABLE users ADD COLUMN age integer NOT NULL;",
        V10__age_down="ALTER TABLE users DROP COLUMN age;",
    )
    assert refused == []
    assert "select(User.id, User.name, User.age)" in text


def test_a_renamed_column_keeps_its_place(tmp_path: Path) -> None:
    refused, text = result_of(
        tmp_path,
        BY_POSITION,
        V1="CREATE TABLE users (id bigint PRIMARY KEY, nick text NOT NULL, age integer NOT NULL);",
        V2="ALTER TABLE users RENAME COLUMN nick TO name;",
    )
    assert refused == []
    assert "select(User.id, User.name, User.age)" in text


def test_tables_created_twice_alike_have_an_order(tmp_path: Path) -> None:
    assert result_of(tmp_path, BY_POSITION, a=TABLE, b=TABLE)[0] == []


@pytest.mark.parametrize(
    "ddl",
    [
        {"a": TABLE, "b": "CREATE TABLE users (id bigint PRIMARY KEY, age integer NOT NULL, name text NOT NULL);"},
        {"a": "ALTER TABLE users ADD COLUMN age integer NOT NULL;", "b": TABLE},
        {"a": "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);"},
    ],
)
def test_a_doubtful_order_is_none(tmp_path: Path, ddl: dict[str, str]) -> None:
    assert result_of(tmp_path, BY_POSITION, **ddl)[0] != []


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("SELECT * FROM users UNION ALL SELECT * FROM users", []),
        ("SELECT * FROM users UNION ALL SELECT * FROM old_users", ["mapping.column-order"]),
        ("SELECT * FROM users UNION SELECT id, age, name FROM users", ["mapping.column-order"]),
        ("SELECT * FROM (SELECT * FROM users) u UNION SELECT id, age, name FROM users", ["mapping.column-order"]),
    ],
)
def test_set_operations_meet_by_position(tmp_path: Path, query: str, refused: list[str]) -> None:
    code = cog(f'return [row["name"] for row in await self.bot.db.fetch("{query}")]', "x: int")
    assert result_of(tmp_path, code)[0] == refused


def test_entities_have_no_order(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "schema.sql").write_text(TABLE)
    code = cog('for row in await self.bot.db.fetch("SELECT * FROM users"):\n            print(row["name"])', "x: int")
    result = converted(tmp_path, code, models=MODELS)
    assert "select(User)" in (result.after or "")
    assert "print(row.name)" in (result.after or "")
