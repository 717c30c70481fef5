"""ProvenForm: a text of a call in SQLAlchemy form; of several, the one statement that a decision makes of them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import libcst as cst

from codemod.judging.question import Question
from codemod.lowering.choice import grown_form, merged, path_of
from codemod.lowering.decisions import Decision
from codemod.lowering.lowered import ArgumentFacts, Lowered, placeholder
from codemod.outcome import Refusal
from codemod.python_code import names_in, renamed
from codemod.resolution.query_text import QueryText
from codemod.resolution.statement import Statement
from codemod.rewriting.rows.consumption import Consumption
from codemod.verification.statement import Proof


@dataclass(frozen=True, slots=True, eq=False)
class ProvenForm:
    """One query text with the statement that is proven to be it, and what becomes of its consumers.

    Attributes:
        numbers: the number of each of its arguments among those of all texts; None where all have the same.
    """

    text: str
    statement: Statement
    lowered: Lowered
    consumption: Consumption
    proof: Proof
    numbers: tuple[int, ...] | None = None

    @property
    def numbered(self) -> Lowered:
        """The statement with the numbers that its arguments have among those of all texts."""
        if self.numbers is None:
            return self.lowered
        names = {placeholder(own): placeholder(number) for own, number in enumerate(self.numbers, start=1)}
        definitions = tuple(replace(item, value=renamed(item.value, names)) for item in self.lowered.definitions)
        counts: Counter[int] = Counter()
        for own, number in enumerate(self.numbers, start=1):
            counts[number] += self.lowered.parameters.get(own, 0)
        return replace(
            self.lowered,
            expression=renamed(self.lowered.expression, names),
            definitions=definitions,
            parameters=counts,
        )

    def with_path(self, tree: ast.expr) -> ProvenForm:
        """The form with another tree, whose numbers are those of all texts; nothing is proven of it.

        Raises:
            Refusal: ``query.alternatives``: it has an argument that this text has not.
        """
        numbers = self.numbers or tuple(range(1, self.statement.parameter_count + 1))
        names = {placeholder(number): placeholder(own) for own, number in enumerate(numbers, start=1)}
        if any(item.startswith("__p") and item not in names for item in names_in(tree)):
            raise Refusal("query.alternatives", "the code for a text of the query has an argument of another")
        return replace(self, lowered=replace(self.lowered, expression=renamed(tree, names)))


def one_form(
    forms: Sequence[ProvenForm],
    query: QueryText,
    prove: Callable[[ProvenForm], ProvenForm],
) -> tuple[Lowered, Mapping[str, cst.BaseExpression]]:
    """The statement for every text of a call, and the expression behind each placeholder that decides in it.

    Args:
        forms: one for each text of the call, in their order.
        query: the texts, and what decides between them.
        prove: gives a form with the proof of its tree.

    Raises:
        Refusal: ``query.alternatives``: the texts can't be one statement, or their results are read differently.
    """
    first, selectors = forms[0], query.selectors
    if not selectors:
        return first.numbered, {}
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
    of_ways = {item.picks: form for item, form in zip(query.alternatives, forms, strict=True)}
    every = [of_ways.get(picks) for picks in product(*(range(item.width) for item in decisions))]
    # what reads a dictionary is proven by its keys
    lowered = _grown(every, decisions, prove) if not query.dictionaries else None
    if query.failing and (lowered is None or any(_sets(path_of(lowered, decisions, item)) for item in query.failing)):
        raise Refusal("query.alternatives", "one of the texts of the query is an UPDATE that sets nothing")
    lowered = lowered or merged(_numbered(every), decisions, built=first.numbers is not None)
    return lowered, {placeholder: item.node for placeholder, item in zip(placeholders, selectors, strict=True)}


def _numbered(forms: Sequence[ProvenForm | None]) -> list[Lowered | None]:
    return [form.numbered if form is not None else None for form in forms]


def _grown(
    forms: Sequence[ProvenForm | None], decisions: Sequence[Decision], prove: Callable[[ProvenForm], ProvenForm]
) -> Lowered | None:
    """The statement that tests add to, where every way through the tests is proven to be its text."""
    whole = grown_form(_numbered(forms), decisions)
    if whole is None:
        return None
    try:
        for picks, form in zip(product(*(range(item.width) for item in decisions)), forms, strict=True):
            if form is not None:
                prove(form.with_path(path_of(whole, decisions, picks)))
    except Refusal:
        return None
    return whole


def _sets(tree: ast.expr) -> bool:
    """Whether an UPDATE sets a column; SQLAlchemy sends one that doesn't as it is, and PostgreSQL refuses it."""
    return any(isinstance(node, ast.Attribute) and node.attr == "values" for node in ast.walk(tree))


def question_about(forms: Sequence[ProvenForm], facts: Mapping[int, ArgumentFacts]) -> Question | None:
    """What a server can be asked about the rewrite of a call; nothing where it is the same text."""
    if forms[0].lowered.fallback:
        return None
    first, *others = (_question(form, facts) for form in forms)
    return replace(first, others=tuple(others))


def _question(form: ProvenForm, facts: Mapping[int, ArgumentFacts]) -> Question:
    numbers = enumerate(form.numbers or facts, start=1)
    never_none = frozenset(own for own, number in numbers if facts[number].never_none)
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
