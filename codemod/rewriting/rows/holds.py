"""What a followed expression holds: a row, or rows in lists, dictionaries and tuples."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One row, or None where none was found."""


@dataclass(frozen=True, slots=True)
class Many:
    """A list or an iterator: ``fetch()`` gives ``Many(Row())``."""

    item: Holds


@dataclass(frozen=True, slots=True)
class Stream:
    """What ``async for`` reads: the calls of an async generator."""

    item: Holds


@dataclass(frozen=True, slots=True)
class Keyed:
    """A dictionary with such values, whose keys are none of our business."""

    value: Holds


@dataclass(frozen=True, slots=True)
class Among:
    """A tuple with such a value at one position: ``enumerate(rows)`` gives ``Many(Among(1, Row()))``."""

    position: int
    value: Holds


@dataclass(frozen=True, slots=True)
class Coroutine:
    """What gives such a value when it is awaited: a coroutine, a task, what ``gather()`` gives."""

    value: Holds


#: What a followed expression holds.
Holds = Row | Many | Stream | Keyed | Among | Coroutine

ROW = Row()
ROWS = Many(ROW)
