"""SentText: one of the texts that a call may send, and the call as it would be with that text alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import libcst as cst

from codemod.config import Config
from codemod.discovery.call_sites import CallSite
from codemod.lowering.lowered import ArgumentFacts
from codemod.resolution.query_text import QueryText
from codemod.resolution.statement import Statement
from codemod.rewriting.facts.arguments import argument_facts


@dataclass(frozen=True, slots=True, eq=False)
class SentText:
    """A text that a call may send.

    Attributes:
        site: the call with the arguments of this text, where the code before the call puts them together.
        numbers: the places of its arguments among those of all texts; None where they are the call's own.
    """

    text: str
    site: CallSite
    numbers: tuple[int, ...] | None = None

    def own(self, facts: Mapping[int, ArgumentFacts]) -> dict[int, ArgumentFacts]:
        """Facts of the arguments of all texts, by the number they have in this one."""
        numbers = self.numbers if self.numbers is not None else facts
        return {own: facts[number] for own, number in enumerate(numbers, start=1)}


def sent_texts(site: CallSite, query: QueryText) -> tuple[SentText, ...]:
    """Every text that a call may send, in the order of the decisions that lead to them."""
    if query.arguments is None:
        return tuple(SentText(text, site) for text in query.texts)
    return tuple(
        SentText(text, with_arguments(site, [query.arguments[number - 1] for number in numbers]), numbers)
        for text, numbers in zip(query.texts, query.numbers, strict=True)
    )


def with_arguments(site: CallSite, arguments: Sequence[cst.BaseExpression]) -> CallSite:
    """The call as if it were written with these arguments."""
    return replace(site, arguments=tuple(arguments), star_argument=None)


def facts_of_arguments(site: CallSite, statement: Statement, config: Config) -> dict[int, ArgumentFacts]:
    """What is known of each bound argument; nothing for ``executemany``, whose rows are data."""
    if site.runs.many:
        return {number: ArgumentFacts() for number in range(1, statement.parameter_count + 1)}
    return {number: argument_facts(site, number, config) for number in range(1, statement.parameter_count + 1)}


def facts_of_built(site: CallSite, query: QueryText, config: Config) -> dict[int, ArgumentFacts]:
    """What is known of each argument that one of the texts has."""
    arguments = query.arguments or ()
    whole = with_arguments(site, arguments)
    facts = {}
    for number in range(1, len(arguments) + 1):
        if number in query.runs:
            facts[number] = ArgumentFacts()  # nothing is known of the elements
            continue
        fact = _common_fact(
            [argument_facts(with_arguments(site, [node]), 1, config) for node in _places_of(number, query)]
        )
        test = "" if fact.never_none else _test_that_excludes_none(number, whole, query)
        facts[number] = replace(fact, never_none=True, evidence=f"sent under {test}") if test else fact
    return facts


def _places_of(number: int, query: QueryText) -> list[cst.BaseExpression]:
    """Every place where an argument is put among those of a text."""
    return [
        node
        for item, numbers in zip(query.alternatives, query.numbers, strict=True)
        for node, place in zip(item.arguments or (), numbers, strict=True)
        if place == number
    ]


def _common_fact(facts: Sequence[ArgumentFacts]) -> ArgumentFacts:
    """What is known of an argument in every place: a test around one of them says nothing of the others."""
    first = facts[0]
    if not all(fact.never_none for fact in facts):
        first = replace(first, never_none=False, evidence="")
    if any(fact.python_type != first.python_type for fact in facts):
        first = replace(first, python_type=None)
    return first


def _test_that_excludes_none(number: int, site: CallSite, query: QueryText) -> str:
    """The test under which alone the argument is sent, and which it doesn't pass as None."""
    text = site.module.text_of(site.arguments[number - 1])
    for place, selector in enumerate(query.selectors):
        excluding = {True: 0, False: 1}.get(excludes_none(selector.node, text, site))  # type: ignore[arg-type]
        picks = (
            item.picks[place]
            for item, numbers in zip(query.alternatives, query.numbers, strict=True)
            if number in numbers
        )
        if excluding is not None and all(pick == excluding for pick in picks):
            return site.module.text_of(selector.node)
    return ""


def excludes_none(test: cst.BaseExpression, text: str, site: CallSite) -> bool | None:
    """The outcome of a test that an expression has not when it is None; None where the test tells nothing of it."""
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=inner):
            outcome = excludes_none(inner, text, site)
            return None if outcome is None else not outcome
        case cst.Comparison(
            left=left, comparisons=[cst.ComparisonTarget(operator=operator, comparator=cst.Name(value="None"))]
        ) if site.module.text_of(left) == text:
            return {cst.IsNot: True, cst.Is: False}.get(type(operator))
        case cst.Name() | cst.Attribute():
            return True if site.module.text_of(test) == text else None
        case _:
            return None
