"""Schema statements: how scripts are split and ordered, and what of them is run."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from codemod.modelling.comparison import differences
from codemod.modelling.project_base import ProjectBase, declarative_base
from codemod.schema.sources import schema_sources
from codemod.schema.statements import SchemaStatement, is_code, schema_statement, search_path, split_statements


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
        (
            "-- +goose Down\nDROP TABLE a;\n-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose StatementEnd",
            ["SELECT 1"],
        ),
        ("-- +migrate Up\nSELECT 1;\n-- +migrate Down\nDROP TABLE a;", ["SELECT 1"]),
        ("-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\nDROP TABLE a;", ["SELECT 1"]),
        ("SELECT 1;\n---- create above / drop below ----\nDROP TABLE a;", ["SELECT 1"]),
        ("SELECT 1;\n-- //@UNDO\nDROP TABLE a;", ["SELECT 1"]),
        ("SELECT 1; -- migrate down the road\nSELECT 2;", ["SELECT 1", "SELECT 2"]),
        ("\\restrict abc\nSELECT 1;\n\\unrestrict abc", ["SELECT 1"]),
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
        (
            "CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
            "CREATE FUNCTION f(a text) RETURNS int  IMMUTABLE  LANGUAGE plpgsql  AS 'BEGIN RETURN NULL; END'",
        ),
        (
            "CREATE OR REPLACE FUNCTION f() RETURNS SETOF int AS $$ DELETE FROM a; $$ LANGUAGE sql",
            "CREATE OR REPLACE FUNCTION f() RETURNS SETOF int  LANGUAGE plpgsql   AS 'BEGIN RETURN; END'",
        ),
        ("CREATE PROCEDURE f() LANGUAGE sql AS 'SELECT 1'", None),
        ("CREATE INDEX CONCURRENTLY i ON a (b)", "CREATE INDEX i ON a (b)"),
        ("CREATE SCHEMA IF NOT EXISTS s AUTHORIZATION me", "CREATE SCHEMA IF NOT EXISTS s"),
        ("CREATE TABLE a (b int) TABLESPACE fast", "CREATE TABLE a (b int)"),
        ("ALTER TABLE ONLY a ADD CONSTRAINT c UNIQUE (b)", "ALTER TABLE ONLY a ADD CONSTRAINT c UNIQUE (b)"),
        ("ALTER TABLE public.a OWNER TO me", None),
        ("ALTER TABLE a REPLICA IDENTITY FULL", None),
        ("ALTER TABLE a CLUSTER ON i", None),
        ("COMMENT ON EXTENSION citext IS 'x'", None),
        ("COMMENT ON TABLE a IS 'owner to'", "COMMENT ON TABLE a IS 'owner to'"),
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


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("SET search_path = shop, public", "shop, public"),
        ("set search_path to shop", "shop"),
        ("SET LOCAL search_path TO 'shop'", "'shop'"),
        ("SET statement_timeout = 0", None),
        ("SELECT pg_catalog.set_config('search_path', '', false)", None),
    ],
)
def test_the_schemas_that_a_file_works_in(text: str, path: str | None) -> None:
    assert search_path(SchemaStatement("a.sql", 1, text)) == path


def plant(root: Path, files: dict[str, str]) -> list[PurePosixPath]:
    """Write files; the Python ones among them."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return [PurePosixPath(name) for name in files if name.endswith(".py")]


def order_of(root: Path, files: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(item.path for item in schema_sources(root, plant(root, files)).statements))


TABLE = "CREATE TABLE a (b int);"


def test_files_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    files = dict.fromkeys(["V10__c.sql", "V2__b.sql", "V1__a.sql", "tests/x.sql", "R__z.sql"], TABLE)
    assert order_of(tmp_path, files) == ["V1__a.sql", "V2__b.sql", "V10__c.sql", "R__z.sql"]


def test_the_history_comes_before_what_the_schema_is_now(tmp_path: Path) -> None:
    files = {
        "db/schema.sql": TABLE,
        "migrations/1_a.sql": TABLE,
        "bot.py": f"X = '{TABLE}'",
        "db/migrations/a.sql": TABLE,
    }
    assert order_of(tmp_path, files) == ["db/migrations/a.sql", "migrations/1_a.sql", "bot.py", "db/schema.sql"]


@pytest.mark.parametrize(
    "name",
    [
        "V2__b.down.sql",
        "U2__b.sql",
        "2_b.rollback.sql",
        "2/down.sql",
        "down/2_b.sql",
        "drop.sql",
        "drop_all.sql",
        "reset.sql",
    ],
)
def test_what_takes_the_schema_back_is_left_out(tmp_path: Path, name: str) -> None:
    assert order_of(tmp_path, {"1_a.sql": TABLE, name: "DROP TABLE a;"}) == ["1_a.sql"]


@pytest.mark.parametrize("name", ["V2__drop_old.sql", "2_reset_counters.sql", "cleaning.sql", "downtown.sql"])
def test_what_only_sounds_like_it_is_not(tmp_path: Path, name: str) -> None:
    assert name in order_of(tmp_path, {"1_a.sql": TABLE, name: "DROP TABLE a;"})


def test_migrations_come_after_those_they_depend_on(tmp_path: Path) -> None:
    files = {
        "migrations/b.sql": f"-- depends: c\n{TABLE}",
        "migrations/c.sql": f"-- a comment\n-- depends: a d\n{TABLE}",
        "migrations/d.py": f"__depends__ = {{'e'}}\nsteps = [step('{TABLE}', 'ALTER TABLE a DROP COLUMN b')]",
        "migrations/e.sql": TABLE,
        "migrations/a.sql": TABLE,
    }
    assert order_of(tmp_path, files) == [f"migrations/{name}" for name in ("a.sql", "e.sql", "d.py", "c.sql", "b.sql")]


def test_statements_in_strings_of_python_are_found(tmp_path: Path) -> None:
    text = (
        'TABLE = "x"\n\n\nasync def setup(db):\n    await db.execute(\n        """\n        CREATE TABLE IF NOT EXISTS a (b int);\n'
        '        CREATE TABLE c (d int)\n        """\n    )\n    await db.execute(f"CREATE TABLE {TABLE} (d int)")\n    await db.execute("SELECT 1")\n'
    )
    found = schema_sources(tmp_path, plant(tmp_path, {"bot.py": text}))
    assert [(item.place, item.text) for item in found.statements] == [
        ("bot.py:7", "CREATE TABLE IF NOT EXISTS a (b int)"),
        ("bot.py:8", "CREATE TABLE c (d int)"),
        ("bot.py:11", "CREATE TABLE x (d int)"),
    ]
    assert found.notes == []


@pytest.mark.parametrize(
    ("code", "statements"),
    [
        ("x = 'CREATE TABLE ' + 'a (b int)'", ["CREATE TABLE a (b int)"]),
        ("class A:\n    NAME = 'a'\n    SQL = f'CREATE TABLE {NAME} (b int)'", []),
        (
            "class A:\n    NAME = 'a'\n    def f(self):\n        return f'CREATE TABLE {self.NAME} (b int)'",
            ["CREATE TABLE a (b int)"],
        ),
        ("SIZE = 20\nx = f'CREATE TABLE a (b varchar({SIZE}))'", ["CREATE TABLE a (b varchar(20))"]),
        (
            "x = ['ALTER TABLE a ADD c int', 'CREATE UNIQUE INDEX i ON a (b)']",
            ["ALTER TABLE a ADD c int", "CREATE UNIQUE INDEX i ON a (b)"],
        ),
        ("def f():\n    'CREATE TABLE a (b int) is what it does'", []),
        ("async def downgrade(db):\n    return 'ALTER TABLE a DROP COLUMN b'", []),
        ("def rollback_users(db):\n    return 'ALTER TABLE a DROP COLUMN b'", []),
        ("x = [{'up': 'ALTER TABLE a ADD c int', 'down': 'ALTER TABLE a DROP c'}]", ["ALTER TABLE a ADD c int"]),
        ("m = Migration(up='ALTER TABLE a ADD c int', down='ALTER TABLE a DROP c')", ["ALTER TABLE a ADD c int"]),
        ("DOWN_SQL = 'ALTER TABLE a DROP c'\ndownload = 'ALTER TABLE a ADD c int'", ["ALTER TABLE a ADD c int"]),
        ("step('ALTER TABLE a ADD c int', 'ALTER TABLE a DROP c')", ["ALTER TABLE a ADD c int"]),
        ("type X = int", []),
    ],
)
def test_strings_are_put_together_of_constants(tmp_path: Path, code: str, statements: list[str]) -> None:
    found = schema_sources(tmp_path, plant(tmp_path, {"bot.py": code}))
    assert [item.text for item in found.statements] == statements


@pytest.mark.parametrize(
    "code",
    [
        "def f(name):\n    return f'CREATE TABLE {name} (b int)'",
        "NAME = 'a'\nNAME = 'b'\nx = f'CREATE TABLE {NAME} (b int)'",
        "class A:\n    def f(self):\n        return f'CREATE TABLE {self.name()} (b int)'",
    ],
)
def test_what_is_put_together_at_run_time_is_said(tmp_path: Path, code: str) -> None:
    found = schema_sources(tmp_path, plant(tmp_path, {"bot.py": code}))
    assert found.statements == []
    assert [note.message for note in found.notes] == ["is put together at run time, so it is not read"]


@pytest.mark.parametrize(
    ("files", "base"),
    [
        ({"models/base.py": "class Base(DeclarativeBase): ...\n"}, ProjectBase("models.base", "Base")),
        ({"models.py": "Model = declarative_base()\n"}, ProjectBase("models", "Model")),
        ({"models.py": "class Base(AsyncAttrs, orm.DeclarativeBase): ...\n"}, ProjectBase("models", "Base")),
        (
            {
                "m.py": "class Base(MappedAsDataclass, DeclarativeBase):\n    metadata = MetaData(naming_convention={})\n"
            },
            ProjectBase("m", "Base", dataclass=True, names_constraints=True),
        ),
        ({"a.py": "class A(DeclarativeBase): ...\n", "b.py": "class B(DeclarativeBase): ...\n"}, None),
        ({"tests/models.py": "class A(DeclarativeBase): ...\n"}, None),
        ({"a.py": "x = 1\n"}, None),
    ],
)
def test_the_project_s_base(tmp_path: Path, files: dict[str, str], base: ProjectBase | None) -> None:
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
