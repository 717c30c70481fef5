"""The scratch database that statements are judged in: the project's DDL, and its models' tables where that has none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

import asyncpg

from codemod.judging import stand_ins
from codemod.mapping.models import MappedColumn, MappedTable
from codemod.mapping.types import ENUM, enum_name, sqlalchemy_type
from codemod.modelling.scratch import apply
from codemod.schema.statements import Note, SchemaStatement

_TABLES: Final = """
    SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
"""


@dataclass(slots=True, eq=False)
class JudgedSchema:
    """What stands in the scratch database.

    Attributes:
        notes: statements that failed or were not run.
        stand_ins: OIDs of imitations, and of tables that use one.
    """

    notes: list[Note] = field(default_factory=list)
    stand_ins: frozenset[str] = frozenset()


async def build_schema(
    connection: Any, statements: Iterable[SchemaStatement], tables: Iterable[MappedTable], default_schema: str
) -> JudgedSchema:
    """Make the schema in an empty scratch database.

    Args:
        connection: an asyncpg connection.
        statements: the project's DDL in order.
        tables: its models; those whose table the DDL doesn't make are made from them.
        default_schema: where a table without a schema is.
    """
    database = await connection.fetchval("SELECT current_database()")
    path = f'"{default_schema}", {stand_ins.SCHEMA}'
    await connection.execute(f'CREATE SCHEMA {stand_ins.SCHEMA}; CREATE SCHEMA IF NOT EXISTS "{default_schema}"')
    await connection.execute(f'ALTER DATABASE "{database}" SET search_path = {path}; SET search_path = {path}')
    for extension in stand_ins.STAND_INS:
        await _extend(connection, extension)
    fitting = [replace(statement, text=stand_ins.fitted(statement.text)) for statement in statements]
    built = await apply(connection, fitting, stand_ins.STAND_INS)
    found = JudgedSchema(built.notes)
    there = {row[0] for row in await connection.fetch(_TABLES)}
    for table in tables:
        if f"{table.schema or default_schema}.{table.name}" not in there:
            await _create(connection, table, default_schema, found)
    found.stand_ins = frozenset(row[0] for row in await connection.fetch(stand_ins.OIDS))
    return found


async def _extend(connection: Any, extension: str) -> None:
    """Have an extension, or what stands in for it: projects expect it in their database, with or without DDL."""
    try:
        async with connection.transaction():
            await connection.execute(f'CREATE EXTENSION "{extension}"')
    except asyncpg.PostgresError:
        await connection.execute(stand_ins.STAND_INS[extension])


async def _create(connection: Any, table: MappedTable, default_schema: str, found: JudgedSchema) -> None:
    place = f"{table.path}:{table.line}"
    schema = table.schema or default_schema
    parts = [_column(column) for column in table.columns]
    if table.primary_key:
        parts.append(f"PRIMARY KEY ({_names(table.primary_key)})")
    parts += [f"UNIQUE ({_names(columns)})" for columns in table.unique]
    parts += [f'CONSTRAINT "{name}" UNIQUE ({_names(columns)})' for name, columns in table.constraints.items()]
    parts += [f'UNIQUE ("{column.name}")' for column in table.columns if column.unique and not column.primary_key]
    try:
        async with connection.transaction():
            await connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
            await create_enums(connection, table)
            await connection.execute(f'CREATE TABLE "{schema}"."{table.name}" ({", ".join(parts)})')
    except asyncpg.PostgresError as error:
        found.notes.append(Note(place, f"no table could be made of the model: {str(error).splitlines()[0]}"))


async def create_enums(connection: Any, table: MappedTable) -> None:
    """The enumerated types of a model's columns."""
    for column in table.columns:
        await _create_enum(connection, column)


async def _create_enum(connection: Any, column: MappedColumn) -> None:
    """The enumerated type of a column, unless the DDL or another column made it."""
    name = enum_name(column.pg_type)
    if name is None or await connection.fetchval("SELECT to_regtype($1) IS NOT NULL", name):
        return
    type_ = sqlalchemy_type(column.type_source or "")
    labels = ", ".join("'" + label.replace("'", "''") + "'" for label in getattr(type_, "item_type", type_).enums)
    if schema := name.rpartition(".")[0]:
        await connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    await connection.execute(f"CREATE TYPE {name} AS ENUM ({labels})")


def _column(column: MappedColumn) -> str:
    kind = (column.pg_type or "text").removeprefix(ENUM)
    filled = f" DEFAULT NULL::{kind}" if column.server_default else ""
    return f'"{column.name}" {kind}{"" if column.nullable else " NOT NULL"}{filled}'


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
