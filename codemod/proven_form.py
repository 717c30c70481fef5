"""ProvenForm: a text of a call in SQLAlchemy form; of several, the one statement that a decision makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import libcst as cst

from codemod.judging.question import Question
from codemod.lowering.choice import merged
from codemod.lowering.decisions import Decision
from codemod.lowering.lowered import ArgumentFacts, Lowered
from codemod.outcome import Refusal
from codemod.resolution.selectors import Selector
from codemod.resolution.statement import Statement
from codemod.rewriting.rows.consumption import Consumption
from codemod.verification.statement import Proof


@dataclass(frozen=True, slots=True, eq=False)
class ProvenForm:
    """One query text with the statement that is proven to be it, and what becomes of its consumers."""

    text: str
    statement: Statement
    lowered: Lowered
    consumption: Consumption
    proof: Proof


def one_form(
    forms: Sequence[ProvenForm], selectors: Sequence[Selector]
) -> tuple[Lowered, Mapping[str, cst.BaseExpression]]:
    """The statement for every text of a call, and the expression behind each placeholder that decides in it.

    Args:
        forms: one for each combination of decisions, in the order of ``itertools.product``.
        selectors: what decides.

    Raises:
        Refusal: ``query.alternatives``: the texts can't be one statement, or their results are read differently.
    """
    first = forms[0]
    if not selectors:
        return first.lowered, {}
    if any(form.lowered.fallback for form in forms):
        raise Refusal("query.alternatives", "one of the texts of the query has no form but text()")
    for form in forms[1:]:
        if replace(form.consumption, reads=(), uses=()) != replace(first.consumption, reads=(), uses=()):
            raise Refusal("query.alternatives", "the results of the texts of the query are read differently")
    placeholders = [f"__s{number}__" for number in range(1, len(selectors) + 1)]
    decisions = [
        Decision(placeholder, item.keys, item.has_default)
        for placeholder, item in zip(placeholders, selectors, strict=True)
    ]
    lowered = merged([form.lowered for form in forms], decisions)
    return lowered, {placeholder: item.node for placeholder, item in zip(placeholders, selectors, strict=True)}


def question_about(forms: Sequence[ProvenForm], facts: Mapping[int, ArgumentFacts]) -> Question | None:
    """What a server can be asked about the rewrite of a call; nothing where it is the same text."""
    if forms[0].lowered.fallback:
        return None
    never_none = frozenset(number for number, fact in facts.items() if fact.never_none)
    first, *others = (_question(form, never_none) for form in forms)
    return replace(first, others=tuple(others))


def _question(form: ProvenForm, never_none: frozenset[int]) -> Question:
    return Question(
        sql=form.text,
        one_row=form.statement.one_row,
        sent=form.proof.compiled,
        numbered=form.proof.numbered,
        arguments=form.proof.arguments,
        shape=form.lowered.shape,
        never_none=never_none,
        texts=form.lowered.texts,
        form=form.lowered,
    )
