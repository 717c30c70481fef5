"""Mutants of what the handlers give: statements of the lowering cases with one place of one handler's output broken."""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from breaking import breakages
from lowering_models import REGISTRY
from test_lowering_select import REWRITTEN, Case

from codemod.lowering.lower import lower_statement
from codemod.lowering.lowered import Definition, ImportName, Lowered
from codemod.outcome import Refusal
from codemod.registry import LOWERERS, load_transforms
from codemod.resolution.statement import Statement, parse_statement
from codemod.verification.statement import Proof, prove

#: Cases of each handler whose output is broken; ``None`` breaks it in every case.
CASES_OF_A_HANDLER: Final = 2
#: Handlers of whole statements hold the clauses, and a function is many functions.
CASES_OF_THE_WIDE: Final = 4
WIDE: Final = frozenset({"select", "insert", "update", "delete", "function"})

_MODULES: Final = ("sqlalchemy", "sqlalchemy.orm", "sqlalchemy.dialects.postgresql")
_COLUMNS: Final = {table.class_name: [column.attribute for column in table.columns] for table in REGISTRY}

Handler = Callable[..., ast.expr]


@dataclass(frozen=True, slots=True, eq=False)
class LoweredCase:
    """A lowering case, and the nodes that each handler gave."""

    case: Case
    statement: Statement
    lowered: Lowered
    given: tuple[tuple[Handler, ast.expr], ...]

    @property
    def trees(self) -> list[ast.expr]:
        """The definitions and the expression."""
        return [*(definition.value for definition in self.lowered.definitions), self.lowered.expression]

    def own_nodes(self, handler: Handler) -> list[ast.AST]:
        """The nodes that are this handler's work and not that of one it called."""
        own = {id(node) for function, node in self.given if function is handler}
        others = {id(node) for function, node in self.given if function is not handler} - own
        found: dict[int, ast.AST] = {}
        for tree in self.trees:
            for node in _below(tree, own, others, inside=False):
                found.setdefault(id(node), node)
        return list(found.values())


def _below(node: ast.AST, own: set[int], others: set[int], *, inside: bool) -> Iterator[ast.AST]:
    inside = id(node) in own or (inside and id(node) not in others)
    if inside:
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _below(child, own, others, inside=inside)


@dataclass(frozen=True, slots=True, eq=False)
class Mutant:
    """One change of one handler's output; ``what`` says which."""

    handler: str
    what: str
    source: LoweredCase
    lowered: Lowered

    def proof(self) -> Proof | None:
        """The proof that it is the statement of the case; None where it is refused, as it should be."""
        try:
            return prove(self.source.statement, self.lowered, REGISTRY, {})
        except Refusal:
            return None


@functools.cache
def lowered_cases() -> tuple[LoweredCase, ...]:
    """Every lowering case that is rewritten."""
    load_transforms()
    found = []
    with _watched() as given:
        for case in REWRITTEN:
            given.clear()
            statement = parse_statement(case.sql)
            lowered = lower_statement(statement, REGISTRY, facts={}, shape=case.shape)
            found.append(LoweredCase(case, statement, lowered, tuple(given)))
    return tuple(found)


@contextmanager
def _watched() -> Iterator[list[tuple[Handler, ast.expr]]]:
    """Notes what each handler gives."""
    given: list[tuple[Handler, ast.expr]] = []
    rows = dict(LOWERERS)

    def watched(handler: Handler) -> Handler:
        def noting(lower: object, **arguments: object) -> ast.expr:
            node = handler(lower, **arguments)
            given.append((handler, node))
            return node

        return noting

    LOWERERS.update({class_: replace(row, function=watched(row.function)) for class_, row in rows.items()})
    try:
        yield given
    finally:
        LOWERERS.update(rows)


def handlers() -> list[Handler]:
    """Every registered handler once."""
    load_transforms()
    return sorted({row.function for row in LOWERERS.values()}, key=lambda handler: handler.__name__)


@functools.cache
def proven(source: LoweredCase) -> Proof | None:
    """The proof of the case itself; None for one whose proof needs more than the statement."""
    try:
        return prove(source.statement, source.lowered, REGISTRY, {})
    except Refusal:
        return None


def mutants_of(handler: Handler, limit: int | None, *, file: str = "") -> Iterator[Mutant]:
    """The mutants of a handler's output in as many cases, chosen by the hash of their SQL; ``file`` names theirs."""
    using = [source for source in lowered_cases() if any(function is handler for function, _ in source.given)]
    using = [source for source in using if source.case.name.startswith(file)]
    using.sort(key=lambda source: hashlib.sha256(source.case.sql.encode()).digest())
    chosen = [source for source in using if proven(source) is not None] if limit is None else _first(using, limit)
    for source in chosen:
        for node in source.own_nodes(handler):
            for what, trees in breakages(source.trees, node, _COLUMNS):
                yield Mutant(handler.__name__, what, source, _rebuilt(source.lowered, trees))


def _first(using: Sequence[LoweredCase], limit: int) -> list[LoweredCase]:
    chosen: list[LoweredCase] = []
    for source in using:
        if len(chosen) < limit and proven(source) is not None:
            chosen.append(source)
    return chosen


def _rebuilt(lowered: Lowered, trees: Sequence[ast.expr]) -> Lowered:
    *values, expression = trees
    definitions = tuple(
        Definition(item.placeholder, item.hint, value) for item, value in zip(lowered.definitions, values, strict=True)
    )
    return replace(
        lowered,
        expression=expression,
        definitions=definitions,
        imports=lowered.imports | set(_imports(trees, {item.local for item in lowered.imports})),
    )


def _imports(trees: Sequence[ast.expr], known: set[str]) -> Iterator[ImportName]:
    """Imports of the names that a change brought in."""
    names = {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)} - known
    for name in names:
        home = next((module for module in _MODULES if hasattr(importlib.import_module(module), name)), None)
        if home is not None:
            yield ImportName(home, name)
