"""The static gate: a lowered statement compiles to the statement it came from, with the same parameters and rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError
from sqlglot import exp

from codemod.lowering.lowered import ArgumentFacts, Lowered
from codemod.mapping.models import ModelRegistry
from codemod.mapping.vectors import VECTOR
from codemod.outcome import Refusal
from codemod.resolution.dialect import AsyncpgPostgres
from codemod.resolution.statement import Statement, is_amount, parameter_number
from codemod.verification.binds import check_binds, parameter_types
from codemod.verification.canonical.canonical_form import Canonical, canonical
from codemod.verification.canonical.names_once import each_name_once
from codemod.verification.canonical.plain_form import shape
from codemod.verification.compilation import Compilation, compile_statement
from codemod.verification.difference import Difference
from codemod.verification.document_texts import documents_given, without_text_casts
from codemod.verification.documents import check_documents, documents_asked
from codemod.verification.evaluation import Evaluator
from codemod.verification.none_rule import with_argument, with_none
from codemod.verification.numbering import numbered_text
from codemod.verification.placement import placed
from codemod.verification.results import check_names, check_values
from codemod.verification.samples import Opaque, documents, samples, vectors
from codemod.verification.standins import StandIns
from codemod.verification.types.pg_types import INTEGERS

_NO_FACTS: Final = ArgumentFacts()
_STAND_INS: Final = StandIns()


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a rewrite is the same statement.

    Attributes:
        compiled: the text SQLAlchemy sends.
        plain: the same without the casts of its binds.
        canonical_original: canonical text of the SQL; ``canonical_compiled`` of what is sent, equal to it.
        notes: what was established besides, for ``explain``.
        parameter_types: the type the server gives each ``$n``.
        numbered: ``compiled`` with the original's ``$n``; None where it has no such form.
        arguments: n of the original's ``$n`` for each ``$k`` of ``compiled``; None for a constant.
    """

    compiled: str
    plain: str
    canonical_original: str
    canonical_compiled: str
    notes: tuple[str, ...] = ()
    parameter_types: Mapping[int, str] = field(default_factory=dict)
    numbered: str | None = None
    arguments: tuple[int | None, ...] = ()


def prove(
    statement: Statement,
    lowered: Lowered,
    registry: ModelRegistry,
    facts: Mapping[int, ArgumentFacts],
    *,
    trusted: bool = False,
) -> Proof:
    """Prove that a lowered statement is the original one.

    Args:
        statement: the original.
        lowered: its SQLAlchemy form.
        registry: models of the project.
        facts: what is known of the bound arguments.
        trusted: take every bound argument as never None (``--none trust``).

    Raises:
        Refusal: ``unproven``: the first difference, with both texts as its hint.
    """
    if lowered.shape == "entities":
        registry = registry.in_model_order()
    prover = _Prover(statement, lowered, registry, facts, trusted)
    try:
        return prover.prove()
    except Difference as difference:
        reason = str(difference)
    except Exception as error:  # whatever SQLAlchemy or sqlglot raise: no proof, and never a crash
        first_line = next(iter(str(error).splitlines()), "")
        reason = first_line if isinstance(error, SQLAlchemyError) else f"{type(error).__name__}: {first_line}"
    raise Refusal("unproven", f"the new statement is not proven: {reason}", prover.texts())


@dataclass(slots=True, eq=False)
class _Prover:
    statement: Statement
    lowered: Lowered
    registry: ModelRegistry
    facts: Mapping[int, ArgumentFacts]
    trusted: bool
    compilation: Compilation | None = None
    notes: list[str] = field(default_factory=list)

    def prove(self) -> Proof:
        if self.lowered.kind != self.statement.kind:
            raise Difference(f"the statement is {self.statement.kind}, its new form {self.lowered.kind}")
        original = canonical(self.statement.tree, self.registry)
        if self.lowered.shape == "mappings":
            original = each_name_once(original)
        kinds = parameter_types(original)
        evaluator = Evaluator(self.lowered, self.registry, _STAND_INS)
        amounts = {parameter_number(node) for node in self.statement.tree.find_all(exp.Parameter) if is_amount(node)}
        choices = {number: self._samples(kind, number, is_amount=number in amounts) for number, kind in kinds.items()}
        usual = {number: values[0] for number, values in choices.items()}
        built = evaluator.statement(usual)
        first = self.compilation = compile_statement(built, usual, self.lowered.many_keys)
        rewritten = canonical(self._given(first), self.registry)
        _require_equal(original, rewritten)
        check_binds(original, rewritten, kinds)
        check_values(first, original, self.lowered.documents, self.lowered.texts, self.registry.json_values)
        check_documents(first, kinds, self.registry.json_values, self._nullable(kinds))
        check_names(self.lowered, original, first, built)
        if self.lowered.many_keys is None:
            self._check_python_types(evaluator, original, choices)
            for number in self._nullable(kinds):
                self._check_none(evaluator, original, usual, number)
        return Proof(
            compiled=first.text,
            plain=first.plain,
            canonical_original=original.text,
            canonical_compiled=rewritten.text,
            notes=tuple(self.notes),
            parameter_types=kinds,
            numbered=documents_given(
                documents_asked(numbered_text(first.text, first.binds), self.statement.tree, kinds), self.lowered.texts
            ),
            arguments=tuple(first.binds[position].number for position in sorted(first.binds)),
        )

    def texts(self) -> str:
        """Both statements, for the report."""
        sent = self.compilation.text if self.compilation is not None else "(not compiled)"
        return f"SQL: {self.statement.tree.sql(AsyncpgPostgres, comments=False)}\nnew: {' '.join(sent.split())}"

    def _given(self, compilation: Compilation) -> exp.Expr:
        """What is sent, documents as they are given out but for the cast to the text that asyncpg makes of them."""
        return without_text_casts(placed(compilation), self.lowered.texts)

    def _facts(self, number: int) -> ArgumentFacts:
        return self.facts.get(number, _NO_FACTS)

    def _nullable(self, numbers: Iterable[int]) -> set[int]:
        """N of the arguments that may be None."""
        return set() if self.trusted else {number for number in numbers if not self._facts(number).never_none}

    def _samples(self, kind: str, number: int, *, is_amount: bool) -> list[Any]:
        taken = self.registry.json_values.taken_as(kind)
        if taken is not None:
            if taken == "text":
                return samples("text", number, None)
            return vectors(number) if kind == VECTOR else documents(number)
        python_type = self._facts(number).python_type
        if kind.endswith("[]") and python_type in ("str", "bytes"):
            raise Difference(f"asyncpg takes no {python_type} for {kind} (${number}), SQLAlchemy sends its elements")
        if python_type is None and not is_amount and kind.removesuffix("[]") in INTEGERS:
            python_type = "int"
        values = samples(kind, number, python_type)
        if not values:
            raise Difference(f"values of type {kind} (${number}) are not known to travel alike")
        return values

    def _compile(self, evaluator: Evaluator, arguments: Mapping[int, Any]) -> Compilation:
        return compile_statement(evaluator.statement(arguments), arguments, None)

    def _check_python_types(self, evaluator: Evaluator, original: Canonical, choices: Mapping[int, list[Any]]) -> None:
        """The text must not depend on the Python type of an argument, among those asyncpg takes.

        SQLAlchemy types a bind by its value where the column does not decide: ``day = $1::TIMESTAMP``.
        """
        assert self.compilation is not None, "compiled before"
        for others in list(zip_longest(*choices.values()))[1:]:
            arguments = {
                number: value if value is not None else choices[number][0]
                for number, value in zip(choices, others, strict=True)
            }
            if self._compile(evaluator, arguments).text != self.compilation.text:
                raise Difference("the type of a bind depends on the Python type of its argument")
        for number, values in choices.items():
            if isinstance(values[0], Opaque):
                for value in (True, False):
                    arguments = {**{other: items[0] for other, items in choices.items()}, number: value}
                    self._require_boolean(self._compile(evaluator, arguments), original.tree, number, value)

    def _check_none(self, evaluator: Evaluator, original: Canonical, usual: Mapping[int, Any], number: int) -> None:
        """An argument that may be None has to mean NULL, never IS NULL."""
        try:
            compilation = self._compile(evaluator, {**usual, number: None})
        except Exception as error:
            raise Difference(f"${number} may be None, which SQLAlchemy refuses there") from error
        wanted = with_none(original.tree, number)
        self._require_form(compilation, wanted, f"${number} is None")
        if "IS NULL" in compilation.text and self.compilation is not None and compilation.text != self.compilation.text:
            self.notes.append(f"${number} may be None: the column can't be NULL, so both forms find no row")

    def _require_boolean(self, compilation: Compilation, original: exp.Expr, number: int, value: bool) -> None:
        """A bare True becomes the word, one with a type stays the bind it was: the same value in both places."""
        assert self.compilation is not None, "compiled before"
        if not compilation.casts_of(number) <= self.compilation.casts_of(number):
            raise Difference(f"the type of a bind changes when ${number} is {value}")
        word = exp.Boolean(this=value)
        found = with_argument(canonical(self._given(compilation), self.registry).tree, number, word)
        wanted = with_argument(original, number, word)
        if found != wanted or shape(found) != shape(wanted):
            raise Difference(f"the statement changes when ${number} is {value}")

    def _require_form(self, compilation: Compilation, wanted: exp.Expr, case: str) -> None:
        if self.compilation is not None and compilation.text == self.compilation.text:
            return
        found = canonical(self._given(compilation), self.registry).tree
        if found != wanted or shape(found) != shape(wanted):
            raise Difference(f"the statement changes when {case}")


def _require_equal(original: Canonical, rewritten: Canonical) -> None:
    if not original.equals(rewritten):
        raise Difference(f"{original.text} is not {rewritten.text}")
