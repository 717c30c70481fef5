"""Tables of the scratch database as its catalog describes them: what rows for them have to look like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Final
from zlib import crc32

_TYPES: Final = """
    SELECT t.oid, t.typname, t.typtype::text AS typtype, t.typbasetype, t.typelem,
        t.typcategory = 'A' AS is_array, format_type(t.oid, NULL) AS spelling,
        ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder) AS labels
    FROM pg_type t
"""
_TABLES: Final = """
    SELECT c.oid, c.oid::regclass::text AS name, c.relname::text AS bare_name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    ORDER BY c.oid
"""
_COLUMNS: Final = """
    SELECT attrelid, attname::text AS name, atttypid, format_type(atttypid, atttypmod) AS spelling,
        CASE WHEN atttypid IN (1042, 1043) AND atttypmod > 4 THEN atttypmod - 4 END AS length,
        NOT attnotnull AS nullable, atthasdef OR attidentity <> '' AS defaulted,
        attgenerated <> '' OR attidentity = 'a' AS generated,
        EXISTS (SELECT FROM pg_index WHERE indrelid = attrelid AND indisunique AND indkey[0] = attnum AND indnatts = 1)
            AS unique
    FROM pg_attribute WHERE attrelid = ANY($1::oid[]) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
_FOREIGN_KEYS: Final = """
    SELECT conrelid, confrelid,
        ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY k(num, place)
            JOIN pg_attribute ON attrelid = conrelid AND attnum = num ORDER BY place) AS columns,
        ARRAY(SELECT attname::text FROM unnest(confkey) WITH ORDINALITY k(num, place)
            JOIN pg_attribute ON attrelid = confrelid AND attnum = num ORDER BY place) AS referenced
    FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY($1::oid[])
"""


@dataclass(frozen=True, slots=True)
class DataType:
    """A type, domains and arrays resolved to what their values are made of.

    Attributes:
        spelling: as a cast names it.
        base: ``pg_type.typname`` of the values, of their elements for an array.
        array: the values are arrays.
        labels: of an enum.
    """

    spelling: str
    base: str
    array: bool = False
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column to be filled.

    Attributes:
        spelling: of its type with modifiers.
        length: most characters it takes; None where that is not limited.
        generated: the server alone gives its values.
        unique: no two rows have the same value.
    """

    name: str
    type: DataType
    spelling: str
    length: int | None
    nullable: bool
    defaulted: bool
    generated: bool
    unique: bool


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values are those of a row of another table."""

    columns: tuple[str, ...]
    table: int
    referenced: tuple[str, ...]


@dataclass(slots=True, eq=False)
class StoredTable:
    """A table; ``name`` is quoted and qualified as needed, ``bare_name`` neither."""

    oid: int
    name: str
    bare_name: str
    columns: list[TableColumn] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Catalog:
    """What there is to fill.

    Attributes:
        tables: those that others refer to come first, as far as that is possible.
        types: by OID.
    """

    tables: tuple[StoredTable, ...]
    types: Mapping[int, DataType]

    def within_reach(self, names: Set[str]) -> tuple[StoredTable, ...]:
        """The tables that statements naming these can change: keys hand changes on; triggers are not made."""
        reached = {table.oid for table in self.tables if table.bare_name in names}
        size = -1
        while size != len(reached):
            size = len(reached)
            reached |= {table.oid for table in self.tables if any(key.table in reached for key in table.foreign_keys)}
        return tuple(table for table in self.tables if table.oid in reached)

    def shift(self, column: str) -> int:
        """Where a column's values begin to be counted: those of a foreign key with those it refers to."""
        keys = (key for table in self.tables for key in table.foreign_keys)
        named = {mine: its for key in keys for mine, its in zip(key.columns, key.referenced, strict=True)}
        seen = {column}
        while (column := named.get(column, column)) not in seen:
            seen.add(column)
        return crc32(column.encode())


async def read_catalog(connection: Any) -> Catalog:
    """Read the catalog of a scratch database over an asyncpg connection."""
    types = _resolved({row["oid"]: row for row in await connection.fetch(_TYPES)})
    tables = {row["oid"]: StoredTable(*row) for row in await connection.fetch(_TABLES)}
    for row in await connection.fetch(_COLUMNS, list(tables)):
        facts = {
            key: row[key] for key in ("name", "spelling", "length", "nullable", "defaulted", "generated", "unique")
        }
        tables[row["attrelid"]].columns.append(TableColumn(type=types[row["atttypid"]], **facts))
    for row in await connection.fetch(_FOREIGN_KEYS, list(tables)):
        key = ForeignKey(tuple(row["columns"]), row["confrelid"], tuple(row["referenced"]))
        tables[row["conrelid"]].foreign_keys.append(key)
    return Catalog(tuple(_referenced_first(tables.values())), types)


def _resolved(rows: Mapping[int, Any]) -> dict[int, DataType]:
    types: dict[int, DataType] = {}
    for oid, row in rows.items():
        spelling, array = str(row["spelling"]), False
        while row["typtype"] == "d" or (row["is_array"] and row["typelem"]):
            array |= row["typtype"] != "d"
            row = rows[row["typbasetype"] if row["typtype"] == "d" else row["typelem"]]
        types[oid] = DataType(spelling, row["typname"], array, tuple(row["labels"]))
    return types


def _referenced_first(tables: Iterable[StoredTable]) -> list[StoredTable]:
    waiting, done = list(tables), list[StoredTable]()
    while waiting:
        left = {table.oid for table in waiting}
        ready = [
            table for table in waiting if all(key.table not in left - {table.oid} for key in table.foreign_keys)
        ] or waiting[:1]  # a circle: one of its keys stays null
        done += ready
        waiting = [table for table in waiting if table not in ready]
    return done
