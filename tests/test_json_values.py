"""JSON columns: what the project's codecs make of them, and which readers of their text need no change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from projects import index_of
from snippets import sites_of
from test_consumption import FETCH, LINKS, PATH, ROW, lowered, method

from codemod.lowering.lowered import Lowered, ResultColumn
from codemod.mapping.json_values import JsonValues
from codemod.mapping.models import MappedColumn
from codemod.outcome import Refusal
from codemod.rewriting.rows.consumption import Consumption, analyse_consumers
from codemod.rewriting.rows.json_values import check_json_arguments, with_json
from codemod.source import apply_edits


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
    text, _ = judged(
        ROW + 'x = row["data"]["a"], dict(row)', values=JsonValues(frozenset({"jsonb"}), texts=frozenset())
    )
    assert 'row["data"]["a"], dict(row)' in text


def test_a_codec_that_is_not_understood_lets_nothing_be_unwrapped() -> None:
    with pytest.raises(Refusal, match="who knows"):
        judged(ROW + 'x = json.loads(row["data"])', values=JsonValues(texts=frozenset(), doubt="who knows"))


def test_an_engine_with_a_decoder_of_its_own_gives_other_objects() -> None:
    with pytest.raises(Refusal, match="json_deserializer"):
        judged(ROW + 'x = json.loads(row["data"])', values=JsonValues(loads=False))


def test_a_connection_with_other_codecs_gives_something_else() -> None:
    values = JsonValues(frozenset({"jsonb"}), apart=frozenset({(PurePosixPath(PATH), "Cog.show")}))
    with pytest.raises(Refusal, match="other codecs"):
        judged(ROW + 'x = row["data"]', values=values)


@pytest.mark.parametrize(("types", "function"), [({1: "jsonb"}, "Cog.show"), ({1: "text", 2: "json"}, "Cog.show")])
def test_a_connection_with_other_codecs_takes_something_else(types: dict[int, str], function: str) -> None:
    site = sites_of("import json\n" + method(ROW))[0]
    values = JsonValues(apart=frozenset({(site.module.source.path, function)}))
    check_json_arguments(site, {1: "text"}, values)
    check_json_arguments(site, types, JsonValues())
    with pytest.raises(Refusal) as refusal:
        check_json_arguments(site, types, values)
    assert refusal.value.code == "bind.json"
