"""Columns of one name: what a record of asyncpg makes of them when it is read by name."""

from __future__ import annotations

from collections.abc import Sequence


def places_by_name(names: Sequence[str | None]) -> list[int]:
    """The place of the column that each name finds, in the order in which the names come first.

    ``record["id"]`` and ``dict(record)`` give the last column of a name; a dictionary keeps the place of the first.
    """
    return list({name: place for place, name in enumerate(names)}.values())


def repeated_names(names: Sequence[str | None]) -> frozenset[str]:
    """The names that several columns have."""
    return frozenset(name for name in names if name is not None and names.count(name) > 1)
