"""DDL as a second witness: columns and NOT NULL from the project's .sql files."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemod.mapping.ddl import read_ddl


def columns_of(root: Path, *files: str) -> dict[str, dict[str, bool]]:
    paths = []
    for number, text in enumerate(files):
        path = root / f"V{number}.sql"
        path.write_text(text)
        paths.append(path)
    return {name: table.columns for name, table in read_ddl(root, reversed(paths)).items()}


@pytest.mark.parametrize(
    ("sql", "columns"),
    [
        ("CREATE TABLE t (a int NOT NULL, b text);", {"a": True, "b": False}),
        ("create table if not exists T (A serial primary key, b text)", {"a": True, "b": False}),
        ("CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));", {"a": True, "b": True}),
        ("CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN b text NOT NULL;", {"a": False, "b": True}),
        ("CREATE TABLE t (a int, b int); ALTER TABLE t DROP COLUMN b;", {"a": False}),
        ("CREATE TABLE t (a int NOT NULL); ALTER TABLE t RENAME COLUMN a TO c;", {"c": True}),
        ("CREATE TABLE t (a int);\n-- migrate:down\nDROP TABLE t; ALTER TABLE t ADD COLUMN x int;", {"a": False}),
        ("CREATE TABLE t (a int /* b int */, -- c int\n d int);", {"a": False, "d": False}),
        ("CREATE TABLE t (a int); ALTER TABLE t ALTER COLUMN a SET DATA TYPE VARCHAR(255)[3];", {"a": False}),
        ("CREATE TABLE t (a int); ALTER TABLE t ALTER COLUMN a SET DEFAULT 1;", {"a": False}),
        ("CREATE TABLE t (a int); ALTER TABLE t ALTER COLUMN a SET NOT NULL;", {"a": True}),
        ("CREATE TABLE t (a int NOT NULL); ALTER TABLE t ALTER a DROP NOT NULL;", {"a": False}),
        ("CREATE TABLE t (a int); ALTER TABLE ONLY t ADD CONSTRAINT t_key PRIMARY KEY (a);", {"a": True}),
        ("CREATE TABLE t (b int); ALTER TABLE t ADD COLUMN a int PRIMARY KEY;", {"b": False, "a": True}),
        ("CREATE TABLE t (a int NOT NULL); ALTER TABLE t RENAME a TO b;", {"b": True}),
        ("CREATE TABLE old (a int NOT NULL); ALTER TABLE old RENAME TO t;", {"a": True}),
        (
            "CREATE TABLE t (a int NULL, b bigserial, c int GENERATED ALWAYS AS IDENTITY);",
            {"a": False, "b": True, "c": True},
        ),
        ("CREATE TABLE t (a BIGINT ARRAY, b text ARRAY NOT NULL, c int);", {"a": False, "b": True, "c": False}),
        ("CREATE TABLE t (a int[] DEFAULT ARRAY[1], b int);", {"a": False, "b": False}),
    ],
)
def test_columns(tmp_path: Path, sql: str, columns: dict[str, bool]) -> None:
    assert columns_of(tmp_path, sql) == {"t": columns}


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "SELECT 1;",
        "CREATE TABLE",
        "CREATE TABLE (",
        "CREATE FUNCTION f() AS $$ BEGIN END $$;",
        "ALTER TABLE",
        "ALTER TABLE t ADD COLUMN a int;",
        "CREATE TABLE t (a int ???); ALTER TABLE t ADD COLUMN b int;",
        "\x00",
    ],
)
def test_what_is_passed_over(tmp_path: Path, sql: str) -> None:
    assert columns_of(tmp_path, sql) == {}


def test_files_in_order(tmp_path: Path) -> None:
    assert columns_of(tmp_path, "CREATE TABLE t (a int);", "ALTER TABLE t ADD b int;") == {
        "t": {"a": False, "b": False}
    }
