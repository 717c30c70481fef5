"""Rehearsal: every rewritten statement of a run, executed beside its original on rows made for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool
from sqlglot import exp

from codemod.executing.arguments import Arguments, NoValues, many
from codemod.executing.catalog import Catalog, read_catalog
from codemod.executing.comparison import difference
from codemod.executing.documents import as_taken
from codemod.executing.execution import Deed, Execution
from codemod.executing.rows import Population, columns_of_parameters, literals_of
from codemod.executing.stage import Stage, stage
from codemod.judging.question import Question
from codemod.lowering.lowered import Lowered
from codemod.mapping.models import ModelRegistry
from codemod.resolution.statement import parse_statement
from codemod.verification.evaluation import Evaluator
from codemod.verification.standins import StandIns

#: How often other rows are made for statements that found none.
_SEEDS: Final = 3
_CHANGES: Final = (exp.Insert, exp.Update, exp.Delete)
_SECONDS: Final = 2
_TIMEOUT: Final = "57014"
_SETTINGS: Final = {"statement_timeout": f"{_SECONDS}s", "lock_timeout": "1000", "application_name": "alchemod"}


@dataclass(slots=True, eq=False)
class Rehearsal:
    """Runs statements in a scratch database.

    Attributes:
        dsn: of the database, which nobody else uses; its rows are thrown away.
        registry: the project's models.
        trusted: no argument is ever None.
    """

    dsn: str
    registry: ModelRegistry
    trusted: bool = False
    _stand_ins: StandIns = field(default_factory=StandIns)

    async def run(self, questions: Iterable[Question]) -> dict[Question, Execution]:
        """Execute both sides of each question.

        Raises:
            asyncpg.PostgresError, asyncpg.InterfaceError, OSError: the server is gone.
        """
        trees = {question: parse_statement(question.sql).tree for question in questions}
        literals = literals_of(trees.values())
        found: dict[Question, Execution] = {}
        connection = await asyncpg.connect(self.dsn, server_settings=_SETTINGS)
        connect = partial(asyncpg.connect, self.dsn, server_settings=_SETTINGS)
        engine = create_async_engine(
            "postgresql+asyncpg://", async_creator=connect, poolclass=NullPool, enable_from_linting=False
        )
        try:
            catalog = await read_catalog(connection)
            population = Population(connection, catalog, literals)
            arguments = Arguments(connection, catalog, literals)
            for seed in range(_SEEDS):
                waiting = [item for item in trees if item not in found or found[item].outcome == "vacuous"]
                if waiting:
                    await population.fill(seed)
                for question in waiting:
                    found[question] = await self._executed(question, trees[question], engine, catalog, arguments)
        finally:
            await connection.close()
            await engine.dispose()
        return found

    async def _executed(
        self, question: Question, tree: exp.Expr, engine: AsyncEngine, catalog: Catalog, arguments: Arguments
    ) -> Execution:
        if question.form is None:
            return Execution("not executed", "the new statement is not at hand")
        changes = question.form.writes or tree.find(*_CHANGES) is not None
        tables = catalog.within_reach(_named(tree) | _named(parse_statement(question.sent).tree)) if changes else ()
        async with stage(engine, tables) as where:
            try:
                prepared = await where.driver.prepare(question.sql)
                types = [item.oid for item in prepared.get_parameters()]
                kinds = [item.type.oid for item in prepared.get_attributes()]
                nullable = [] if self.trusted else [n for n in range(1, len(types) + 1) if n not in question.never_none]
                rounds = await arguments.rounds(types, columns_of_parameters(tree), nullable)
            except NoValues as reason:
                return Execution("not executed", str(reason))
            except asyncpg.PostgresError as error:
                return Execution("not executed", f"the server refuses the original: {error}")
            evaluator = Evaluator(question.form, self.registry, self._stand_ins)
            names = [catalog.types[oid].base for oid in kinds]
            trial = _Trial(question, question.form, where, evaluator, names, ordered=_ordered(tree))
            return await trial.rounds(rounds)


@dataclass(slots=True, eq=False)
class _Trial:
    question: Question
    form: Lowered
    where: Stage
    evaluator: Evaluator
    kinds: Sequence[str]
    ordered: bool

    async def rounds(self, rounds: Sequence[list[Any]]) -> Execution:
        """Run both with every list of arguments, up to the first difference."""
        start = await self.where.digests()
        touched, runs, errors = False, 0, set[str]()
        batches: Sequence[Any] = many(rounds) if self.form.many_keys is not None else rounds
        for batch in batches:
            original = await self._original(batch)
            different = difference(
                self.question, original, await self._rewritten(batch), self.kinds, ordered=self.ordered
            )
            runs += 1
            if original.error == _TIMEOUT:
                return Execution("not executed", f"it runs longer than {_SECONDS} seconds")
            if different and await self._original(batch) != original:
                return Execution("not executed", "the original itself gives something else each time")
            if different:
                return Execution("differs", f"executed with {_shown(batch)}: {different}", runs)
            touched |= original.touched(start)
            errors |= {original.error} if original.error is not None else set()
        if touched:
            return Execution("same", runs=runs)
        return Execution("vacuous", f"runs ended with error {', '.join(sorted(errors))}" if errors else "", runs)

    async def _original(self, batch: Any) -> Deed:
        if self.form.many_keys is not None:
            return await self.where.original_many(self.question.sql, batch)
        return await self.where.original(self.question.sql, batch, rows=self.form.shape != "none")

    async def _rewritten(self, batch: Any) -> Deed:
        try:
            if self.form.many_keys is not None:
                statement = self.evaluator.statement(dict(enumerate(batch[0], 1)))
                named = [dict(zip(self.form.many_keys, row, strict=True)) for row in batch]
                return await self.where.rewritten(statement, self.form, [as_taken(statement, row) for row in named])
            samples = dict(enumerate(batch, 1))
            taken = as_taken(self.evaluator.statement(samples), samples)
            return await self.where.rewritten(self.evaluator.statement(taken), self.form)
        except OSError:  # the connection
            raise
        except Exception as error:  # whatever the new code raises, the old one did not
            return Deed(error=type(error).__name__)


def _named(tree: exp.Expr) -> set[str]:
    return {table.name for table in tree.find_all(exp.Table)}


def _ordered(tree: exp.Expr) -> bool:
    return tree.args.get("order") is not None


def _shown(batch: Any) -> str:
    text = ", ".join(map(repr, batch)) or "no arguments"
    return text if len(text) < 120 else f"{text[:117]}…"
