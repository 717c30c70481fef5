"""Documents cast to the text that asyncpg gives: what the proof accepts, and what would be another text."""

from __future__ import annotations

import pytest
from written_statements import Pair, proof_of

from codemod.mapping.json_values import JsonValues
from codemod.outcome import Refusal

READ = "SELECT id, analysis FROM games"
TEXT = "cast(Game.analysis, Text).label('analysis')"
DECODED = JsonValues(decoded=frozenset({"jsonb"}), encoded=frozenset({"jsonb"}), texts=frozenset({"json"}))
UNKNOWN = JsonValues(texts=frozenset(), doubt="the codec is not understood")


def pair(sql: str, code: str) -> Pair:
    return Pair(sql, code, texts=("analysis",))


SAME = {
    "a column": pair(READ, f"select(Game.id, {TEXT})"),
    "one value": Pair("SELECT analysis FROM games", f"select({TEXT})", shape="scalar", texts=("analysis",)),
    "of a key": pair(
        "SELECT analysis -> 'best' AS analysis FROM games",
        "select(cast(Game.analysis.op('->', return_type=JSONB)('best'), Text).label('analysis'))",
    ),
    "ordered by the document": pair(f"{READ} ORDER BY analysis", f"select(Game.id, {TEXT}).order_by(Game.analysis)"),
    "ordered by its place": pair(f"{READ} ORDER BY 2", f"select(Game.id, {TEXT}).order_by(Game.analysis)"),
    "grouped": pair("SELECT analysis FROM games GROUP BY analysis", f"select({TEXT}).group_by(Game.analysis)"),
    "returned": pair(
        "UPDATE games SET id = 1 WHERE id = 2 RETURNING analysis",
        f"update(Game).where(Game.id == 2).values(id=1).returning({TEXT})",
    ),
}

OTHER = {
    "not cast": pair(READ, "select(Game.id, Game.analysis)"),
    "no type of text": pair(READ, "select(Game.id, cast(Game.analysis, JSON).label('analysis'))"),
    "a short text": pair(READ, "select(Game.id, cast(Game.analysis, String(10)).label('analysis'))"),
    "only told to be text": pair(READ, "select(Game.id, type_coerce(Game.analysis, Text).label('analysis'))"),
    "the text of a part": pair(READ, "select(Game.id, Game.analysis['best'].astext.label('analysis'))"),
    "cast twice": pair(READ, "select(Game.id, cast(cast(Game.analysis, Text), Text).label('analysis'))"),
    "a text that is cast": pair(
        "SELECT id, analysis -> 'best' AS analysis FROM games",
        "select(Game.id, cast(Game.analysis['best'].astext, Text).label('analysis'))",
    ),
    "cast inside": pair(
        "SELECT max(analysis) AS analysis FROM games", "select(func.max(cast(Game.analysis, Text)).label('analysis'))"
    ),
    "another name": pair(READ, "select(Game.id, cast(Game.analysis, Text).label('analyses'))"),
    "another column too": pair(READ, f"select(cast(Game.id, Text).label('id'), {TEXT})"),
    "texts are compared": pair("SELECT DISTINCT id, analysis FROM games", f"select(Game.id, {TEXT}).distinct()"),
    "texts are united": pair(
        "SELECT analysis FROM games UNION SELECT analysis FROM games", f"select({TEXT}).union(select({TEXT}))"
    ),
    "texts are ordered": pair(
        f"{READ} ORDER BY analysis", "select(Game.id, cast(Game.analysis, Text).label('analysis')).order_by('analysis')"
    ),
    "texts are ordered by place": pair(
        f"{READ} ORDER BY analysis", f"select(Game.id, {TEXT}).order_by(literal_column('2'))"
    ),
    "texts are grouped": pair(
        "SELECT analysis FROM games GROUP BY analysis", f"select({TEXT}).group_by(literal_column('analysis'))"
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_the_text_of_a_document_is_proven(name: str) -> None:
    proof = proof_of(SAME[name])
    assert "CAST(" in proof.compiled
    assert proof.numbered is not None
    assert "CAST(" not in proof.numbered  # a server compares it with the original


@pytest.mark.parametrize("name", OTHER)
def test_another_text_is_not(name: str) -> None:
    with pytest.raises(Refusal) as caught:
        proof_of(OTHER[name])
    assert caught.value.code == "unproven"
    assert "not compiled" not in caught.value.hint


@pytest.mark.parametrize("values", [DECODED, UNKNOWN], ids=["decoded", "unknown"])
@pytest.mark.parametrize("name", SAME)
def test_what_is_no_text_in_asyncpg_is_not_cast(name: str, values: JsonValues) -> None:
    with pytest.raises(Refusal) as caught:
        proof_of(SAME[name], values=values)
    assert caught.value.code == "unproven"


@pytest.mark.parametrize(
    "code",
    [
        "select(Game.id, cast(Game.analysis, Text).label('analysis'))",
        "select(Game.id, type_coerce(Game.analysis, Text).label('analysis'))",
    ],
)
def test_a_cast_that_nobody_asked_for_is_not_proven(code: str) -> None:
    with pytest.raises(Refusal) as caught:
        proof_of(Pair(READ, code))
    assert caught.value.code == "unproven"
