"""Arguments to run a statement with: first those that generated rows hold, then new ones, chance, and None."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from codemod.executing.catalog import Catalog
from codemod.executing.documents import Document
from codemod.executing.rows import NULLS
from codemod.executing.values import USED, texts
from codemod.mapping.json_values import JSON_TYPES

#: Rounds in which every argument is the one of the same place, and rounds of chance.
_PLACES: Final = 8
_CHANCES: Final = 3
#: How often executemany runs its statement.
_MANY: Final = 3


class NoValues(Exception):
    """A parameter has a type of which no values are known; ``str()`` says which."""


@dataclass(slots=True, eq=False)
class Arguments:
    """Makes arguments.

    Attributes:
        connection: an asyncpg connection, whose server turns texts into the values that asyncpg takes and gives.
        literals: what the project's SQL compares columns with, by their names.
    """

    connection: Any
    catalog: Catalog
    literals: Mapping[str, tuple[str, ...]]
    _values: dict[tuple[int, tuple[str, ...]], list[Any]] = field(default_factory=dict)

    async def rounds(
        self, types: Sequence[int], columns: Mapping[int, str], nullable: Sequence[int]
    ) -> list[list[Any]]:
        """Lists of arguments.

        Args:
            types: OIDs of the parameters.
            columns: what each ``$n`` is compared with, where it is.
            nullable: n of those that may be None.

        Raises:
            NoValues: for a type of which no values are known.
        """
        pools = [await self._pool(oid, columns.get(number)) for number, oid in enumerate(types, 1)]
        if not pools:
            return [[]]
        chance = random.Random(len(pools))
        # an argument compared with no column has a place of its own, so that no two are the same
        shifts = [self.catalog.shift(columns.get(number, str(number))) for number in range(1, len(types) + 1)]
        held = [_held(place, pools, shifts) for place in range(USED)]
        rounds = [*held, *([pool[place % len(pool)] for pool in pools] for place in range(USED, _PLACES))]
        rounds += [[chance.choice(pool) for pool in pools] for _ in range(_CHANCES)]
        for number in nullable:
            rounds += [[None if n == number else value for n, value in enumerate(row, 1)] for row in held[NULLS:]]
        return rounds

    async def _pool(self, oid: int, column: str | None) -> list[Any]:
        kind = self.catalog.types[oid]
        if kind.base in JSON_TYPES:
            if kind.array:
                raise NoValues(f"no values of type {kind.spelling} are known")
            return [Document.of(text) for text in texts(kind) if text != "null"]  # no object makes a codec write it
        pool = texts(kind)
        known = self.literals.get(column, ()) if column is not None else ()
        if known and not kind.array and not kind.labels:
            pool = (*known, *pool)
        if not pool:
            raise NoValues(f"no values of type {kind.spelling} are known")
        key = (oid, pool)
        if key not in self._values:
            self._values[key] = [await self._value(text, kind.spelling) for text in pool]
        return self._values[key]

    async def _value(self, text: str, spelling: str) -> Any:
        return await self.connection.fetchval(f"SELECT $1::text::{spelling}", text)


def _held(place: int, pools: Sequence[Sequence[Any]], shifts: Sequence[int]) -> list[Any]:
    """Arguments that a generated row may hold."""
    return [pool[(place + shift) % min(len(pool), USED)] for pool, shift in zip(pools, shifts, strict=True)]


def many(rounds: Sequence[list[Any]]) -> list[list[list[Any]]]:
    """Arguments for ``executemany``, those that no row holds by themselves: one that fails undoes all."""
    new, others = rounds[USED:_PLACES], [*rounds[:USED], *rounds[_PLACES:]]
    return [list(new), *(list(others[start : start + _MANY]) for start in range(0, len(others), _MANY))]
