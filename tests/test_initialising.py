"""``alchemod init``: what is taken along into the module with the engine, and what is not."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest
from typer.testing import CliRunner, Result

from codemod.cli import app
from codemod.config import Config, load_config
from codemod.files.project import all_files
from codemod.initialising.initialise import Preparation, prepare
from codemod.mapping.import_paths import dotted_name, import_roots
from codemod.report import RunError
from codemod.rewriting.sessions.session_search import find_session_sources

POOL = """
    import os
    import asyncpg

    async def main():
        pool = await asyncpg.create_pool({arguments})
    """


def plant(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))
    return root


def preparation(root: Path, pool: str | None = None, variable: str | None = None, **files: str) -> Preparation:
    plant(root, {f"{name}.py": text for name, text in files.items()})
    return prepare(load_config(root), pool, variable)


def engine_of(root: Path, **files: str) -> str:
    """The new module, but for its first lines."""
    texts = {change.path.name: change.after for change in preparation(root, **files).changes}
    text = texts["db.py"]
    assert text is not None
    compile(text, "db.py", "exec")
    return text


def refusal_of(root: Path, pool: str | None = None, variable: str | None = None, **files: str) -> str:
    with pytest.raises(RunError) as error:
        preparation(root, pool, variable, **files)
    assert "\n" not in str(error.value)
    return str(error.value)


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["init", *arguments, "--root", str(root)])


# what the engine is made of


def test_the_engine_is_made_after_the_pool(tmp_path: Path) -> None:
    text = engine_of(tmp_path, main=POOL.format(arguments="os.environ['DSN'], command_timeout=60, max_size=7"))
    assert text == dedent(
        '''\
        """The engine and the sessions, connected as the asyncpg pool of main.py is."""

        from __future__ import annotations

        import os

        import asyncpg
        from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine


        async def _connect() -> asyncpg.Connection:
            return await asyncpg.connect(os.environ["DSN"], command_timeout=60)


        engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=_connect,
            pool_pre_ping=True,
            hide_parameters=True,
            pool_size=7,
            max_overflow=0,
        )
        session_maker = async_sessionmaker(engine, expire_on_commit=False)
        '''
    )


@pytest.mark.parametrize(
    ("before", "arguments", "written"),
    [
        # constants and variables are read when a connection is made: the file may run before dotenv has
        ("DSN = os.environ['DSN']", "dsn=DSN", 'dsn=os.environ["DSN"]'),
        ("NAME = 'bot'\n    DSN = f'postgres:///{NAME}'", "DSN", 'f"postgres:///{NAME}"'.replace("{NAME}", "{'bot'}")),
        ("DB = os.environ['DB']", "database=DB, user=DB", 'DB = os.environ["DB"]'),
        ("from settings import config", "config['dsn']", "from settings import config"),
        ("import settings as s", "s.DSN", "import settings as s"),
        ("PORT = int(os.getenv('PORT', '5432'))\n    print(PORT)", "port=PORT", 'port=int(os.getenv("PORT", "5432"))'),
        ("", "'postgres:///x', max_inactive_connection_lifetime=60.0", "pool_recycle=60.0"),
        ("", "'postgres:///x'", "pool_size=10"),
        ("", "'postgres:///x', statement_cache_size=0", '"prepared_statement_cache_size": 0'),
        (
            "def ssl():\n        return make(MODE)\n    MODE = 'require'\n    from lib import make",
            "ssl=ssl()",
            "ssl=ssl()",
        ),
    ],
)
def test_names_are_taken_along(tmp_path: Path, before: str, arguments: str, written: str) -> None:
    main = POOL.format(arguments=arguments).replace("import asyncpg\n", f"import asyncpg\n    {before}\n")
    assert written in engine_of(tmp_path, main=main)


def test_a_variable_of_the_function_is_taken_along(tmp_path: Path) -> None:
    main = """
        import platform
        import asyncpg
        from settings import config

        async def create_pool():
            url = config["vps"] if platform.system() == "Linux" else config["home"]
            return await asyncpg.create_pool(url)
        """
    text = engine_of(tmp_path, main=main)
    assert 'asyncpg.connect(\n        config["vps"] if platform.system() == "Linux" else config["home"]' in text
    assert "import platform\n" in text


def test_the_json_codec_of_the_pool_becomes_that_of_the_engine(tmp_path: Path) -> None:
    main = """
        import asyncpg
        import orjson

        async def create_pool():
            def dump(value):
                return orjson.dumps(value).decode()  # text, not bytes

            async def init(con):
                '''Codecs.'''
                await con.set_type_codec('jsonb', schema='pg_catalog', encoder=dump, decoder=orjson.loads, format='text')

            return await asyncpg.create_pool('postgres:///x', init=init)
        """
    text = engine_of(tmp_path, main=main)
    assert "def dump(value):\n    return orjson.dumps(value).decode()  # text, not bytes\n" in text
    assert "json_serializer=dump,\n    json_deserializer=orjson.loads,\n" in text
    assert "init" not in text


def test_an_init_that_does_more_runs_on_every_connection(tmp_path: Path) -> None:
    main = """
        import asyncpg
        from pgvector.asyncpg import register_vector

        async def prepare(con):
            await register_vector(con)

        async def main():
            async with asyncpg.create_pool('postgres:///x', init=prepare) as pool:
                pass
        """
    text = engine_of(tmp_path, main=main)
    assert 'connection = await asyncpg.connect("postgres:///x")\n    await prepare(connection)\n' in text
    assert "async def prepare(con):" in text


def test_modules_that_import_others_of_the_project_are_imported_late(tmp_path: Path) -> None:
    plant(tmp_path, {"lib.py": "import cogs\n", "cogs.py": "", "leaf.py": "import os\n"})
    main = POOL.format(arguments="dsn=leaf.DSN, ssl=ssl()").replace(
        "import asyncpg\n", "import asyncpg, leaf\n    from lib import ssl\n"
    )
    text = engine_of(tmp_path, main=main)
    assert "async def _connect() -> asyncpg.Connection:\n    from lib import ssl\n" in text
    assert "\nimport leaf\n" in text


# what another module can't know: the sessions are bound where the pool is made


def bound_in(root: Path, **files: str) -> str:
    """The file of the pool with the sessions bound in it."""
    found = preparation(root, **files)
    texts = {change.path.name: change.after for change in found.changes}
    assert "session_maker = async_sessionmaker(expire_on_commit=False)\n" in (texts["db.py"] or "")
    text = texts["main.py"]
    assert text is not None
    compile(text, "main.py", "exec")
    assert any("session_maker.kw['bind'].dispose()" in note for note in found.notes)
    return text


def test_sessions_are_bound_beside_a_pool_that_knows_its_database_at_run_time(tmp_path: Path) -> None:
    main = """
        import asyncpg


        class Store:
            def __init__(self, dsn: str) -> None:
                self.dsn = dsn

            async def open(self) -> None:
                # one pool for all
                self.pool = await asyncpg.create_pool(self.dsn, command_timeout=60, max_size=self.size)
        """
    assert bound_in(tmp_path, main=main) == dedent(
        """
        from functools import partial

        import asyncpg
        from sqlalchemy.ext.asyncio import create_async_engine

        from db import session_maker


        class Store:
            def __init__(self, dsn: str) -> None:
                self.dsn = dsn

            async def open(self) -> None:
                # one pool for all
                session_maker.configure(
                    bind=create_async_engine(
                        "postgresql+asyncpg://",
                        async_creator=partial(asyncpg.connect, self.dsn, command_timeout=60),
                        pool_pre_ping=True,
                        hide_parameters=True,
                        pool_size=self.size,
                        max_overflow=0,
                    )
                )
                self.pool = await asyncpg.create_pool(self.dsn, command_timeout=60, max_size=self.size)
        """
    )


@pytest.mark.parametrize(
    ("main", "written"),
    [
        ("async def f(dsn):\n    return await asyncpg.create_pool(dsn)", "partial(asyncpg.connect, dsn)"),
        ("DSN = 'a'\nif DSN:\n    DSN = 'b'\npool = asyncpg.create_pool(DSN)", "partial(asyncpg.connect, DSN)"),
        (
            "context = ssl.create_default_context()\ncontext.check_hostname = False\n"
            "pool = asyncpg.create_pool('x', ssl=context)",
            "partial(asyncpg.connect, 'x', ssl=context)",
        ),
        ("pool = asyncpg.create_pool('x', max_size=SIZE)\nSIZE = 3", "pool_size=SIZE"),
        ("@cached\ndef s(): ...\npool = asyncpg.create_pool('x', ssl=s())", "ssl=s()"),
        ("async def f(c):\n    if (p := await asyncpg.create_pool(c.dsn)):\n        return p", "    if (p := await"),
        ("async def f(c):\n    async with asyncpg.create_pool(c.dsn) as p:\n        use(p)", "    async with asyncpg"),
        ("async def f(c):\n    é = 'ü'; print('ü')\n    return await asyncpg.create_pool(c.dsn)", "    return await"),
        ("async def f(c):\n    return await asyncpg.create_pool(c.dsn, statement_cache_size=0)", 'cache_size": 0'),
        ("async def f(o):\n    await asyncpg.create_pool(**o, min_size=1, max_size=2)", "(asyncpg.connect, **o)"),
        ("async def f(o):\n    await asyncpg.create_pool(**o)", "for key, value in o.items()"),
        (
            "from asyncpg import create_pool\nasync def f(c):\n    return await create_pool(c.dsn)",
            "partial(connect, c.dsn)",
        ),
        (
            "async def prepare(con):\n    await register(con)\nasync def f(c):\n"
            "    return await asyncpg.create_pool(c.dsn, init=prepare)",
            "        connection = await asyncpg.connect(c.dsn)\n        await prepare(connection)\n"
            "        return connection\n\n    session_maker.configure(\n",
        ),
        (
            "class A:\n    async def init(self, con):\n"
            "        await con.set_type_codec('jsonb', encoder=json.dumps, decoder=json.loads)\n"
            "    async def f(self):\n        self.pool = await asyncpg.create_pool(self.dsn, init=self.init)",
            "json_serializer=json.dumps,",
        ),
        ("def partial(): ...\nasync def f(c):\n    await asyncpg.create_pool(c.d)", "from functools import partial as"),
    ],
)
def test_what_another_module_can_not_know_is_said_beside_the_pool(tmp_path: Path, main: str, written: str) -> None:
    assert written in bound_in(tmp_path, main=f"import asyncpg, ssl, json\n{main}\n")


def test_windows_line_endings_are_kept(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_bytes(b"import asyncpg\r\n\r\n\r\ndef f(c):\r\n    return asyncpg.create_pool(c)\r\n")
    text = next(change.after for change in prepare(load_config(tmp_path), None, None).changes if not change.created)
    assert text is not None
    assert text.count("\n") == text.count("\r\n") > 12


@pytest.mark.parametrize(
    ("main", "reason"),
    [
        ("for dsn in ('a', 'b'):\n    pool = asyncpg.create_pool(dsn)", "dsn is bound in the statement itself"),
        (
            "async def f():\n    async with load() as c, asyncpg.create_pool(c.dsn) as pool:\n        use(pool)",
            "c is bound in the statement itself",
        ),
        ("async def f(c):\n    use(c); p = await asyncpg.create_pool(c)", "no statement can be put before it"),
        (
            "def f(c):\n    if not c:\n        pass\n    elif asyncpg.create_pool(c):\n        pass",
            "no statement can be put before it",
        ),
        ("make = lambda dsn: asyncpg.create_pool(dsn)", "it is not run where it stands"),
        ("def f(c, pool=asyncpg.create_pool(DSN)): ...", "it is not run where it stands"),
        (
            "class A:\n    async def f(self):\n        self.p = await asyncpg.create_pool(self.dsn)\n"
            "one, two = A('x'), A('y')",
            "A() is called with different arguments: main.py:5",
        ),
        (
            "async def f(dsn):\n    return await asyncpg.create_pool(dsn)\nasync def g():\n    await f('a')\n    await f('b')",
            "f() is called with different arguments: main.py:5, main.py:6",
        ),
        (
            "async def i(c):\n    await c.set_type_codec('json', encoder=a, decoder=b, format='binary')\n"
            "pool = asyncpg.create_pool('x', init=i)",
            "the codec of json is not one of text",
        ),
        (
            "async def i(c):\n    await c.set_type_codec('json', encoder=str, decoder=str)\n"
            "    await c.set_type_codec('jsonb', encoder=repr, decoder=str)\n"
            "pool = asyncpg.create_pool('x', init=i)",
            "json and jsonb have different codecs",
        ),
        (
            "async def i(c):\n    def dump(v): ...\n"
            "    await c.set_type_codec('json', encoder=dump, decoder=str)\n"
            "async def f(d):\n    return await asyncpg.create_pool(d, init=i)",
            "dump is not known where the pool is made",
        ),
        (
            "from db_session import x\nasync def f(d):\n    return await asyncpg.create_pool(d)\n",
            "db_session",
        ),
    ],
)
def test_what_can_not_be_said_beside_the_pool_either(tmp_path: Path, main: str, reason: str) -> None:
    if reason == "db_session":
        plant(tmp_path, {"db.py": "", "database.py": "", "db_session.py": "x = 1", "sqlalchemy_db.py": ""})
        reason = "are all taken"
    refusal = refusal_of(tmp_path, main=f"import asyncpg, ssl\n{main}\n")
    assert reason in refusal


def test_a_refusal_names_the_call_and_another_way(tmp_path: Path) -> None:
    refusal = refusal_of(tmp_path, main="import asyncpg\nfor dsn in ('a', 'b'):\n    pool = asyncpg.create_pool(dsn)\n")
    assert refusal.startswith("main.py:3:")
    assert "--dsn-env NAME" in refusal


@pytest.mark.parametrize(
    ("arguments", "used"),
    [
        ("'postgres://u:secret@h/x'", "partial(asyncpg.connect, dsn)"),
        ("dsn=os.getenv('DSN', 'postgres://u:secret@h/x')", "dsn=dsn"),
        ("user='u', password='secret'", "password=password"),
        ("**{'user': 'u', 'password': 'secret'}", "in options.items()"),
        ("user='u', password=PASSWORD", "password=PASSWORD"),
        ("PASSWORD, database=PASSWORD, password=PASSWORD", "password=PASSWORD"),
    ],
)
def test_a_password_is_moved_and_never_copied(tmp_path: Path, arguments: str, used: str) -> None:
    secret = "postgres://u:secret@h/x" if arguments.startswith("PASSWORD") else "secret"
    main = POOL.format(arguments=arguments).replace("import asyncpg\n", f"import asyncpg\n    PASSWORD = '{secret}'\n")
    found = preparation(tmp_path, main=main)
    texts = [change.after or "" for change in found.changes]
    assert [text.count("secret") for text in texts] == [
        main.count("secret") if "asyncpg.connect" in text else 0 for text in texts
    ]
    assert any(used in text for text in texts)
    assert not any("secret" in note for note in found.notes)


@pytest.mark.parametrize(
    "arguments", ["f'postgres://u:{os.environ[\"P\"]}@h/x'", "password=os.environ['P']", "'postgres://u@h'"]
)
def test_what_holds_no_password_is_copied(tmp_path: Path, arguments: str) -> None:
    assert "asyncpg.connect(" in engine_of(tmp_path, main=POOL.format(arguments=arguments))


HANDLER = "from fastapi import Depends\n\n\nasync def handler(conn=Depends(get_conn)): ...\n"


def test_fastapi_gets_a_function_that_yields_a_session(tmp_path: Path) -> None:
    text = engine_of(tmp_path, main=POOL.format(arguments="os.environ['DSN']"), app=HANDLER)
    assert "import os\nfrom collections.abc import AsyncIterator\n\nimport asyncpg\n" in text
    assert "import AsyncSession, async_sessionmaker, create_async_engine\n" in text
    assert text.endswith("    async with session_maker() as session:\n        yield session\n")


def test_fastapi_gets_a_function_also_where_the_sessions_are_bound_later(tmp_path: Path) -> None:
    text = engine_of(tmp_path, main=POOL.format(arguments="dsn").replace("main()", "main(dsn)"), app=HANDLER)
    assert (
        "annotations\n\nfrom collections.abc import AsyncIterator\n\nfrom sqlalchemy.ext.asyncio import Async" in text
    )
    assert text.endswith("    async with session_maker() as session:\n        yield session\n")


@pytest.mark.parametrize("app", ["", "from dishka import Depends\n\nDepends(print)\n", "import fastapi\n"])
def test_no_function_for_others(tmp_path: Path, app: str) -> None:
    assert "yield" not in engine_of(tmp_path, main=POOL.format(arguments="os.environ['DSN']"), app=app)


CONNECT = """
import os
import asyncpg

async def report(dsn=None):
    conn = await asyncpg.connect({arguments})
"""
SETTING = '[tool.alchemod.sessions]\n"asyncpg.connect" = "async with session_maker() as session"\n'


def settings_of(root: Path, **files: str) -> str:
    texts = {change.path.name: change.after for change in preparation(root, **files).changes}
    return texts["pyproject.toml"] or ""


@pytest.mark.parametrize("arguments", ["os.environ['DSN']", "os.environ['DSN'], timeout=5", "dsn=os.environ['DSN']"])
def test_plain_connections_to_the_same_database_become_sessions(tmp_path: Path, arguments: str) -> None:
    job = CONNECT.format(arguments=arguments)
    assert SETTING in settings_of(tmp_path, main=POOL.format(arguments="os.environ['DSN']"), job=job)


@pytest.mark.parametrize("arguments", ["os.environ['OTHER']", "dsn", "**settings", "os.environ['DSN'], user='x'", ""])
def test_plain_connections_that_may_be_to_another_database_stay(tmp_path: Path, arguments: str) -> None:
    job = CONNECT.format(arguments=arguments)
    assert "sessions]" not in settings_of(tmp_path, main=POOL.format(arguments="os.environ['DSN']"), job=job)


def test_a_name_of_two_meanings_is_no_database(tmp_path: Path) -> None:
    main = POOL.format(arguments="DSN").replace("import os", "from settings import DSN")
    job = CONNECT.format(arguments="DSN").replace("import os", "from other import DSN")
    assert "sessions]" not in settings_of(tmp_path, main=main, job=job)
    assert SETTING in settings_of(tmp_path, main=main, job=job.replace("other", "settings"))


def test_what_has_no_counterpart_is_noted(tmp_path: Path) -> None:
    found = preparation(tmp_path, main=POOL.format(arguments="'x', setup=f, reset=g"))
    assert "main.py:6: setup= is not carried over" in found.notes
    assert "main.py:6: reset= is not carried over" in found.notes


def test_a_project_without_any_connection(tmp_path: Path) -> None:
    assert "the project has no session maker" in refusal_of(tmp_path, main="x = 1\n")


def test_pools_of_tests_and_of_other_libraries_are_none(tmp_path: Path) -> None:
    plant(tmp_path, {"tests/test_a.py": POOL.format(arguments="'x'")})
    assert "no session maker" in refusal_of(tmp_path, main="import aiomysql, asyncpg\np = aiomysql.create_pool('x')\n")


def test_several_pools(tmp_path: Path) -> None:
    files = {"a": POOL.format(arguments="'x'"), "b": POOL.format(arguments="'y', max_size=3")}
    assert refusal_of(tmp_path, **files).endswith("name one with --pool: a.py:6, b.py:6")
    assert refusal_of(tmp_path, pool="b.py:7", **files).startswith("b.py:7: no call of")
    text = preparation(tmp_path, pool="b.py:6", **files).changes[-1].after
    assert text is not None
    assert "pool_size=3" in text


def test_several_pools_of_one_database(tmp_path: Path) -> None:
    plant(tmp_path, {"scripts/a.py": POOL.format(arguments="'x', max_size=1")})
    assert "pool_size=20" in engine_of(tmp_path, main=POOL.format(arguments="'x', max_size=20"))


def test_the_dsn_of_an_environment_variable(tmp_path: Path) -> None:
    main = "import asyncpg\nasync def f(dsn):\n    return await asyncpg.create_pool(dsn)\n"
    text = preparation(tmp_path, variable="DATABASE_URL", main=main).changes[-1].after
    assert text is not None
    assert 'asyncpg.connect(os.environ["DATABASE_URL"])' in text
    assert "is not a name" in refusal_of(tmp_path, variable="a b", main=main)
    assert "can't be used together" in refusal_of(tmp_path, variable="X", pool="main.py:3", main=main)


# where it goes, and how it is imported


def test_the_module_is_beside_the_pool_by_a_free_name(tmp_path: Path) -> None:
    plant(tmp_path, {"bot/main.py": POOL.format(arguments="'x'"), "bot/db.py": "", "bot/cog.py": "import database\n"})
    assert [change.path.as_posix() for change in preparation(tmp_path).changes] == [
        "pyproject.toml",
        "bot/db_session.py",
    ]


def test_sessions_are_bound_in_the_package_where_their_module_will_be(tmp_path: Path) -> None:
    main = dedent(POOL.format(arguments="self.dsn")).replace("main():", "main(self):")
    plant(tmp_path, {"app/__init__.py": "", "app/core/__init__.py": "", "app/core/main.py": main})
    changes = {change.path.as_posix(): change.after or "" for change in preparation(tmp_path).changes}
    assert "from app.core.db import session_maker" in changes["app/core/main.py"]
    assert "app/core/db.py" in changes


def test_no_name_is_free(tmp_path: Path) -> None:
    plant(tmp_path, {f"{name}.py": "" for name in ("db", "database", "db_session", "sqlalchemy_db")})
    assert "are all taken" in refusal_of(tmp_path, main=POOL.format(arguments="'x'"))


def test_a_module_that_nobody_imports_yet_is_imported_like_its_neighbours(tmp_path: Path) -> None:
    plant(tmp_path, {"bot/main.py": "import core\n" + dedent(POOL.format(arguments="'x'")), "bot/core.py": ""})
    assert run(tmp_path, "--write", "--allow-dirty").exit_code == 0
    config = Config(root=tmp_path)
    assert [maker.module for maker in find_session_sources(tmp_path, all_files(config), config).makers] == ["db"]


@pytest.mark.parametrize(
    ("paths", "imported", "name"),
    [
        (["bot/core.py"], ["core"], "db"),
        (["bot/core.py"], ["core", "bot"], "bot.db"),
        (["bot/core.py", "bot/__init__.py"], ["core"], "bot.db"),
        (["bot/libs/a.py", "bot/libs/__init__.py"], ["libs"], "db"),
        (["bot/json.py"], ["json"], "bot.db"),
        (["other/core.py"], ["core"], "bot.db"),
        (["bot/app/core.py", "bot/app/__init__.py"], ["asyncpg"], "bot.db"),
    ],
)
def test_roots_of_imports(paths: list[str], imported: list[str], name: str) -> None:
    files = [PurePosixPath(path) for path in (*paths, "bot/db.py")]
    packages = Counter(imported)
    assert dotted_name(PurePosixPath("bot/db.py"), packages, import_roots(packages, files)) == name


@pytest.mark.parametrize(
    ("beside", "imported", "name"),
    [
        ([], ["asyncpg"], "bot.models"),
        (["services/bot/setup.py"], ["asyncpg"], "bot.models"),
        (["services/bot/run.py"], ["asyncpg"], "services.bot.bot.models"),
        ([], ["services"], "services.bot.bot.models"),
    ],
    ids=["packages only", "setup.py", "a module beside it", "imported from the root"],
)
def test_a_package_without_modules_around_it_is_imported_by_its_own_name(
    beside: list[str], imported: list[str], name: str
) -> None:
    files = [PurePosixPath(f"services/bot/bot/{path}.py") for path in ("__init__", "models")]
    files += [PurePosixPath(path) for path in beside]
    packages = Counter(imported)
    assert dotted_name(files[1], packages, import_roots(packages, files)) == name


@pytest.mark.parametrize(
    ("files", "imported", "name"),
    [
        (["src/acme/jobs/__init__.py", "src/acme/jobs/db.py"], ["asyncpg"], "acme.jobs.db"),
        (["src/acme/jobs/__init__.py", "src/acme/jobs/db.py"], ["src"], "src.acme.jobs.db"),
        (["lib/src/acme/jobs/__init__.py", "lib/src/acme/jobs/db.py"], ["asyncpg"], "acme.jobs.db"),
        (["lib/src/jobs/__init__.py", "lib/src/jobs/db.py"], ["asyncpg"], "jobs.db"),
        (["src/acme/run.py", "src/acme/jobs/__init__.py", "src/acme/jobs/db.py"], ["asyncpg"], "acme.jobs.db"),
    ],
    ids=["namespace", "imported as src", "one of several", "no namespace", "a namespace with modules"],
)
def test_a_package_below_src_keeps_the_names_of_the_namespaces_around_it(
    files: list[str], imported: list[str], name: str
) -> None:
    paths = [PurePosixPath(path) for path in files]
    packages = Counter(imported)
    assert dotted_name(paths[-1], packages, import_roots(packages, paths)) == name


# settings


def test_settings_are_inferred(tmp_path: Path) -> None:
    bot = """
        import asyncpg

        class Bot:
            async def start(self):
                self.store = await asyncpg.create_pool('x')
                self.pool = await asyncpg.create_pool('x')

        class Database:
            async def fetch_everything(self, query, *args):
                async with self.pool.acquire() as conn:
                    return await conn.fetch(query, *args)
        """
    text = preparation(tmp_path, bot=bot).changes[0].after
    assert text == dedent(
        """\
        [tool.alchemod]
        # Sessions are found without a setting: session_maker of db.py.
        receivers = [
            "*.store",  # bot.py:6
        ]

        [tool.alchemod.methods]
        fetch_everything = "fetch"  # bot.py:10
        """
    )
    (tmp_path / "pyproject.toml").write_text(text)
    assert load_config(tmp_path).receivers == ("*.store",)


def test_a_project_with_sessions_gets_settings_alone(tmp_path: Path) -> None:
    maker = "from sqlalchemy.ext.asyncio import async_sessionmaker\nsessions = async_sessionmaker(None)\n"
    [change] = preparation(tmp_path, store=maker, main=POOL.format(arguments="'x'")).changes
    assert change.after is not None
    assert "# Sessions are found without a setting: store.sessions." in change.after
    assert "has sessions already" in refusal_of(tmp_path, variable="DSN")


def test_several_makers_are_named(tmp_path: Path) -> None:
    maker = "from sqlalchemy.ext.asyncio import async_sessionmaker\n{} = async_sessionmaker(None)\n"
    [change] = preparation(tmp_path, one=maker.format("a"), two=maker.format("b")).changes
    assert change.after is not None
    assert "# Sessions could come from one.a, two.b:" in change.after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[tool.alchemod]\n"),
        ("[project]\nname = 'x'\n", "[project]\nname = 'x'\n\n[tool.alchemod]\n"),
        ("[project]\nname = 'x'", "[project]\nname = 'x'\n\n[tool.alchemod]\n"),
        ("[tool.black]\r\nline-length = 99\r\n", "[tool.black]\r\nline-length = 99\r\n\r\n[tool.alchemod]\r\n"),
    ],
)
def test_the_section_goes_after_everything_else(tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / "pyproject.toml").write_bytes(before.encode())
    text = preparation(tmp_path, main=POOL.format(arguments="'x'")).changes[0].after
    assert text is not None
    assert text.startswith(after)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("[project\n", "is not valid TOML"), ("tool = {black = {}}\n", "a section can't be added")],
)
def test_a_project_file_that_can_not_be_added_to(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert reason in refusal_of(tmp_path, main=POOL.format(arguments="'x'"))


# the command


def test_a_diff_comes_first(tmp_path: Path) -> None:
    plant(tmp_path, {"main.py": POOL.format(arguments="'x'")})
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "+++ b/db.py" in result.stdout
    assert "+[tool.alchemod]" in result.stdout
    assert "note: db.py: await engine.dispose()" in result.stderr
    assert not (tmp_path / "db.py").exists()


def test_a_second_run_finds_nothing_to_do(tmp_path: Path) -> None:
    plant(tmp_path, {"main.py": POOL.format(arguments="'x'")})
    assert run(tmp_path, "--write").exit_code == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    result = run(tmp_path, "--write")
    assert result.stderr == "nothing to prepare: the project has its settings and its sessions\n"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_settings_that_git_does_not_hold_are_not_written_over(tmp_path: Path) -> None:
    plant(tmp_path, {"main.py": POOL.format(arguments="'x'"), "pyproject.toml": "[project]\n"})
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    result = run(tmp_path, "--write")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: pyproject.toml has changes that git does not hold")
    assert not (tmp_path / "db.py").exists()
    assert run(tmp_path, "--write", "--allow-dirty").exit_code == 0
