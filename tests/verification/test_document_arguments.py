"""JSON arguments under a codec of asyncpg: what the proof accepts, and what would store another document."""

from __future__ import annotations

import pytest
from written_statements import Pair, proof_of

from codemod.mapping.json_values import JsonValues
from codemod.outcome import Refusal

OBJECTS = JsonValues(decoded=frozenset({"jsonb"}), encoded=frozenset({"jsonb"}), texts=frozenset({"json"}))
UNKNOWN = JsonValues(texts=frozenset(), doubt="the codec is not understood")

SET = "UPDATE games SET analysis = $1 WHERE id = 1"
MERGED = "UPDATE games SET analysis = analysis || $1 WHERE id = 1"
FOUND = "SELECT id FROM games WHERE analysis @> $1"


def changed(value: str) -> str:
    return f"update(Game).where(Game.id == 1).values(analysis={value})"


SAME = {
    "a bare argument": Pair(SET, changed("p1"), never_none=(1,)),
    "typed": Pair(SET, changed("literal(p1, JSONB)"), never_none=(1,)),
    "None stays NULL": Pair(SET, changed("literal(p1, JSONB(none_as_null=True))")),
    "merged": Pair(MERGED, changed("Game.analysis.concat(literal(p1, JSONB(none_as_null=True)))")),
    "contained": Pair(FOUND, "select(Game.id).where(Game.analysis.contains(literal(p1, JSONB)))", never_none=(1,)),
    "NULL": Pair("UPDATE games SET analysis = NULL WHERE id = 1", changed("null()")),
    "many": Pair(SET, changed("bindparam('p1', type_=JSONB(none_as_null=True))"), many_keys=("p1",)),
}

OTHER = {
    "None becomes the document null": Pair(SET, changed("p1")),
    "a typed None becomes it too": Pair(SET, changed("literal(p1, JSONB)")),
    "None of many becomes it": Pair(SET, changed("bindparam('p1')"), many_keys=("p1",)),
    "a written None becomes it": Pair("UPDATE games SET analysis = NULL WHERE id = 1", changed("None")),
    "text of an object": Pair(SET, changed("cast(literal(p1, Text), JSONB)"), never_none=(1,)),
    "a document of text": Pair(SET, changed("func.to_jsonb(p1)"), never_none=(1,)),
    "the other type": Pair(SET, changed("literal(p1, JSON)"), never_none=(1,)),
    "a constant is encoded": Pair(SET, changed("literal('x', JSONB)"), never_none=(1,)),
    "merged the other way": Pair(MERGED, changed("literal(p1, JSONB).concat(Game.analysis)"), never_none=(1,)),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_document_is_proven(name: str) -> None:
    assert proof_of(SAME[name], values=OBJECTS).canonical_original


@pytest.mark.parametrize("name", OTHER)
def test_another_document_is_not(name: str) -> None:
    with pytest.raises(Refusal) as caught:
        proof_of(OTHER[name], values=OBJECTS)
    assert caught.value.code == "unproven"
    assert "not compiled" not in caught.value.hint


@pytest.mark.parametrize("pair", [*SAME.values(), Pair(SET, changed("cast(literal(p1, Text), JSONB)"))])
def test_nothing_is_proven_of_a_codec_that_is_not_understood(pair: Pair) -> None:
    if "$1" not in pair.sql:
        return
    with pytest.raises(Refusal, match="not known to travel alike"):
        proof_of(pair, values=UNKNOWN)
