"""The static gate: a lowered statement compiles to the statement it came from, with the same parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlglot
from sqlalchemy.exc import SQLAlchemyError
from sqlglot import exp
from sqlglot.errors import SqlglotError

from codemod.lowering.lowered import ArgumentFacts, Lowered
from codemod.mapping.models import ModelRegistry
from codemod.outcome import Refusal
from codemod.resolution.dialect import AsyncpgPostgres
from codemod.resolution.statement import Statement
from codemod.verification.binds import BindError, BindRules, binds_of, explicit_casts, placed
from codemod.verification.canonical import Canonical, Schema, canonical
from codemod.verification.evaluation import Compiled, Evaluator
from codemod.verification.none_rule import with_none


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a rewrite is the same statement.

    Attributes:
        compiled: the text SQLAlchemy sends.
        canonical_original: canonical text of the SQL; ``canonical_compiled`` of what is sent, equal to it.
    """

    compiled: str
    canonical_original: str
    canonical_compiled: str


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
        Refusal: ``unproven``, with both texts as its hint.
    """
    try:
        return _Prover(statement, lowered, registry, facts, trusted).prove()
    except (SQLAlchemyError, SqlglotError, ValueError, TypeError, AttributeError, KeyError, StopIteration) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refusal("unproven", f"the new statement is not proven: {reason}") from error


class _Unequal(ValueError):
    """Two texts that should be the same."""


@dataclass(slots=True, eq=False)
class _Prover:
    statement: Statement
    lowered: Lowered
    registry: ModelRegistry
    facts: Mapping[int, ArgumentFacts]
    trusted: bool

    def prove(self) -> Proof:
        evaluator = Evaluator(self.lowered, self.registry)
        compiled = evaluator.compile()
        original = self._canonical(self.statement.tree)
        plain = placed(_parsed(compiled.plain), compiled.numbers, compiled.constants)
        rewritten = self._canonical(plain)
        _require_equal(original, rewritten)
        self._check_names(original, compiled)
        self._check_binds(compiled)
        self._check_none(evaluator, original, compiled.nulls)
        return Proof(compiled.text, original.text, rewritten.text)

    def _canonical(self, tree: exp.Expression) -> Canonical:
        return canonical(tree, self._schema(), self.registry.default_schema)

    def _schema(self) -> Schema:
        return {self._key(table): tuple(column.name for column in table.columns) for table in self.lowered.tables}

    def _key(self, table) -> str:  # type: ignore[no-untyped-def]
        default = self.registry.default_schema
        return table.name if table.schema in (None, default) else f"{table.schema}.{table.name}"

    def _check_names(self, original: Canonical, compiled: Compiled) -> None:
        """Rows are read by name: SQLAlchemy's keys have to be asyncpg's."""
        if self.lowered.shape == "entities":
            entity = self.lowered.entity
            if entity is None or tuple(column.name for column in entity.columns) != original.names:
                raise _Unequal("the entity does not hold the columns of the statement")
        elif self.lowered.shape == "mappings" and compiled.keys != original.names:
            raise _Unequal(f"the rows have keys {compiled.keys}, asyncpg's {original.names}")
        elif len(compiled.keys) != len(original.names):
            raise _Unequal(f"the rows have {len(compiled.keys)} columns, asyncpg's {len(original.names)}")

    def _check_binds(self, compiled: Compiled) -> None:
        tree = _parsed(compiled.text)
        types = {
            (key, column.name): column.pg_type
            for table in self.lowered.tables
            for key in {self._key(table), f"{table.schema or self.registry.default_schema}.{table.name}"}
            for column in table.columns
        }
        positions = list(binds_of(tree))
        if len(set(positions)) != len(positions):
            raise BindError("a bind is used twice")
        occurrences = [int(item.name) for item in self.statement.tree.find_all(exp.Parameter)]
        sent = [compiled.numbers[position] for position in positions if position in compiled.numbers]
        if sorted(occurrences) != sorted(sent):
            raise BindError("parameters are not used as often as in the SQL")
        _require_no_bind_in_group(tree)
        BindRules(tree, compiled.numbers, compiled.constants, explicit_casts(self.statement.tree), types).check()

    def _check_none(self, evaluator: Evaluator, original: Canonical, nulls: frozenset[str]) -> None:
        """An argument that may be None has to mean NULL, never IS NULL."""
        if self.lowered.many_keys is not None or self.trusted:
            return
        for number, count in self.lowered.parameters.items():
            known = self.facts.get(number)
            if not count or (known is not None and known.never_none):
                continue
            compiled = evaluator.compile(none=number, nulls=nulls)
            tree = placed(_parsed(compiled.plain), compiled.numbers, compiled.constants)
            expected = with_none(self.statement.tree, number, self.lowered.tables, self.registry.default_schema)
            wanted = [original, self._canonical(expected)]
            found = self._canonical(tree)
            if not any(found.equals(item) for item in wanted):
                raise _Unequal(f"${number} may be None, which would change the statement")


def _parsed(text: str) -> exp.Expression:
    return sqlglot.parse_one(text, dialect=AsyncpgPostgres)


def _require_equal(original: Canonical, rewritten: Canonical) -> None:
    if not original.equals(rewritten):
        raise _Unequal(f"{original.text} is not {rewritten.text}")
    if original.names != rewritten.names:
        raise _Unequal(f"columns {original.names} are not {rewritten.names}")


def _require_no_bind_in_group(tree: exp.Expression) -> None:
    """An expression of GROUP BY with a bind can't match its copy in the select list, which has another bind."""
    for group in tree.find_all(exp.Group):
        if group.find(exp.Parameter) is not None:
            raise BindError("a bind stands in GROUP BY")
    for select in tree.find_all(exp.Select):
        if select.args.get("distinct") and select.args.get("order"):
            if select.args["order"].find(exp.Parameter) is not None:
                raise BindError("a bind stands in ORDER BY of a DISTINCT query")
