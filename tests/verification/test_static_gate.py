"""What the static gate accepts, and what it must not."""

from dataclasses import replace

import pytest
from other_expressions import WRONG_EXPRESSIONS
from other_sources import WRONG_SOURCES
from other_statements import UNPROVEN, WRONG, Statement, Wrong
from same_statements import SAME
from written_statements import proof_of

from codemod.outcome import Refusal


@pytest.mark.parametrize("name", SAME)
def test_the_same_statement_is_proven(name: str) -> None:
    proof = proof_of(SAME[name])
    assert proof.canonical_original == proof.canonical_compiled
    assert "::" not in proof.plain


@pytest.mark.parametrize(
    "wrong", [*WRONG, *WRONG_EXPRESSIONS, *WRONG_SOURCES], ids=lambda wrong: f"{wrong.of}-{wrong.why}".replace(" ", "_")
)
def test_a_wrong_rewrite_is_not_proven(wrong: Wrong) -> None:
    with pytest.raises(Refusal) as caught:
        proof_of(replace(SAME[wrong.of], code=wrong.code))
    assert caught.value.code == "unproven"
    assert "not compiled" not in caught.value.hint, f"the wrong rewrite has a mistake of its own: {caught.value}"


@pytest.mark.parametrize("statement", UNPROVEN, ids=lambda statement: statement.why.replace(" ", "_"))
def test_what_depends_on_more_than_the_text_is_not_proven(statement: Statement) -> None:
    with pytest.raises(Refusal) as caught:
        proof_of(statement.pair)
    assert caught.value.code == "unproven"
