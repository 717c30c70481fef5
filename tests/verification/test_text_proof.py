"""The proof of ``--fallback text``: the text that is sent is the one that was written, and nothing else is accepted."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest
from lowering_models import REGISTRY

from codemod.lowering.lowered import Lowered
from codemod.lowering.text_form import text_form
from codemod.mapping.json_values import JsonValues
from codemod.outcome import Refusal
from codemod.python_code import call, constant, dict_of, name
from codemod.resolution.raw_statement import RawStatement, read_raw_statement
from codemod.resolution.statement import parse_statement
from codemod.rewriting.sql_literals import sql_literal
from codemod.verification.text_proof import check_arguments, columns_of, prove_text

STATEMENTS = [
    "TRUNCATE links",
    "UPDATE a SET b = $1, c = $2 WHERE d = $1",
    "UPDATE a SET b = $2::int, c = $1 ::text, d = e[$1:$2], f = e[:$1]",
    "UPDATE a SET b = ':x :y' || E'\\:z' || E'\\\\:z', c = '10:30'::time, d = \"a:b\" -- :x $1\n",
    "DO $$ DECLARE x int := 1; BEGIN PERFORM ':y'; END $$",
    'UPDATE a SET b = \'{"a":1, "b": [":c"]}\'::jsonb WHERE d @> $1::jsonb AND e LIKE \'%:f%%\'',
    "MERGE INTO a USING (SELECT $3::int, $1, $2) b ON true WHEN MATCHED THEN DELETE",
    "UPDATE a SET b = $10 + $9 + $8 + $7 + $6 + $5 + $4 + $3 + $2 + $1",
]


def form(sql: str) -> tuple[RawStatement, Lowered]:
    raw = read_raw_statement(sql)
    names = {number: f"name_{number}" for number in range(1, raw.parameter_count + 1)}
    return raw, text_form(raw, "other", "none", (), names, writes=True, reason="sql.merge", many=False)


@pytest.mark.parametrize("sql", STATEMENTS)
def test_the_text_is_sent_as_it_is(sql: str) -> None:
    raw, lowered = form(sql)
    proof = prove_text(raw, lowered)
    assert proof.compiled.count(":x") == sql.count(":x")
    assert sorted(number for number in proof.arguments if number) == sorted({n for _, _, n in raw.parameters})


def written(lowered: Lowered) -> str:
    assert isinstance(lowered.expression, ast.Call)
    text: str = ast.literal_eval(lowered.expression.args[0])
    return text


@pytest.mark.parametrize("sql", STATEMENTS)
def test_no_other_text_is_taken(sql: str) -> None:
    raw, lowered = form(sql)
    text = written(lowered)
    others = {text[:index] + text[index + 1 :] for index in range(len(text))}
    others |= {f"{text[:index]}x{text[index:]}" for index in range(len(text) + 1)}
    others |= {text.replace("\\:", ":"), text.replace(":name_1", ":name_2"), text.upper(), f"{text};"} - {text}
    taken = []
    for other in others:
        try:
            prove_text(raw, replace(lowered, expression=call(name("text"), constant(other))))
        except Refusal:
            continue
        taken.append(other)
    # what is left are the blanks beside a name, and backslashes that text() has no use for
    sent = {
        prove_text(raw, replace(lowered, expression=call(name("text"), constant(other)))).compiled for other in taken
    }
    assert {"".join(item.split()) for item in sent} <= {"".join(prove_text(raw, lowered).compiled.split())}


def test_arguments_are_not_exchanged_or_left_out() -> None:
    raw, lowered = form("UPDATE a SET b = $1, c = $2")
    pairs = [("name_2", "__p1__"), ("name_1", "__p2__")]
    for keys in (pairs[:1], [("name_1", "__p1__")], [*pairs, ("name_3", "__p1__")]):
        values = dict_of((constant(key), name(value)) for key, value in keys)
        with pytest.raises(Refusal, match="another statement"):
            prove_text(raw, replace(lowered, values=values))
    # a dictionary in another order has another argument for $1
    with pytest.raises(Refusal, match="another statement"):
        prove_text(raw, replace(lowered, values=dict_of((constant(key), name(value)) for key, value in pairs)))


def test_an_argument_that_the_statement_lacks_stays_an_error() -> None:
    raw, lowered = form("UPDATE a SET b = $1, c = $3")
    with pytest.raises(Refusal, match="another statement"):
        prove_text(raw, lowered)


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT data FROM links", None),
        ("SELECT data -> 'a' AS x FROM links", None),
        ("SELECT my_function(id) AS x FROM links", "rows.json-codec"),
        ("SELECT id, count(*) FROM links GROUP BY id", None),
        ("SELECT a FROM nowhere", "rows.consumer"),
    ],
)
def test_columns_are_known_or_refused(sql: str, code: str | None) -> None:
    if code is None:
        assert all(column.pg_type for column in columns_of(parse_statement(sql), REGISTRY, JsonValues()))
        return
    with pytest.raises(Refusal) as raised:
        columns_of(parse_statement(sql), REGISTRY, JsonValues())
    assert raised.value.code == code


def test_where_the_project_decodes_json_itself_a_type_need_not_be_known() -> None:
    decoded = JsonValues(frozenset({"json", "jsonb"}))
    (column,) = columns_of(parse_statement("SELECT my_function(id) AS x FROM links"), REGISTRY, decoded)
    assert (column.name, column.pg_type) == ("x", None)


def test_what_a_codec_of_the_pool_encodes_is_no_argument_of_a_session() -> None:
    known = parse_statement("DELETE FROM links WHERE id = $1")
    unknown = parse_statement("DELETE FROM nowhere WHERE id = $1")
    own = JsonValues(decoded=frozenset({"jsonb"}), texts=frozenset({"json"}))
    for values in (own, JsonValues(texts=frozenset(), doubt="nobody knows")):
        check_arguments(known, REGISTRY, values)
        with pytest.raises(Refusal, match="a codec of the pool"):
            check_arguments(unknown, REGISTRY, values)
    check_arguments(unknown, REGISTRY, JsonValues())


@pytest.mark.parametrize("single_quotes", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1",
        "SELECT 'a' || \"b\"",
        "SELECT '\\:a' " * 20,
        "SELECT aaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbb, cccccccccccccccccc FROM dddddddddddddd",
        "SELECT 1,\n  2\n",
        'SELECT "a\n""b"',
        "SELECT E'\\n'\n",
        "SELECT '''\n'''",
        "a\r\nb",
    ],
)
def test_a_literal_is_the_text(text: str, single_quotes: bool) -> None:
    source = sql_literal(text, 40, single_quotes=single_quotes)
    assert ast.literal_eval(f"({source})") == text
    assert "\n" in text or "\\" in text or max(map(len, source.split("\n"))) <= 40
