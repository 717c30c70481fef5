"""``alchemod models``: a schema becomes models that make the same schema again, and that statements are lowered with."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from codemod.cli import app
from codemod.postgres.server import PostgresServer

pytestmark = pytest.mark.postgres

SCHEMA = """
CREATE EXTENSION IF NOT EXISTS citext;
DO $$ BEGIN CREATE TYPE mood AS ENUM ('glad', 'so so'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
CREATE TABLE users (
    id bigint PRIMARY KEY,
    name text,
    mood mood NOT NULL DEFAULT 'glad',
    joined timestamptz NOT NULL DEFAULT now(),
    tags text[] NOT NULL DEFAULT '{}',
    data jsonb,
    number serial,
    price numeric(10, 2) CHECK (price > 0)
);
CREATE INDEX users_name ON users (lower(name), joined DESC);
CREATE TABLE posts (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    title varchar(200) NOT NULL,
    UNIQUE (user_id, title)
);
CREATE TABLE log (at timestamp, what text);
CREATE UNIQUE INDEX log_what ON log (what) WHERE at IS NOT NULL;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
"""

COG = """
import asyncpg
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

Session = async_sessionmaker(create_async_engine("postgresql+asyncpg://localhost/x"), expire_on_commit=False)


class Cog:
    async def posts(self, user_id: int):
        rows = await self.bot.db.fetch("SELECT * FROM posts WHERE user_id = $1", user_id)
        return [row["title"] for row in rows]

    async def note(self, what: str):
        await self.bot.db.execute("INSERT INTO log (what) VALUES ($1)", what)
"""


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--root", str(root)])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[project]\nrequires-python = ">=3.11"\n[tool.black]\nline-length = 100\n')
    (tmp_path / "schema.sql").write_text(SCHEMA)
    (tmp_path / "cog.py").write_text(COG)
    return tmp_path


def test_generated_models_make_the_same_schema(project: Path) -> None:
    result = run(project, "models", "--generate", str(project / "models.py"), "--write")
    assert result.exit_code == 0, result.output
    assert "differ" not in result.output
    assert "wrote models of 3 tables to models.py" in result.output
    assert "schema.sql:23: is a program, which is not run" in result.output
    text = (project / "models.py").read_text()
    assert text.index("id: Mapped[int]") < text.index("name: Mapped[str | None]") < text.index("joined:")
    assert "relationship(" not in text
    assert "class Mood" not in text
    assert "t_log = Table(" in text


def test_generated_models_read_as_if_written(project: Path) -> None:
    run(project, "models", "--generate", str(project / "models.py"), "--write")
    text = (project / "models.py").read_text()
    written = " ".join(text.partition("class Users(Base):")[2].partition("class ")[0].replace("( ", "(").split())
    written = written.replace("( ", "(").replace(" )", ")")
    for column in (
        "id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)",
        "name: Mapped[str | None] = mapped_column(Text)",
        'mood: Mapped[str] = mapped_column(Enum("glad", "so so", name="mood"), server_default=text("\'glad\'::mood"))',
        'joined: Mapped[datetime.datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))',
        "tags: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text(\"'{}'::text[]\"))",
        "data: Mapped[Any | None] = mapped_column(JSONB)",
        "number: Mapped[int] = mapped_column(Integer, server_default=text(\"nextval('users_number_seq'::regclass)\"))",
        "price: Mapped[decimal.Decimal | None] = mapped_column(Numeric(10, 2))",
    ):
        assert column in written
    assert 'user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"))' in text
    assert 'UniqueConstraint("user_id", "title")' in text


def test_domains_of_text_and_names_that_classes_have(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text(
        "CREATE DOMAIN mail AS varchar(120) CHECK (VALUE LIKE '%@%');\nCREATE DOMAIN title AS text COLLATE \"C\";\n"
        "CREATE DOMAIN count AS int;\n"
        'CREATE TABLE "Person" ("firstName" title, mail mail NOT NULL PRIMARY KEY, registry text, metadata text, n count);'
    )
    result = run(tmp_path, "models", "--generate", str(tmp_path / "models.py"), "--write")
    assert result.stderr == "wrote models of 1 table to models.py\n"
    text = (tmp_path / "models.py").read_text()
    assert 'mapped_column("registry", Text)' in text
    assert 'collation="default"' not in text
    assert "models.missing-column" not in run(tmp_path, "models").output


def test_columns_called_like_what_annotations_need(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text(
        "CREATE TABLE t (id int PRIMARY KEY, datetime timestamptz, uuid uuid, decimal numeric, day date, bytes int, text text, "
        "data bytea, f text NOT NULL DEFAULT 'x', \"Any\" jsonb, int int);\n"
        "CREATE TABLE plain (id text PRIMARY KEY, uuid text, datetime text, bytes text);"
    )
    result = run(tmp_path, "models", "--generate", str(tmp_path / "models.py"), "--write")
    assert result.stderr == "wrote models of 2 tables to models.py\n"
    text = (tmp_path / "models.py").read_text()
    assert "    datetime_: Mapped[Optional[datetime.datetime]] = mapped_column(" in text
    subprocess.run([sys.executable, "models.py"], cwd=tmp_path, check=True)
    assert "    uuid: Mapped[Optional[str]] = mapped_column(Text)" in text.partition("class Plain")[2]


def test_times_with_a_precision(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text(
        "CREATE TABLE t (id int PRIMARY KEY, a timestamptz(3), b timestamp(3), c time(2) with time zone, d time(0), "
        "e timestamptz(0)[], f interval(2));"
    )
    result = run(tmp_path, "models", "--generate", str(tmp_path / "models.py"), "--write")
    assert result.stderr == "wrote models of 1 table to models.py\n"
    assert "TIMESTAMP(timezone=True, precision=3)" in (tmp_path / "models.py").read_text()


def test_what_is_generated_is_enough_to_migrate(project: Path) -> None:
    run(project, "models", "--generate", str(project / "models.py"), "--write")
    result = run(project, "diff", str(project / "cog.py"))
    assert "would rewrite 2 call sites in 1 file\n" in result.output
    assert "select(Posts).where(Posts.user_id == user_id)" in result.output
    assert "insert(t_log).values(what=what)" in result.output


def test_a_table_with_a_model_is_left_out(project: Path) -> None:
    run(project, "models", "--generate", str(project / "models.py"), "--write")
    again = run(project, "models", "--generate", str(project / "more.py"))
    assert again.exit_code == 0
    assert "every table has a model" in again.output
    (project / "more.sql").write_text("CREATE TABLE extra (id bigint PRIMARY KEY REFERENCES users (id));")
    more = run(project, "models", "--generate", str(project / "more.py"))
    assert "+from models import Base" in more.output
    assert "+class Extra(Base):" in more.output
    assert "+class Users" not in more.output
    assert not (project / "more.py").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--generate", "models.txt"], "must name a .py file"),
        (["--generate", "/elsewhere/models.py"], "must name a .py file"),
        (["--generate", "/elsewhere"], "must name a .py file or a folder"),
        (["--write"], "need --generate PATH"),
        (["--from-database", "postgresql://x/y"], "need --generate PATH"),
    ],
)
def test_wrong_options_are_one_line(project: Path, arguments: list[str], message: str) -> None:
    result = run(project, "models", *arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


def test_a_file_is_never_overwritten(project: Path) -> None:
    (project / "models.py").write_text("x = 1\n")
    result = run(project, "models", "--generate", str(project / "models.py"), "--write")
    assert result.exit_code == 2
    assert (project / "models.py").read_text() == "x = 1\n"


def test_a_folder_gets_a_file_for_each_table(project: Path) -> None:
    (project / "extra.sql").write_text("CREATE TABLE base (id bigint PRIMARY KEY, shape ltree);")
    result = run(project, "models", "--generate", str(project / "tables"), "--write")
    assert result.exit_code == 0, result.output
    assert "differ" not in result.output
    names = {path.name: path.read_text() for path in (project / "tables").iterdir()}
    assert sorted(names) == [
        "__init__.py", "base.py", "column_types.py", "log.py", "posts.py", "table_base.py", "users.py",
    ]  # fmt: skip
    assert "from .base import Base\n" in names["posts.py"]
    assert "Sequence(" in names["users.py"]
    assert "from .base import Base\nfrom .column_types import LtreeType\n" in names["table_base.py"]
    assert "from .log import t_log\n" in names["__init__.py"]
    assert "LtreeType" not in names["__init__.py"]
    loaded = subprocess.run(
        [sys.executable, "-c", "import tables; print(sorted(tables.Base.metadata.tables))"],
        cwd=project, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert loaded.stdout == "['base', 'log', 'posts', 'users']\n"
    assert "would rewrite 2 call sites in 1 file\n" in run(project, "diff", str(project / "cog.py")).output


@pytest.mark.parametrize(
    ("before", "exported"),
    [
        ("", ["from .posts import Posts"]),
        ("from .users import Users\n\n__all__ = ['Users']\n", ["__all__ = ['Users', 'Base', 't_log', 'Posts']"]),
        (
            'from tables.users import Users\n\n__all__ = [\n    "Users",  # people\n]\n',
            ['    "Users",  # people\n    "Base",\n    "t_log",\n    "Posts",\n]'],
        ),
        (
            "from .users import Users\n\n__all__ = (\n    'Users',\n)\n",
            ["    'Users',\n    'Base',\n    't_log',\n    'Posts',\n)"],
        ),
    ],
)
def test_a_package_that_is_there_exports_what_is_added(project: Path, before: str, exported: list[str]) -> None:
    run(project, "models", "--generate", str(project / "tables"), "--write")
    for name in ("base", "posts", "log"):
        (project / "tables" / f"{name}.py").unlink()
    (project / "tables/users.py").write_text("class Users: ...\n")
    (project / "tables/__init__.py").write_text(before)
    models = project / "other.py"
    models.write_text(
        "from sqlalchemy import *\nusers = Table('users', MetaData(), Column('id', BigInteger, primary_key=True))\n"
    )
    result = run(project, "models", "--generate", str(project / "tables"), "--write")
    assert "tables/__init__.py has changes that git does not hold" in result.output
    commit = "git init -q && git add -A && git -c user.name=a -c user.email=a@b commit -qm x"
    subprocess.run(commit, shell=True, cwd=project, check=True)
    result = run(project, "models", "--generate", str(project / "tables"), "--write")
    assert result.exit_code == 0, result.output
    text = (project / "tables/__init__.py").read_text()
    for line in exported:
        assert line in text
    assert text.count("from .posts import Posts") == 1
    assert (project / "tables/users.py").read_text() == "class Users: ...\n"


def test_no_schema_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    result = run(tmp_path, "models", "--generate", str(tmp_path / "models.py"))
    assert result.exit_code == 2
    assert "error: no CREATE TABLE was found below the project root" in result.output


def test_broken_and_contradicting_statements_are_noted(project: Path) -> None:
    (project / "z.sql").write_text(
        "CREATE TABLE broken (id int PRIMARY KEY,);\nCREATE TABLE IF NOT EXISTS log (other int);\nALTER TABLE none ADD x int;\n"
    )
    result = run(project, "models", "--generate", str(project / "models.py"))
    assert result.exit_code == 0
    assert 'z.sql:1: syntax error at or near ")"' in result.output
    assert "z.sql:2: creates log again, unlike schema.sql:21: at, other, what" in result.output
    assert 'z.sql:3: relation "none" does not exist' in result.output


EXTENDED = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION hstore WITH SCHEMA public;
CREATE TABLE notes (
    id citext PRIMARY KEY,
    data hstore,
    title text NOT NULL,
    room integer,
    during int4range,
    token uuid DEFAULT uuid_generate_v4(),
    EXCLUDE USING gist (room WITH =, during WITH &&)
);
CREATE INDEX notes_title ON notes USING gin (title gin_trgm_ops);
CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE INDEX notes_plain ON notes (plain(title));
"""


def test_extensions_that_are_not_there_have_stand_ins(project: Path) -> None:
    (project / "more.sql").write_text(EXTENDED)
    result = run(project, "models", "--generate", str(project / "models.py"))
    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines() == [
        "more.sql:14: is a program, which is not run",
        "schema.sql:23: is a program, which is not run",
        "would write models of 4 tables to models.py",
    ]
    assert "+    id: Mapped[str] = mapped_column(CITEXT, primary_key=True, autoincrement=False)" in result.stdout
    assert "+    data: Mapped[Any | None] = mapped_column(HSTORE)" in result.stdout
    assert 'postgresql_ops={"title": "gin_trgm_ops"}' in result.stdout


DUMP = """
\\restrict abc
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE SCHEMA shop;
ALTER SCHEMA shop OWNER TO somebody;
SET default_tablespace = '';
CREATE TABLE shop.orders (id bigint NOT NULL, total numeric(10,2) DEFAULT 0 NOT NULL);
ALTER TABLE shop.orders OWNER TO somebody;
CREATE SEQUENCE shop.orders_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE shop.orders_id_seq OWNED BY shop.orders.id;
ALTER TABLE ONLY shop.orders ALTER COLUMN id SET DEFAULT nextval('shop.orders_id_seq'::regclass);
COPY shop.orders (id, total) FROM stdin;
1	;
\\.
SELECT pg_catalog.setval('shop.orders_id_seq', 1, true);
ALTER TABLE ONLY shop.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
GRANT ALL ON TABLE shop.orders TO somebody;
\\unrestrict abc
"""


def test_a_dump_is_read_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "dump.sql").write_text(DUMP.replace("\\\\", "\\"))
    result = run(tmp_path, "models", "--generate", str(tmp_path / "models.py"))
    assert result.exit_code == 0, result.output
    assert result.stderr == "would write models of 1 table to models.py\n"
    assert '{"schema": "shop"}' in result.stdout


def test_state_and_history_of_a_schema_do_not_contradict_each_other(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations/1_a.sql").write_text("CREATE TABLE a (id int PRIMARY KEY, b text);")
    (tmp_path / "migrations/2_b.sql").write_text("ALTER TABLE a RENAME b TO c; ALTER TABLE a ADD COLUMN d int;")
    (tmp_path / "schema.sql").write_text("CREATE TABLE a (id int PRIMARY KEY, c text, d int);")
    assert run(tmp_path, "models", "--generate", str(tmp_path / "models.py")).stderr.count("\n") == 1
    (tmp_path / "schema.sql").write_text("CREATE TABLE IF NOT EXISTS a (id int PRIMARY KEY, c text);")
    told = run(tmp_path, "models", "--generate", str(tmp_path / "models.py")).stderr
    assert "schema.sql:1: creates a again, unlike migrations/1_a.sql:1: d" in told


def test_the_schemas_a_file_works_in_are_its_tables_schemas(tmp_path: Path) -> None:
    (tmp_path / "1.sql").write_text("CREATE SCHEMA shop; SET search_path TO shop; CREATE TABLE a (id int PRIMARY KEY);")
    (tmp_path / "2.sql").write_text("CREATE TABLE b (id int PRIMARY KEY);")
    text = run(tmp_path, "models", "--generate", str(tmp_path / "models.py")).stdout
    assert '__table_args__ = {"schema": "shop"}' in text.partition("class A(")[2]
    assert "__table_args__" not in text.partition("class B(")[2].partition("class A(")[0]


def test_no_table_but_ddl_of_the_run_time_says_where(tmp_path: Path) -> None:
    (tmp_path / "bot.py").write_text("def f(t):\n    return f'CREATE TABLE {t} (id int)'\n")
    result = run(tmp_path, "models", "--generate", str(tmp_path / "models.py"))
    assert result.exit_code == 2
    assert result.stderr.startswith("error: no CREATE TABLE was found below the project root; bot.py:2 is put together")
    assert result.stderr.count("\n") == 1


def test_a_live_database_is_read(project: Path, postgres: PostgresServer) -> None:
    dsn = asyncio.run(postgres.create_database("live_models"))

    async def fill() -> None:
        import asyncpg

        connection = await asyncpg.connect(dsn)
        await connection.execute("CREATE SCHEMA shop; CREATE TABLE shop.things (id bigint PRIMARY KEY, name text)")
        await connection.close()

    asyncio.run(fill())
    result = run(project, "models", "--generate", str(project / "models.py"), "--from-database", dsn)
    assert result.exit_code == 0, result.output
    assert '+    __table_args__ = {"schema": "shop"}' in result.output


@pytest.mark.parametrize(
    "dsn",
    ["postgresql://me:sesame@127.0.0.1:1/none", "mysql://me:sesame@host/x", "sesame", "postgresql://me:sesame@[/x"],
)
def test_a_dead_database_is_one_line_without_its_password(project: Path, dsn: str) -> None:
    result = run(project, "models", "--generate", str(project / "models.py"), "--from-database", dsn)
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert "sesame" not in result.output


@pytest.fixture
def guarded() -> Iterator[str]:
    """The DSN of a server that asks for a password, with a wrong one."""
    import asyncpg

    with PostgresServer() as server:

        async def ask_for_passwords() -> None:
            connection = await asyncpg.connect(server.dsn)
            await connection.execute("CREATE ROLE me LOGIN PASSWORD 'right'")
            rules = Path(await connection.fetchval("SHOW hba_file"))
            rules.write_text("local all postgres trust\nlocal all all scram-sha-256\n")
            await connection.execute("SELECT pg_reload_conf()")
            await connection.close()

        asyncio.run(ask_for_passwords())
        yield server.dsn.replace("postgres@", "me:sesame@", 1)


@pytest.mark.parametrize(
    "options", [("models", "--generate", "{}/models.py", "--from-database"), ("check", "{}", "--dsn")]
)
def test_a_wrong_password_is_one_line_without_it(project: Path, guarded: str, options: tuple[str, ...]) -> None:
    assert ":sesame@" in guarded
    result = run(project, *(option.format(project) for option in options), guarded)
    assert result.exit_code == 2
    assert "password authentication failed" in result.output
    assert result.output.count("\n") == 1
    assert "sesame" not in result.output


def test_the_mapping_is_listed(project: Path) -> None:
    run(project, "models", "--generate", str(project / "models.py"), "--write")
    assert "users is models.Users, 8 columns" in run(project, "models").output
    listed = run(project, "models", "--format", "json").output
    assert '"table": "posts"' in listed


def test_the_static_reader_of_ddl_agrees_with_the_server(tmp_path: Path) -> None:
    """What :func:`read_ddl` says of columns and NOT NULL is what PostgreSQL makes of the same files."""
    import asyncpg

    from codemod.mapping.ddl import read_ddl

    files = {
        "V1__tables.sql": SCHEMA + "CREATE TABLE old (id int, a bigint ARRAY, b int NOT NULL, c int);",
        "V2__changes.sql": "ALTER TABLE old RENAME TO fresh; ALTER TABLE fresh RENAME b TO d;"
        "ALTER TABLE fresh ADD PRIMARY KEY (id); ALTER TABLE fresh ALTER COLUMN c SET NOT NULL;"
        "ALTER TABLE fresh ALTER COLUMN d DROP NOT NULL; ALTER TABLE fresh DROP COLUMN a;",
        "V10__more.sql": "ALTER TABLE fresh ADD COLUMN IF NOT EXISTS e serial NOT NULL;",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    async def reflected() -> dict[str, dict[str, bool]]:
        connection = await asyncpg.connect(await server.create_database("agree"))
        try:
            for text in files.values():
                await connection.execute(text.replace("CREATE EXTENSION IF NOT EXISTS citext;", ""))
            rows = await connection.fetch(
                "SELECT table_name, column_name, is_nullable FROM information_schema.columns "
                "WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
            )
        finally:
            await connection.close()
        tables: dict[str, dict[str, bool]] = {}
        for table, column, nullable in rows:
            tables.setdefault(table, {})[column] = nullable == "NO"
        return tables

    with PostgresServer() as server:
        found = asyncio.run(reflected())
    static = {name: dict(table.columns) for name, table in read_ddl(tmp_path, []).items()}
    assert static == found


OWN = '''
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Base({bases}):
    pass


class {name}(Base):
    """A row."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True{init})
    name: Mapped[Optional[str]]
'''

CLASSIC = """
from sqlalchemy import BIGINT, TEXT, Column
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class UserModel(Base):
    __tablename__ = "users"

    id = Column(BIGINT, primary_key=True)
    name = Column(TEXT)
"""


@pytest.mark.parametrize(
    ("own", "written"),
    [
        (
            OWN.format(bases="MappedAsDataclass, DeclarativeBase", name="User", init=", init=False"),
            [
                "from own import Base",
                'class Post(Base):\n    """A row of posts."""\n',
                "user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey(",
                "at: Mapped[Optional[datetime.datetime]] = mapped_column(DateTime",
                "number: Mapped[int] = mapped_column(Integer, Identity(always=True), primary_key=True, init=False)",
                'ready: Mapped[bool] = mapped_column(Boolean, server_default=text("false"), init=False)',
            ],
        ),
        (OWN.format(bases="DeclarativeBase", name="DbUsers", init=""), ["class DbPosts(Base):"]),
        (
            CLASSIC,
            [
                "class PostModel(Base):",
                "number = Column(INTEGER, Identity(always=True), primary_key=True)",
                'user_id = Column(BIGINT, ForeignKey("users.id"), nullable=False)',
                "title = Column(TEXT, nullable=False)",
            ],
        ),
    ],
)
def test_models_are_written_as_the_project_writes_its_own(tmp_path: Path, own: str, written: list[str]) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 120\n")
    (tmp_path / "own.py").write_text(own)
    (tmp_path / "schema.sql").write_text(
        "CREATE TABLE users (id bigint PRIMARY KEY, name text);"
        "CREATE TABLE posts (number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id bigint NOT NULL REFERENCES users,"
        " title text NOT NULL, at timestamp, ready boolean NOT NULL DEFAULT false);"
    )
    result = run(tmp_path, "models", "--generate", str(tmp_path / "more.py"), "--write")
    assert result.exit_code == 0, result.output
    text = (tmp_path / "more.py").read_text()
    for line in written:
        assert line in text
    assert "class Users" not in text
    program = "import own, more; print(sorted(own.Base.metadata.tables))"
    if "Optional" in own:
        program = program.replace(
            "import own", "import builtins, typing; builtins.Optional = typing.Optional; import own"
        )
    loaded = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], cwd=tmp_path, capture_output=True, text=True
    )
    assert loaded.stdout == "['posts', 'users']\n", loaded.stderr
