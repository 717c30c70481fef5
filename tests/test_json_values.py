"""JSON columns: what the project's codecs make of them, and which readers of their text need no change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest
from projects import index_of
from snippets import sites_of
from test_consumption import FETCH, LINKS, PATH, ROW, lowered, method

from codemod.lowering.lowered import Lowered, ResultColumn
from codemod.mapping.json_codecs import find_json_values
from codemod.mapping.json_values import JsonValues
from codemod.mapping.models import MappedColumn
from codemod.outcome import Refusal
from codemod.rewriting.consumption import Consumption, analyse_consumers
from codemod.rewriting.json_values import with_json
from codemod.source import apply_edits

LAUNCHER = """
import asyncpg, json

def decode(value):
    return json.loads(value)

async def init(con):
    await con.set_type_codec({codec})

async def main():
    return await {pool}
"""
CODEC = "'jsonb', schema='pg_catalog', encoder=json.dumps, decoder=json.loads, format='text'"
POOL = "asyncpg.create_pool('…', init=init)"


def found(tmp_path: Path, *texts: str) -> JsonValues:
    paths = [PurePosixPath(f"file{number}.py") for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        (tmp_path / path).write_text(dedent(text))
    return find_json_values(tmp_path, paths)


def test_without_a_codec_json_is_text(tmp_path: Path) -> None:
    assert found(tmp_path, "import asyncpg\nasyncpg.create_pool('…')\n", "") == JsonValues()


@pytest.mark.parametrize(
    "codec",
    [
        CODEC,
        "'jsonb', encoder=json.dumps, decoder=decode, schema='pg_catalog'",
        "'jsonb', encoder=str, decoder=json.loads, schema='pg_catalog'",
    ],
)
def test_a_codec_of_the_one_pool_decodes(codec: str, tmp_path: Path) -> None:
    assert found(tmp_path, LAUNCHER.format(codec=codec, pool=POOL)) == JsonValues(frozenset({"jsonb"}))


def test_a_codec_of_another_type_changes_nothing(tmp_path: Path) -> None:
    codec = "'geometry', encoder=str, decoder=float, schema='public'"
    assert found(tmp_path, LAUNCHER.format(codec=codec, pool=POOL)) == JsonValues()


@pytest.mark.parametrize(
    ("codec", "pool", "more"),
    [
        (CODEC.replace("decoder=json.loads", "decoder=orjson.loads"), POOL, ""),
        (CODEC.replace("decoder=json.loads", "decoder=lambda value: value"), POOL, ""),
        (CODEC.replace("format='text'", "format='binary'"), POOL, ""),
        (CODEC.replace("'jsonb'", "name"), POOL, ""),
        (CODEC, "asyncpg.create_pool('…')", ""),
        (CODEC, "asyncpg.create_pool('…', init=other.init)", ""),
        (CODEC, POOL, "import asyncpg\nasyncpg.create_pool('…')"),
        (CODEC, POOL, "import asyncpg\nasyncpg.connect('…')"),
        (CODEC, POOL, "create_async_engine('…', json_deserializer=orjson.loads)"),
        (CODEC, POOL, "set_type_codec ="),
    ],
)
def test_what_is_not_understood_is_not_known(codec: str, pool: str, more: str, tmp_path: Path) -> None:
    assert not found(tmp_path, LAUNCHER.format(codec=codec, pool=pool), more).known


def test_a_decoder_of_the_engine_is_not_understood(tmp_path: Path) -> None:
    assert not found(tmp_path, "create_async_engine('…', json_deserializer=orjson.loads)").known


def documents(*, nullable: bool = False) -> Lowered:
    data = MappedColumn("data", "data", "JSONB", "jsonb", nullable=nullable)
    table = replace(LINKS, columns=(*LINKS.columns, data))
    columns = (ResultColumn("id", "integer", "id"), ResultColumn("data", "jsonb", "data"))
    return replace(lowered(entity=False), tables=(table,), columns=columns)


def judged(body: str, statement: Lowered | None = None, values: JsonValues | None = None) -> tuple[str, Consumption]:
    code = "import json\n" + method(body)
    site = sites_of(code)[0]
    statement = statement or documents()
    consumption = analyse_consumers(site, statement, "auto", index_of({PATH: code}))
    consumption = with_json(site, statement, consumption, values or JsonValues())
    return apply_edits(code, consumption.edits), consumption


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ROW + 'x = json.loads(row["data"])', 'x = row["data"]'),
        (FETCH + 'x = [json.loads(row["data"])["a"] for row in rows]', '[row["data"]["a"] for row in rows]'),
        (ROW + 'print(row["id"], len(row), row is None)', 'print(row["id"], len(row), row is None)'),
        (ROW + 'print(row[0], json.loads(row["data"]))', None),
    ],
)
def test_the_decoder_is_unwrapped(body: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(Refusal):
            judged(body)
    else:
        assert expected in judged(body)[0]


@pytest.mark.parametrize(
    "body",
    [
        ROW + 'x = row["data"]',
        ROW + 'x = json.loads(row["data"] or "{}")',
        ROW + 'x = json.loads(row["data"], parse_int=str)',
        ROW + 'x = orjson.loads(row["data"])',
        ROW + 'json = other\nx = json.loads(row["data"])',
        ROW + 'x = json.loads(row["data"]) if row["data"] else {}',
        ROW + 'x = json.loads(row["data"]), json.loads(row["data"])',
        ROW + 'x = json.loads(  # read\n    row["data"]\n)',
        ROW + "x = dict(row)",
        ROW + "x = row[1]",
        ROW + "self.row = row",
        ROW + "x = row[wanted]",
        ROW + 'def inner():\n    return json.loads(row["data"])\nother(inner)',
        'x = json.loads(await self.db.fetchrow("SELECT 1"))',
    ],
)
def test_what_needs_the_text_is_refused(body: str) -> None:
    with pytest.raises(Refusal):
        judged(body)


def test_null_would_raise_in_the_decoder() -> None:
    with pytest.raises(Refusal) as refusal:
        judged(ROW + 'x = json.loads(row["data"])', documents(nullable=True))
    assert refusal.value.code == "rows.json-codec"


def test_what_the_pool_decodes_stays() -> None:
    text, _ = judged(ROW + 'x = row["data"]["a"], dict(row)', values=JsonValues(frozenset({"jsonb"})))
    assert 'row["data"]["a"], dict(row)' in text


def test_a_codec_that_is_not_understood_lets_nothing_be_unwrapped() -> None:
    with pytest.raises(Refusal, match="not understood"):
        judged(ROW + 'x = json.loads(row["data"])', values=JsonValues(known=False))
