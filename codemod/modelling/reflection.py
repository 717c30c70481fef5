"""The tables of a database with what SQLAlchemy's own reflection leaves out: foreign types, exclusion, partitions."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CheckConstraint
from sqlalchemy.types import NullType, UserDefinedType

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData, Table

_TYPE_NAMES: Final = """
    SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
    WHERE attrelid = to_regclass(:name) AND attnum > 0 AND NOT attisdropped
"""
_PARTITIONS: Final = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relispartition AND c.relkind IN ('r', 'p')
"""
_KEY: Final = "SELECT pg_get_partkeydef(to_regclass(:name))"
_EXCLUSIONS: Final = """
    SELECT c.conname, m.amname, pg_get_expr(i.indpred, i.indrelid),
        ARRAY(SELECT pg_get_indexdef(c.conindid, k.n::int, true)
              FROM generate_subscripts(c.conexclop, 1) AS k (n) ORDER BY k.n),
        ARRAY(SELECT o.oprname::text FROM unnest(c.conexclop) WITH ORDINALITY AS e (oid, n)
              JOIN pg_operator o ON o.oid = e.oid ORDER BY e.n)
    FROM pg_constraint c JOIN pg_index i ON i.indexrelid = c.conindid
        JOIN pg_class x ON x.oid = c.conindid JOIN pg_am m ON m.oid = x.relam
    WHERE c.conrelid = to_regclass(:name) AND c.contype = 'x' ORDER BY c.conname
"""


class DatabaseType(UserDefinedType[Any]):
    """A type of an extension, by its name in the database.

    Attributes:
        spec: as PostgreSQL writes it: ``vector(1536)``.
    """

    cache_ok = True

    def __init__(self, spec: str) -> None:
        self.spec = spec

    def get_col_spec(self, **_: Any) -> str:
        """The type in DDL."""
        return self.spec


class Exclusion(CheckConstraint):
    """An exclusion constraint, which SQLAlchemy doesn't reflect; to be written, not to be made.

    Attributes:
        pairs: elements as PostgreSQL writes them, each with its operator.
        condition: of a partial one.
    """

    def __init__(self, name: str, method: str, condition: str | None, pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__("true", name=name)
        self.method = method
        self.condition = condition
        self.pairs = tuple(pairs)


def user_schemas(inspector: Any) -> list[str]:
    """Schemas that are not PostgreSQL's own."""
    names = inspector.get_schema_names()
    return [name for name in names if name != "information_schema" and not name.startswith("pg_")]


def table_names(connection: Connection) -> Iterator[tuple[str | None, str]]:
    """Schema (None for the default one) and name of every table; partitions are part of another one."""
    from sqlalchemy import inspect, text

    inspector = inspect(connection)
    partitions = {tuple(row) for row in connection.execute(text(_PARTITIONS))}
    for schema in user_schemas(inspector):
        own = None if schema == inspector.default_schema_name else schema
        yield from (
            (own, name) for name in inspector.get_table_names(schema=schema) if (schema, name) not in partitions
        )


def reflected(connection: Connection) -> MetaData:
    """Every table of a database."""
    from sqlalchemy import MetaData, Table

    metadata = MetaData()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of types it doesn't know, which are filled in
        for schema, name in table_names(connection):
            table = Table(name, metadata, schema=schema, autoload_with=connection)
            _fill_types(connection, table)
            _fill_options(connection, table)
    return metadata


def type_names(connection: Connection, name: str, schema: str | None) -> dict[str, str]:
    """The types of a table's columns, as PostgreSQL writes them."""
    from sqlalchemy import text

    rows = connection.execute(text(_TYPE_NAMES), {"name": _regclass(name, schema)})
    return {row[0]: row[1] for row in rows}


def exclusions(connection: Connection, name: str, schema: str | None) -> list[Any]:
    """The exclusion constraints of a table: name, method, condition, elements, operators."""
    from sqlalchemy import text

    return list(connection.execute(text(_EXCLUSIONS), {"name": _regclass(name, schema)}))


def _fill_types(connection: Connection, table: Table) -> None:
    unknown = [column for column in table.columns if isinstance(column.type, NullType)]
    names = type_names(connection, table.name, table.schema) if unknown else {}
    for column in unknown:
        column.type = DatabaseType(names[column.name])


def _fill_options(connection: Connection, table: Table) -> None:
    from sqlalchemy import text

    for name in list(table.dialect_kwargs):  # how it was reflected is no property of the table
        del table.dialect_kwargs[name]
    key = connection.scalar(text(_KEY), {"name": _regclass(table.name, table.schema)})
    if key is not None:
        table.dialect_kwargs["postgresql_partition_by"] = key
    for name, method, condition, elements, operators in exclusions(connection, table.name, table.schema):
        table.append_constraint(Exclusion(name, method, condition, list(zip(elements, operators, strict=True))))
        for index in [index for index in table.indexes if index.name == name]:
            table.indexes.discard(index)


def _regclass(name: str, schema: str | None) -> str:
    quoted = [part.replace('"', '""') for part in (schema, name) if part]
    return ".".join(f'"{part}"' for part in quoted)
