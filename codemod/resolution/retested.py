"""Tests of what is put together, said by the tests that decide what is put in: ``if not updates: return``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import libcst as cst

from codemod.resolution.selectors import Selector

#: A test and the truth it has.
Outcome = tuple[cst.BaseExpression, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Retested:
    """A test whose names go, and tests that are true when it is: all of them, or any.

    Attributes:
        test: the expression in the source.
        literals: tests of the source, each with the truth it has then.
        joined: ``and`` or ``or``.
        guard: the ``if`` whose tests these are, where nothing is left of it but its ``else``, which leaves.
    """

    test: cst.BaseExpression
    literals: tuple[Outcome, ...]
    joined: str
    guard: cst.If | None = None

    @property
    def removed(self) -> tuple[cst.CSTNode, ...]:
        """What goes: the test, or all of the ``if`` but its ``else``."""
        return (self.test,) if self.guard is None else tuple(_before_else(self.guard))


def guarding(statement: cst.If) -> Retested:
    """``if a: … elif b: … else: raise`` as ``if not a and not b: raise``."""
    tests = [part for part in _before_else(statement) if isinstance(part, cst.BaseExpression)]
    return Retested(statement.test, tuple((test, False) for test in tests), "and", statement)


def else_of(statement: cst.If) -> cst.Else | None:
    """The last branch of an ``if``."""
    part = statement.orelse
    return else_of(part) if isinstance(part, cst.If) else part


def _before_else(statement: cst.If) -> Iterator[cst.CSTNode]:
    """Tests and branches of an ``if``, without its ``else``."""
    yield from (statement.test, statement.body)
    if isinstance(statement.orelse, cst.If):
        yield from _before_else(statement.orelse)


@dataclass(frozen=True, slots=True, eq=False)
class Truths:
    """A test of what is put together, and what it gives by the decisions of the selectors that are met.

    ``by_keys`` is what it gives where each dictionary that the new code reads has keys, and where it has none.
    """

    test: cst.BaseExpression
    found: dict[tuple[int, ...], bool] = field(default_factory=dict)
    by_keys: dict[str, dict[bool, set[bool]]] = field(default_factory=dict)


def said_otherwise(tests: Iterable[Truths], selectors: Sequence[Selector]) -> list[Retested]:
    """The tests that can be said by what decides, without what is put together."""
    said = (_retested(item, selectors) for item in tests)
    return [item for item in said if item is not None]


def _retested(item: Truths, selectors: Sequence[Selector]) -> Retested | None:
    """The test in terms of what decides; None where neither ``and`` nor ``or`` alone says it."""
    for name, given in item.by_keys.items():
        filled = given.get(True, set())
        if len(filled) == 1 and given.get(False, filled) != filled:
            return Retested(item.test, ((cst.Name(name), True in filled),), "and")
    truths = {picks: truth for picks, truth in item.found.items() if len(picks) == len(selectors)}
    for truth, joined in ((True, "and"), (False, "or")):
        picked = _shared(
            [picks for picks, found in truths.items() if found is truth],
            [picks for picks, found in truths.items() if found is not truth],
        )
        if picked and all(selectors[place].keys == (True, False) for place in picked):
            # the opposite of all is any of their opposites
            literals = tuple((selectors[place].node, (pick == 0) is truth) for place, pick in picked.items())
            return Retested(item.test, literals, joined)
    return None


def _shared(inside: Sequence[tuple[int, ...]], outside: Sequence[tuple[int, ...]]) -> dict[int, int]:
    """The fewest decisions that all of the one have, and none of the other has in common; none where they don't do."""
    if not inside or not outside:
        return {}
    first = inside[0]
    shared = {place: pick for place, pick in enumerate(first) if all(picks[place] == pick for picks in inside)}
    for place in reversed(list(shared)):
        fewer = {key: pick for key, pick in shared.items() if key != place}
        if not any(_has(picks, fewer) for picks in outside):
            shared = fewer
    return {} if any(_has(picks, shared) for picks in outside) else shared


def _has(picks: Sequence[int], shared: Mapping[int, int]) -> bool:
    return all(picks[place] == pick for place, pick in shared.items())
