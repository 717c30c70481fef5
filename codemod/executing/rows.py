"""Rows for the tables of a scratch database, made so that the predicates of real statements find some of them.

Half of a table's rows are made of values that belong together, each column counted from a place of its own, and so are
half of the arguments: ``guild_id = $1 AND name = $2`` meets them however many conditions there are, and ``guild_id`` is
not ``user_id`` all the same. The other half is random.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import asyncpg
from sqlglot import exp

from codemod.executing.catalog import Catalog, StoredTable, TableColumn
from codemod.executing.values import USED, new_text, texts
from codemod.resolution.statement import parameter_number

_TRIES: Final = 18
_NULL_SHARE: Final = 0.2
#: From this place on, rows hold NULLs beside values that belong together.
NULLS: Final = 4
_COMPARISONS: Final = (exp.EQ, exp.NEQ, exp.In, exp.GT, exp.GTE, exp.LT, exp.LTE)


@dataclass(slots=True, eq=False)
class Population:
    """Fills the tables of a database.

    Attributes:
        connection: an asyncpg connection outside a transaction.
        literals: what the project's SQL compares columns with, by their names.
    """

    connection: Any
    catalog: Catalog
    literals: Mapping[str, tuple[str, ...]]
    _filled: dict[int, list[Mapping[str, Any]]] = field(default_factory=dict)

    async def fill(self, seed: int) -> None:
        """Empty every table, and fill it with other rows for another seed."""
        self._filled = {}
        if self.catalog.tables:
            names = ", ".join(table.name for table in self.catalog.tables)
            await self.connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        chance = random.Random(seed)
        for table in self.catalog.tables:
            rows = self._filled[table.oid] = []
            for number in range(_TRIES):
                place = (number + seed) % USED if number < _TRIES // 2 else None
                values = self._row(table, place, chance, seed)
                if place is None:
                    values |= _new_values(table, values, number)
                row = await self._insert(table, values)
                if row is not None:
                    rows.append(row)

    def _row(self, table: StoredTable, place: int | None, chance: random.Random, seed: int) -> dict[str, Any]:
        """Values by column, as texts; a column left out gets its default."""
        row: dict[str, Any] = {}
        for column in table.columns:
            if column.generated or (column.defaulted and chance.random() < (0.5 if place is None else 0.2)):
                continue
            text = self._text(column, place, chance, seed)
            nothing = column.nullable and chance.random() < _null_share(place)
            if text is not None or column.nullable:
                row[column.name] = None if nothing else text
        for key in table.foreign_keys:
            rows = self._filled.get(key.table, [])
            if rows:
                referenced = rows[place % len(rows)] if place is not None else chance.choice(rows)
                row |= {mine: referenced[its] for mine, its in zip(key.columns, key.referenced, strict=True)}
            else:
                row |= dict.fromkeys(key.columns)
        return row

    def _text(self, column: TableColumn, place: int | None, chance: random.Random, seed: int) -> str | None:
        pool = texts(column.type, seed)[:USED]
        known = self.literals.get(column.name, ())
        if known and not column.type.array and not column.type.labels:
            pool = (*known, *pool[:2])
        if not pool:
            return None
        if place is None:
            return chance.choice(pool)[: column.length]
        return pool[(place + self.catalog.shift(column.name)) % len(pool)][: column.length]

    async def _insert(self, table: StoredTable, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The row as it stands in the table, its values as texts; None where a constraint is against it."""
        spellings = {column.name: column.spelling for column in table.columns}
        names = ", ".join(_quoted(name) for name in row)
        values = ", ".join(f"${n}::text::{spellings[name]}" for n, name in enumerate(row, 1))
        what = f"({names}) VALUES ({values})" if row else "DEFAULT VALUES"
        back = ", ".join(f"{_quoted(column.name)}::text" for column in table.columns)
        sql = f"INSERT INTO {table.name} {what} RETURNING {back}"
        try:
            async with self.connection.transaction():
                found = await self.connection.fetchrow(sql, *row.values())
        except (asyncpg.PostgresError, asyncpg.InterfaceError):
            return None
        return dict(zip(spellings, found, strict=True)) if found is not None else None


def _new_values(table: StoredTable, row: Mapping[str, Any], number: int) -> dict[str, str]:
    """Values that no other row has, for the columns whose values are unique and refer to nothing."""
    referring = {name for key in table.foreign_keys for name in key.columns}
    unique = (column for column in table.columns if column.unique and column.name in row.keys() - referring)
    return {column.name: new for column in unique if (new := new_text(column.type, number)) is not None}


def _null_share(place: int | None) -> float:
    if place is None:
        return _NULL_SHARE
    return 0.0 if place < NULLS else 0.6


def literals_of(trees: Iterable[exp.Expr]) -> dict[str, tuple[str, ...]]:
    """Constants that columns are compared with, by name of the column."""
    found: dict[str, dict[str, None]] = {}
    for tree in trees:
        for column, operand in _compared(tree):
            if isinstance(operand, exp.Literal):
                found.setdefault(column, {})[str(operand.this)] = None
    return {column: tuple(literals) for column, literals in found.items()}


def columns_of_parameters(tree: exp.Expr) -> dict[int, str]:
    """The name of a column that ``$n`` is compared with, by n."""
    return {
        parameter_number(operand): column for column, operand in _compared(tree) if isinstance(operand, exp.Parameter)
    }


def _compared(tree: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    for comparison in tree.find_all(*_COMPARISONS):
        operands = [comparison.this, comparison.args.get("expression"), *comparison.args.get("expressions", [])]
        columns = [item.name for item in operands if isinstance(item, exp.Column)]
        for item in operands:
            if columns and item is not None:
                yield columns[0], item.this if isinstance(item, exp.Cast) else item


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
