"""Every handler's output, broken in every way a mistake could: the static proof refuses it.

``ALCHEMOD_EVERY_MUTANT=1`` breaks it in every lowering case (ten thousand mutants, minutes) instead of a few.
"""

from __future__ import annotations

import inspect
import os
import re
from pathlib import Path

import pytest
from court_rooms import court_over
from handler_mutants import CASES_OF_A_HANDLER, CASES_OF_THE_WIDE, WIDE, Handler, Mutant, handlers, mutants_of, proven
from lowering_models import REGISTRY, code
from server_questions import question_about

from codemod.postgres.server import PostgresServer
from codemod.verification.statement import Proof

EVERY = bool(os.environ.get("ALCHEMOD_EVERY_MUTANT"))

#: Cases of what modules without a handler of their own write: own_functions.py, vectors.py, repetition.py.
OF_NO_HANDLER = ("own_functions", "vectors", "grouping")

#: Handlers that give nothing to break.
REFUSING: set[str] = set()


def sample(handler: Handler) -> list[Mutant]:
    limit = CASES_OF_THE_WIDE if handler.__name__ in WIDE else CASES_OF_A_HANDLER
    return list(mutants_of(handler, None if EVERY else limit))


def same_meaning(mutant: Mutant, proof: Proof, before: Proof) -> str | None:
    """Why a mutant that sends another text is the same statement all the same."""
    old, new = (" ".join(item.compiled.split()) for item in (before, proof))
    written = code(mutant.lowered)
    if without_parentheses(old) == without_parentheses(new):
        return "the same text but for parentheses, which the proof compares by the tree"
    if without_bind_casts(old) == without_bind_casts(new):
        return "a bind without a cast gets its type from the server, as the original's does"
    if mutant.what == "upper case" and old.upper() == new.upper() and re.search(r"INTERVAL '|EXTRACT\(", new):
        return "the server reads units in any case"
    if mutant.what == "upper case" and re.search(r"literal_column\('(XMIN|XMAX|CTID)'\)", written):
        return "a name without quotes is read in any case"
    if re.fullmatch(r"drop \w+=", mutant.what) and f"{mutant.what[5:]}text('DEFAULT')" in code(mutant.source.lowered):
        return "a column that is left out gets its default"
    if mutant.what == "swap the sides" and re.search(r" (==|!=) ", written):
        return "equality has no sides"
    if mutant.what == "another number" and "exists(select(2)" in written:
        return "EXISTS does not read its list"
    if mutant.what == "another text" and "'x'x" in new:
        return "a word behind a constant is its name, which nobody reads"
    names = [column.name for column in mutant.lowered.columns]
    if mutant.lowered.shape == "rows" and len(set(names)) < len(names):
        return "rows with two columns of one name are read by position"
    if mutant.what == "drop .label()" and ".lateral(" in written:
        return "nobody reads the column"
    return None


def without_bind_casts(text: str) -> str:
    return re.sub(r"\$(\d+)::[\w \"]+(\[\])?", r"$\1", text)


def test_the_manual_has_every_reason() -> None:
    reasons = re.findall(r'return "([^"]+)"', inspect.getsource(same_meaning))
    page = (Path(__file__).parents[2] / "docs" / "verification.md").read_text()
    assert len(reasons) > 5
    assert [reason for reason in reasons if f"| {reason} |" not in page] == []


def without_parentheses(text: str) -> str:
    return re.sub(r"[()]", "", text)


def survivors(mutants: list[Mutant]) -> list[tuple[Mutant, Proof]]:
    """Those that the proof accepts although another text is sent."""
    found = []
    for mutant in mutants:
        proof, before = mutant.proof(), proven(mutant.source)
        assert before is not None
        if proof is not None and (proof.compiled, proof.arguments) != (before.compiled, before.arguments):
            found.append((mutant, proof))
    return found


@pytest.mark.filterwarnings("ignore")  # broken code may warn before it fails
@pytest.mark.parametrize("handler", handlers(), ids=lambda handler: handler.__name__)
def test_what_a_handler_gives_can_not_be_broken_unseen(handler: Handler) -> None:
    mutants = sample(handler)
    assert bool(mutants) == (handler.__name__ not in REFUSING), "no lowering case has this handler"
    require_same_meaning(mutants)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("file", OF_NO_HANDLER)
def test_what_stands_in_the_output_of_others_can_not_be_broken_unseen(file: str) -> None:
    mutants = [mutant for handler in handlers() for mutant in mutants_of(handler, None, file=f"{file}-")]
    assert len(mutants) > 100
    require_same_meaning(mutants)


def require_same_meaning(mutants: list[Mutant]) -> None:
    """Every mutant that the proof accepts is one of those that :func:`same_meaning` explains."""
    for mutant, proof in survivors(mutants):
        before = proven(mutant.source)
        assert before is not None
        assert same_meaning(mutant, proof, before), f"{mutant.what}\n{mutant.source.case.sql}\n{code(mutant.lowered)}"


@pytest.mark.postgres
@pytest.mark.filterwarnings("ignore")
def test_a_server_finds_no_difference_in_those_that_survive(postgres: PostgresServer) -> None:
    found = [mutant for handler in handlers() for mutant, _ in survivors(sample(handler))]
    assert found
    with court_over(postgres, "mutants", list(REGISTRY)) as court:
        for mutant in found:
            unbroken = question_about(mutant.source.statement, mutant.source.lowered, REGISTRY)
            if court.verdict(unbroken).judgement != "proved":
                continue  # no statement of the server's, or one whose types it sees otherwise: no measure of a mutant
            verdict = court.verdict(question_about(mutant.source.statement, mutant.lowered, REGISTRY))
            assert verdict.judgement == "proved", (verdict, mutant.source.case.sql, code(mutant.lowered))
