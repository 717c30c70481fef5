"""What a project's codecs and engines make of JSON: which forms are understood, and which are left alone."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from textwrap import dedent, indent

import pytest

from codemod.json_codecs.find import find_json_values
from codemod.mapping.json_values import JsonValues

BOTH = JsonValues(frozenset({"jsonb"}), frozenset({"jsonb"}), frozenset({"json"}))


def found(tmp_path: Path, **files: str) -> JsonValues:
    paths = [PurePosixPath(f"{name.replace('__', '/')}.py") for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(dedent(text))
    return find_json_values(tmp_path, paths)


def pool(init: str, *, before: str = "", argument: str = "init=init") -> str:
    """A module whose pool has an ``init``."""
    return (
        f"import asyncpg, functools, json, orjson\n{dedent(before)}\n"
        f"async def init(con):\n{indent(dedent(init), '    ')}\n"
        f"async def main():\n    return await asyncpg.create_pool('…', {argument})\n"
    )


def codec(encoder: str = "json.dumps", decoder: str = "json.loads", type_: str = "'jsonb'", **more: str) -> str:
    options = {"encoder": encoder, "decoder": decoder, "schema": "'pg_catalog'", **more}
    return f"await con.set_type_codec({type_}, {', '.join(f'{key}={value}' for key, value in options.items())})"


ORJSON = "create_async_engine('…', json_serializer=lambda value: orjson.dumps(value).decode(), json_deserializer=orjson.loads)"
ENGINE = f"import orjson\nfrom sqlalchemy.ext.asyncio import create_async_engine\nengine = {ORJSON}\n"


def test_without_a_codec_json_is_text(tmp_path: Path) -> None:
    assert found(tmp_path, a="import asyncpg\nasyncpg.create_pool('…')\n", b="") == JsonValues()


@pytest.mark.parametrize(
    "launcher",
    [
        pool(codec()),
        pool(codec(format="'text'")),
        pool(codec("dump", "load"), before="def dump(value):\n    return json.dumps(value)\nload = json.loads"),
        pool(codec("lambda value: json.dumps(value)", "lambda text: json.loads(text)")),
        pool(codec("functools.partial(json.dumps)")),
        pool(codec("functools.partial(json.dumps, separators=(',', ':'))")),
        pool(codec("lambda value: json.dumps(value, ensure_ascii=False, indent=2)")),
        pool(codec("lambda v: b'\\x01' + json.dumps(v).encode('utf-8')", "lambda b: json.loads(b[1:].decode())", format="'binary'")),
        pool("for kind in ('jsonb',):\n    " + codec(type_="kind")),
        pool("await codecs(con)", before="async def codecs(con):\n    " + codec()),
        pool("async with con.transaction():\n    " + codec()),
        pool(f"await con.execute('SET search_path TO x')\nreturn {codec()}"),
        pool("pass", argument=f"init=lambda con: {codec().removeprefix('await ')}"),
        pool("pass", before=f"async def with_name(con, name=''):\n    {codec()}", argument="init=functools.partial(with_name, name='x')"),
        pool("pass", before=f"async def other(con):\n    {codec()}", argument="setup=other"),
        pool(codec(type_="typename='jsonb'")),
    ],
)  # fmt: skip
def test_a_codec_like_sqlalchemys_own(launcher: str, tmp_path: Path) -> None:
    assert found(tmp_path, launcher=launcher) == BOTH


@pytest.mark.parametrize(
    ("encoder", "decoder", "before"),
    [
        ("lambda value: orjson.dumps(value).decode('utf-8')", "orjson.loads", ""),
        ("dump", "load", "def dump(v):\n    '''Text.'''\n    return orjson.dumps(v).decode()\ndef load(v):\n    return orjson.loads(v)"),
        ("Codec.dump", "orjson.loads", "class Codec:\n    @staticmethod\n    def dump(v):\n        return orjson.dumps(v).decode()"),
    ],
)  # fmt: skip
def test_a_codec_like_that_of_the_engine(encoder: str, decoder: str, before: str, tmp_path: Path) -> None:
    launcher = pool(codec(encoder, decoder), before=before)
    assert found(tmp_path, launcher=launcher, engine=ENGINE) == JsonValues(
        BOTH.decoded, BOTH.encoded, BOTH.texts, loads=False
    )
    alone = found(tmp_path / "alone", launcher=launcher)
    assert (alone.decoded, alone.encoded) == (frozenset(), frozenset())
    assert "the engine with json.loads and json.dumps" in alone.doubt


def test_functions_of_other_modules_are_followed(tmp_path: Path) -> None:
    values = found(
        tmp_path,
        bot__codecs="import json\ndef dump(value):\n    return json.dumps(value, default=str)\n",
        bot__pools="from .codecs import dump\nimport json\nasync def init(con):\n    " + codec("dump"),
        bot__main="import asyncpg\nfrom bot import pools\nasync def main():\n    await asyncpg.create_pool('…', init=pools.init)\n",
        bot__db="from sqlalchemy.ext.asyncio import create_async_engine\nfrom bot.codecs import dump as write\n"
        "engine = create_async_engine('…', json_serializer=write)\n",
    )
    assert values == BOTH


def test_a_method_is_followed(tmp_path: Path) -> None:
    launcher = f"""
        import asyncpg, json
        class Store:
            async def open(self):
                self.pool = await asyncpg.create_pool('…', init=self._prepare)
            async def _prepare(self, con):
                {codec("self._dump")}
            def _dump(self, value):
                return json.dumps(value)
    """
    assert found(tmp_path, launcher=launcher) == BOTH


def test_only_one_direction_may_be_alike(tmp_path: Path) -> None:
    values = found(tmp_path, launcher=pool(codec("lambda value: json.dumps(value, default=str)")))
    assert values.decoded == {"jsonb"}
    assert values.encoded == frozenset()
    assert values.taken_as("jsonb") is None
    assert "default=str" in values.doubt


def test_how_text_is_written_counts_for_json(tmp_path: Path) -> None:
    values = found(tmp_path, launcher=pool(codec("lambda v: json.dumps(v, indent=2)", type_="'json'")))
    assert (values.decoded, values.encoded) == ({"json"}, frozenset())


def test_a_codec_of_another_type_changes_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, launcher=pool(codec("str", "float", "'geometry'"))) == JsonValues()


@pytest.mark.parametrize(
    ("launcher", "more"),
    [
        (pool(codec("mystery.dumps")), ""),
        (pool(codec(format="'binary'")), ""),
        (pool(codec("lambda v: json.dumps(v).encode()", format="'binary'")), ""),
        (pool(codec(type_="name")), ""),
        (pool("if True:\n    " + codec()), ""),
        (pool(codec(), argument=""), ""),
        (pool(codec(), argument="init=other.init"), ""),
        (pool(codec(), argument="**options"), ""),
        (pool(codec()), "import asyncpg\nasyncpg.create_pool('…')"),
        (pool(codec()), "import asyncpg\nasync def f():\n    return await asyncpg.connect('…')"),
        (pool(codec()), "import asyncpg\nasync def f(self):\n    self.con = await asyncpg.connect('…')"),
        (pool(codec()), "import asyncpg\nasync def f():\n    con = await asyncpg.connect('…')\n    hand(con)"),
        (pool(codec()), f"async def later(con):\n    {codec()}"),
        (pool(codec()), "from sqlalchemy.ext.asyncio import create_async_engine\ncreate_async_engine('…', json_serializer=mystery)"),
        (pool(codec()), "from sqlalchemy.ext.asyncio import create_async_engine\noptions = {'json_serializer': str}\ncreate_async_engine('…', **options)"),
        (pool(codec()), "build(json_deserializer=str)"),
        (pool(codec()), ENGINE + "other = create_async_engine('…')\n"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_left_alone(launcher: str, more: str, tmp_path: Path) -> None:
    values = found(tmp_path, launcher=launcher, more=more)
    assert values.doubt
    assert values.taken_as("jsonb") is None
    assert values.decoded | values.encoded | values.texts == frozenset()


def test_a_connection_of_a_script_concerns_the_functions_that_it_reaches(tmp_path: Path) -> None:
    values = found(
        tmp_path,
        launcher=pool(codec()),
        script="""
            import asyncpg
            class Migrations:
                async def upgrade(self, connection):
                    async with connection.transaction():
                        await connection.execute('…')
            async def run(migrations):
                con = await asyncpg.connect('…')
                await migrations.upgrade(con)
        """,
    )
    path = PurePosixPath("script.py")
    assert values.apart == {(path, "run"), (path, "Migrations.upgrade")}
    assert values.taken_as("jsonb") == "object"
    assert values.is_apart(path, "Migrations.upgrade.inner")
    assert not values.is_apart(path, "running")


def test_the_connections_of_the_engine_itself_are_none_of_the_pools(tmp_path: Path) -> None:
    engine = """
        import asyncpg
        from sqlalchemy.ext.asyncio import create_async_engine
        async def _connect():
            return await asyncpg.connect('…')
        engine = create_async_engine('…', async_creator=_connect)
    """
    assert found(tmp_path, launcher=pool(codec()), engine=engine) == BOTH


def test_codecs_on_connections_of_the_engine_are_replaced_by_its_own(tmp_path: Path) -> None:
    engine = """
        import asyncpg, json
        from sqlalchemy.ext.asyncio import create_async_engine
        async def prepare(conn):
            await conn.set_type_codec("jsonb", encoder=str, decoder=str, schema="pg_catalog")
            await conn.execute("SET TIME ZONE 'UTC'")
        async def _connect():
            connection = await asyncpg.connect('…')
            await prepare(connection)
            return connection
        engine = create_async_engine('…', async_creator=_connect)
    """
    assert found(tmp_path, launcher=pool(codec()), engine=engine) == BOTH
    sometimes = engine.replace("await prepare(connection)\n", "if debug: await prepare(connection)\n")
    assert found(tmp_path, launcher=pool(codec()), engine=sometimes).doubt


def test_engines_of_migrations_and_tests_do_not_count(tmp_path: Path) -> None:
    values = found(
        tmp_path,
        launcher=pool(codec("lambda v: orjson.dumps(v).decode()", "orjson.loads")),
        engine=ENGINE,
        alembic__env="from alembic import context\nfrom sqlalchemy.ext.asyncio import create_async_engine\ncreate_async_engine('…')\n",
        tests__conftest="from sqlalchemy.ext.asyncio import create_async_engine\ncreate_async_engine('…')\n",
    )
    assert values.encoded == {"jsonb"}
