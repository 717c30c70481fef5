"""Schema statements: how scripts are split and ordered, and what of them is run."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from codemod.modelling.comparison import differences
from codemod.modelling.project_base import declarative_base
from codemod.modelling.schema_sources import python_statements, sql_statements
from codemod.modelling.statements import SchemaStatement, is_code, schema_statement, split_statements


def texts(script: str) -> list[str]:
    return [statement.text for statement in split_statements("a.sql", script)]


@pytest.mark.parametrize(
    ("script", "statements"),
    [
        ("CREATE TABLE a (b int); CREATE TABLE c (d int)", ["CREATE TABLE a (b int)", "CREATE TABLE c (d int)"]),
        ("CREATE TABLE a (b text DEFAULT ';');", ["CREATE TABLE a (b text DEFAULT ';')"]),
        ("CREATE TABLE a (b text DEFAULT E'\\';');", ["CREATE TABLE a (b text DEFAULT E'\\';')"]),
        ('CREATE TABLE a (";" int);', ['CREATE TABLE a (";" int)']),
        ("-- one; two\nSELECT 1;", ["SELECT 1"]),
        ("/* one; */ SELECT 1;", ["SELECT 1"]),
        ("DO $$ BEGIN x; END $$; SELECT 1", ["DO $$ BEGIN x; END $$", "SELECT 1"]),
        ("DO $f$ BEGIN $$;$$; END $f$;", ["DO $f$ BEGIN $$;$$; END $f$"]),
        ("\\connect other\nSELECT 1;", ["SELECT 1"]),
        ("COPY a (b) FROM stdin;\n1;\n2\n\\.\nSELECT 1;", ["SELECT 1"]),
        ("SELECT 1;\n-- migrate:down\nDROP TABLE a;", ["SELECT 1"]),
        ("-- +goose Up\nSELECT 1;\n-- +goose Down\nDROP TABLE a;", ["SELECT 1"]),
        (";;", []),
        ("-- nothing", []),
    ],
)
def test_scripts_are_split_as_psql_splits_them(script: str, statements: list[str]) -> None:
    assert texts(script) == statements


def test_a_statement_knows_its_line() -> None:
    script = "-- head\n\nCREATE TABLE a (b int);\n\n/* two\nlines */\nALTER TABLE a ADD c int;\nCOPY a FROM stdin;\n1\n\\.\nSELECT 1"
    assert [item.place for item in split_statements("a.sql", script)] == ["a.sql:3", "a.sql:7", "a.sql:11"]


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("CREATE TABLE a (b int)", "CREATE TABLE a (b int)"),
        ("create unique index i on a (b)", "create unique index i on a (b)"),
        ("CREATE OR REPLACE VIEW v AS SELECT 1", "CREATE OR REPLACE VIEW v AS SELECT 1"),
        (
            "DO $$ BEGIN\n CREATE TYPE t AS ENUM ('a;b');\nEXCEPTION WHEN duplicate_object THEN null; END $$",
            None,
        ),
        (
            "DO $$ BEGIN CREATE TYPE t AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$",
            "CREATE TYPE t AS ENUM ('a')",
        ),
        ("DO $$ BEGIN PERFORM 1; END $$", None),
        ("DO $$ BEGIN CREATE TYPE t AS ENUM ('a'); EXECUTE 'x'; EXCEPTION WHEN others THEN NULL; END $$", None),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", None),
        ("INSERT INTO a VALUES (1)", None),
        ("COPY a TO PROGRAM 'rm x'", None),
        ("CREATE ROLE r", None),
        ("CREATE DATABASE d", None),
        ("GRANT ALL ON a TO b", None),
        ("SET role x", None),
    ],
)
def test_only_what_makes_a_schema_is_run(text: str, run: str | None) -> None:
    found = schema_statement(SchemaStatement("a.sql", 1, text))
    assert (found.text if found else None) == run


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", True),
        ("DO $$ BEGIN PERFORM 1; END $$", True),
        ("CREATE TRIGGER t BEFORE INSERT ON a EXECUTE FUNCTION f()", True),
        ("CREATE TABLE a (b int)", False),
    ],
)
def test_programs_are_told_apart(text: str, code: bool) -> None:
    assert is_code(SchemaStatement("a.sql", 1, text)) is code


def test_files_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("V10__c.sql", "V2__b.sql", "V1__a.sql", "V2__b.down.sql", "tests/x.sql"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"CREATE TABLE {name[0].lower()}{len(name)} (x int);")
    assert [item.path for item in sql_statements(tmp_path)] == ["V1__a.sql", "V2__b.sql", "V10__c.sql"]


def test_statements_in_strings_of_python_are_found(tmp_path: Path) -> None:
    (tmp_path / "bot.py").write_text(
        'TABLE = "x"\n\n\nasync def setup(db):\n    await db.execute(\n        """\n        CREATE TABLE IF NOT EXISTS a (b int);\n'
        '        CREATE TABLE c (d int)\n        """\n    )\n    await db.execute(f"CREATE TABLE {TABLE} (d int)")\n    await db.execute("SELECT 1")\n'
    )
    found = list(python_statements(tmp_path, [PurePosixPath("bot.py")]))
    assert [(item.place, item.text) for item in found] == [
        ("bot.py:7", "CREATE TABLE IF NOT EXISTS a (b int)"),
        ("bot.py:8", "CREATE TABLE c (d int)"),
    ]


@pytest.mark.parametrize(
    ("files", "base"),
    [
        ({"models/base.py": "class Base(DeclarativeBase): ...\n"}, ("models.base", "Base")),
        ({"models.py": "Model = declarative_base()\n"}, ("models", "Model")),
        ({"models.py": "class Base(AsyncAttrs, orm.DeclarativeBase): ...\n"}, ("models", "Base")),
        ({"a.py": "class A(DeclarativeBase): ...\n", "b.py": "class B(DeclarativeBase): ...\n"}, None),
        ({"tests/models.py": "class A(DeclarativeBase): ...\n"}, None),
        ({"a.py": "x = 1\n"}, None),
    ],
)
def test_the_project_s_base(tmp_path: Path, files: dict[str, str], base: tuple[str, str] | None) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert declarative_base(tmp_path, [PurePosixPath(name) for name in files]) == base


def test_every_difference_is_told() -> None:
    wanted = {"a": {"column x": "INTEGER NULL", "primary key": "x"}, "b": {}}
    found = {"a": {"column x": "BIGINT NULL", "index i": "x {}"}, "c": {}}
    assert list(differences(wanted, found)) == [
        "a: column x is BIGINT NULL, in the database INTEGER NULL",
        "a: index i is x {}, in the database missing",
        "a: primary key is missing, in the database x",
        "table b is missing",
        "table c is new",
    ]
