"""DDL as a second witness: columns and NOT NULL from the project's own DDL."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest

from codemod.mapping.ddl import ddl_of, read_ddl, views_of
from codemod.mapping.ddl_types import same_type
from codemod.schema.sources import schema_sources


def columns_of(root: Path, *files: str) -> dict[str, dict[str, bool]]:
    for number, text in enumerate(files):
        (root / f"V{number}.sql").write_text(text)
    return {name: table.columns for name, table in read_ddl(root, []).items()}


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
        ('CREATE TABLE t ("userId" int, Name text, PRIMARY KEY ("userId"));', {"userId": True, "name": False}),
        (
            'CREATE TABLE T ("A" int, a int); ALTER TABLE "t" ALTER "A" SET NOT NULL; ALTER TABLE t RENAME A TO "b";',
            {"A": True, "b": False},
        ),
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


def test_a_quoted_name_is_another_table(tmp_path: Path) -> None:
    sql = 'CREATE TABLE "Order" ("Id" int NOT NULL); CREATE TABLE order_ (id int); ALTER TABLE ORDER_ ADD b int;'
    assert columns_of(tmp_path, sql) == {"Order": {"Id": True}, "order_": {"id": False, "b": False}}


@pytest.mark.parametrize(
    ("sql", "schema", "column"),
    [
        ("CREATE TABLE log (a int); CREATE TABLE audit.log (b int);", "audit", "b"),
        ("CREATE TABLE log (a int); CREATE TABLE audit.log (b int);", None, "a"),
        ("CREATE TABLE audit.log (b int); CREATE TABLE public.log (a int);", "public", "a"),
        ("CREATE TABLE log (a int); CREATE TABLE audit.log (b int);", "other", None),
        ("CREATE TABLE audit.log (b int);", None, "b"),
        ("CREATE TABLE audit.log (b int);", "other", None),
        ("CREATE TABLE log (a int);", "audit", "a"),
        ('CREATE TABLE "Audit".log (a int);', "audit", None),
    ],
)
def test_tables_of_one_name_in_two_schemas(tmp_path: Path, sql: str, schema: str | None, column: str | None) -> None:
    (tmp_path / "a.sql").write_text(sql)
    found = ddl_of(read_ddl(tmp_path, []), schema, "log")
    assert (list(found.columns) if found is not None else None) == ([column] if column else None)


def test_files_in_order(tmp_path: Path) -> None:
    assert columns_of(tmp_path, "CREATE TABLE t (a int);", "ALTER TABLE t ADD b int;") == {
        "t": {"a": False, "b": False}
    }


@pytest.mark.parametrize(
    ("sql", "types"),
    [
        ("CREATE TABLE t (a int, b serial, c int8, d smallint);", ["integer", "integer", "bigint", "smallint"]),
        ("CREATE TABLE t (a varchar(20), b text, c char(3));", ["character varying(20)", "text", "character(3)"]),
        ("CREATE TABLE t (a timestamptz, b timestamp);", ["timestamp with time zone", "timestamp without time zone"]),
        ("CREATE TABLE t (a timestamp with time zone, b decimal(10, 2), c float8);", [
            "timestamp with time zone", "numeric(10,2)", "double precision",
        ]),
        ("CREATE TABLE t (a text[], b varchar(3)[], c jsonb, d mood);", ["text[]", "character varying(3)[]", "jsonb"]),
        ("CREATE TABLE t (a int, b int); ALTER TABLE t ALTER COLUMN a TYPE bigint, DROP COLUMN b;", ["bigint"]),
        ("CREATE TABLE t (a int); ALTER TABLE t RENAME a TO c; ALTER TABLE t ADD d uuid;", ["integer", "uuid"]),
        ("CREATE TABLE t (a int); ALTER TABLE t ALTER a TYPE mood USING a::mood;", []),
    ],
)  # fmt: skip
def test_types(tmp_path: Path, sql: str, types: list[str]) -> None:
    (tmp_path / "a.sql").write_text(sql)
    assert list(read_ddl(tmp_path, [])["t"].types.values()) == types


@pytest.mark.parametrize(
    ("sql", "columns", "identified"),
    [
        ("CREATE TABLE t (a int PRIMARY KEY, b int);", "a", True),
        ("CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));", "ab", True),
        ("CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));", "a", False),
        ("CREATE TABLE t (a int PRIMARY KEY, b int);", "ab", True),
        ("CREATE TABLE t (a int, b int);", "a", False),
        ("CREATE TABLE t (a int NOT NULL UNIQUE, b int);", "a", True),
        ("CREATE TABLE t (a int UNIQUE, b int);", "a", False),
        ("CREATE TABLE t (a int NOT NULL, b int NOT NULL, UNIQUE (a, b));", "ab", True),
        ("CREATE TABLE t (a int NOT NULL, b int); CREATE UNIQUE INDEX i ON t (a);", "a", True),
        (
            "CREATE TABLE t (a int NOT NULL, b int); CREATE UNIQUE INDEX IF NOT EXISTS i ON public.t USING btree (a DESC);",
            "a",
            True,
        ),
        ("CREATE TABLE t (a int NOT NULL, b int); CREATE UNIQUE INDEX i ON t (a) WHERE b > 1;", "a", False),
        ("CREATE TABLE t (a int NOT NULL, b int); CREATE UNIQUE INDEX i ON t (lower(a));", "a", False),
        ("CREATE TABLE t (a int NOT NULL, b int); CREATE INDEX i ON t (a);", "a", False),
        ('CREATE TABLE t (a int, "B" int); ALTER TABLE t ADD PRIMARY KEY ("B");', "B", True),
        ('CREATE TABLE t (a int NOT NULL, "B" int); CREATE UNIQUE INDEX i ON public."t" ("A");', "a", False),
        ("CREATE TABLE t (a int, b int); ALTER TABLE ONLY t ADD CONSTRAINT k PRIMARY KEY (a);", "a", True),
        ("CREATE TABLE t (a int PRIMARY KEY, b int); ALTER TABLE t DROP CONSTRAINT t_pkey;", "a", False),
        ("CREATE TABLE t (a int PRIMARY KEY, b int); ALTER TABLE t RENAME a TO c;", "c", True),
        ("CREATE TABLE t (a int PRIMARY KEY, b int); ALTER TABLE t DROP COLUMN a;", "a", False),
        (
            "CREATE TABLE t (a int NOT NULL, b int);\nDO $$ BEGIN IF true THEN ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a); END IF; END $$;",
            "a",
            True,
        ),
    ],
)
def test_what_identifies_a_row(tmp_path: Path, sql: str, columns: str, identified: bool) -> None:
    (tmp_path / "a.sql").write_text(sql)
    assert read_ddl(tmp_path, [])["t"].identifies(columns) is identified


@pytest.mark.parametrize(
    ("model", "ddl", "same"),
    [
        ("integer", "bigint", False),
        ("timestamp without time zone", "timestamp with time zone", False),
        ("timestamp(6) with time zone", "timestamp with time zone", True),
        ("json", "jsonb", False),
        ("character varying", "text", True),
        ("character varying(20)", "text", True),
        ("character varying(20)", "character varying(30)", False),
        ("numeric(10,2)", "numeric", True),
        ("numeric(10,2)", "numeric(8,2)", False),
        ("text[]", "text", False),
        ("character varying(20)[]", "text[]", True),
    ],
)
def test_same_types(model: str, ddl: str, same: bool) -> None:
    assert same_type(model, ddl) is same


IN_PYTHON = """
    class Database:
        TABLE = "users"

        async def create_tables(self):
            await self.execute("CREATE TABLE IF NOT EXISTS " + self.TABLE + " (id serial PRIMARY KEY, name text NOT NULL)")
            await self.execute("ALTER TABLE users ADD COLUMN IF NOT EXISTS age int")

        async def remove_everything(self):
            await self.execute("DROP TABLE users")
"""

VERSION = """
    import sqlalchemy as sa
    from alembic import op

    revision = "1"
    down_revision = None

    def upgrade():
        op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text, nullable=False))
"""


@pytest.mark.parametrize(
    ("path", "text", "columns"),
    [
        ("db.py", IN_PYTHON, {"id": True, "name": True, "age": False}),
        ("migrations/versions/1_users.py", VERSION, {"id": True, "name": True}),
        ("migrations/0001.users.py", 'step("CREATE TABLE users (a int)", "DROP TABLE users")', {"a": False}),
        ("tests/test_db.py", IN_PYTHON, None),
        ("db.py", 'TABLES = f"CREATE TABLE users ({columns()})"', None),
        ("db.py", 'def downgrade():\n    run("CREATE TABLE users (a int)")', None),
        ("db.py", '"""CREATE TABLE users (a int)"""', None),
        ("db.py", 'X = "CREATE TEMP TABLE users (a int)"', None),
    ],
)
def test_ddl_in_python_files(tmp_path: Path, path: str, text: str, columns: dict[str, bool] | None) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dedent(text))
    found = read_ddl(tmp_path, [PurePosixPath(path)]).get("users")
    assert (dict(found.columns) if found is not None else None) == columns
    assert found is None or found.ordered


@pytest.mark.parametrize(
    ("sql", "ordered"),
    [
        ("CREATE TABLE t (a int, b int);", True),
        ("CREATE TABLE t (a int, b int); CREATE TABLE IF NOT EXISTS t (a int, b int NOT NULL);", True),
        ("CREATE TABLE t (a int); ALTER TABLE t ADD b int; CREATE TABLE IF NOT EXISTS t (a int, b int);", True),
        ("CREATE TABLE t (a int, b int); CREATE TABLE IF NOT EXISTS t (b int, a int);", False),
        ("CREATE TABLE t (a int, b int); CREATE TABLE IF NOT EXISTS t (a int, b int, c int);", False),
        ("ALTER TABLE t ADD b int; CREATE TABLE t (a int);", False),
    ],
)
def test_the_order_of_columns_is_sure_where_all_ddl_agrees(tmp_path: Path, sql: str, ordered: bool) -> None:
    (tmp_path / "a.sql").write_text(sql)
    assert read_ddl(tmp_path, [])["t"].ordered is ordered


def test_views_are_known_by_name(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text(
        'CREATE VIEW busy AS SELECT 1;\nCREATE OR REPLACE VIEW app."Top" (a) AS SELECT 1;\n'
        "CREATE MATERIALIZED VIEW IF NOT EXISTS totals AS SELECT 1;\n-- CREATE VIEW gone AS SELECT 1;\n"
        "CREATE TABLE views (id int);\nDROP VIEW other;\n"
    )
    assert views_of(schema_sources(tmp_path, []).statements) == {"busy", "Top", "totals"}
