"""Advice and the one table of its codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class AdviceKind:
    """One row of the table of advice: what it finds, and what it asks for before it says so."""

    code: str
    title: str
    evidence: str


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Another place that an advice rests on."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Advice:
    """What could be better about one call site.

    Attributes:
        function: qualified name of the function around the call.
        message: one sentence about this site, without a trailing full stop.
        suggestion: what would take its place.
        evidence: the other places that show it.
    """

    path: str
    line: int
    column: int
    code: str
    function: str
    message: str
    suggestion: str
    evidence: tuple[Evidence, ...] = ()


def _table(*kinds: AdviceKind) -> dict[str, AdviceKind]:
    return {kind.code: kind for kind in kinds}


#: Every code of advice.
ADVICE: Final[dict[str, AdviceKind]] = _table(
    AdviceKind(
        "loop.query",
        "a query for each row of another query",
        "a `for` over rows that a query of the same function read; a bound argument comes out of the row; the query "
        "runs for every row, and nothing in the loop writes the table",
    ),
    AdviceKind(
        "loop.write",
        "one write after the other where `executemany` takes them all",
        "a `for` that awaits nothing but the write, whose result is dropped and whose errors nobody handles row by row",
    ),
    AdviceKind(
        "index.missing",
        "no index serves the WHERE, or the ORDER BY in front of a LIMIT",
        "the table is defined in a model or in DDL, no key, constraint or index of either begins with a column of the "
        "condition, and the table is large: it has other indexes of its own besides its keys, or a listener adds rows "
        "to it; not for two values, a word of the code (`state = 'open'`), or a range of anything but times",
    ),
    AdviceKind(
        "event.repeated-read",
        "a row is read by its key at every event, and seldom changes",
        "the read stands in a listener of a frequent event or in a check, runs at each of them, and nothing that "
        "listens to events writes the table",
    ),
    AdviceKind(
        "result.unused-rows",
        "more rows are read than used",
        "every use of the result is in sight: its length, whether it is empty, its first rows, or one at random",
    ),
    AdviceKind(
        "result.unbounded",
        "a whole table is read that grows",
        "no WHERE, LIMIT or aggregate; a listener adds rows to the table; the function is no loader that runs once and "
        "no loop in the background, and doesn't keep the rows on an object",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceChoice:
    """``[tool.alchemod.advise]``: codes to give, or not to; ``loop`` stands for every code that begins with it."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in (*self.select, *self.ignore):
            if not any(_covers(name, code) for code in ADVICE):
                raise ValueError(f"has no advice {name!r}; there are {', '.join(ADVICE)}")

    def asks_for(self, code: str) -> bool:
        """Whether advice of this code is wanted."""
        chosen = not self.select or any(_covers(name, code) for name in self.select)
        return chosen and not any(_covers(name, code) for name in self.ignore)


def _covers(name: str, code: str) -> bool:
    return code == name or code.startswith(f"{name}.")
