"""Execution: what came of running a statement and what replaces it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: ``vacuous``: nothing differed, but no run found or changed a row either.
Outcome = Literal["same", "vacuous", "differs", "not executed"]


@dataclass(frozen=True, slots=True)
class Execution:
    """What came of running both.

    Attributes:
        reason: what differed with which arguments, or why nothing was run.
        runs: how often both were run.
    """

    outcome: Outcome
    reason: str = ""
    runs: int = 0


@dataclass(frozen=True, slots=True)
class Deed:
    """What one run of a statement did.

    Attributes:
        names: of the result columns; None when no rows were asked for.
        rows: the values of the rows.
        count: rows changed, where the driver tells.
        error: SQLSTATE, or the name of an exception that has none.
        tables: a digest of each table's contents afterwards, by name.
    """

    names: tuple[str, ...] | None = None
    rows: tuple[tuple[object, ...], ...] = ()
    count: int | None = None
    error: str | None = None
    tables: tuple[tuple[str, str], ...] = ()

    def touched(self, before: tuple[tuple[str, str], ...]) -> bool:
        """Whether the run found or changed a row; one that only counts to zero found none."""
        if self.error is not None:
            return False
        if self.tables != before:
            return True
        return any(len(row) > 1 or (row and row[0] not in (None, 0, "")) for row in self.rows)
