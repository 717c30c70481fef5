"""What is known of PostgreSQL's own catalogs is so on a server, and queries on them give the same rows before and after."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager

import asyncpg
import pytest
from lowering_models import create_tables, evaluated, lowered
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from test_lowering_select import REWRITTEN, Case

from codemod.mapping.catalog_columns import INFORMATION_SCHEMA, TABLES, VIEWS
from codemod.mapping.catalogs import readable
from codemod.mapping.models import MappedTable, ModelRegistry
from codemod.postgres.server import PostgresServer

pytestmark = pytest.mark.postgres

SCHEMAS = {"pg_catalog": [*TABLES, *VIEWS], "information_schema": [*INFORMATION_SCHEMA]}

COLUMNS = """
    SELECT a.attname, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL) AS kind, a.attnotnull
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.oid = $1::regclass AND a.attnum > 0
"""

#: An argument of each type that the cases have.
ARGUMENTS = {
    "name": "links",
    "text": "%i%",
    "name[]": ["links", "users", "x" * 63],
    "text[]": ["jit", "wal_level"],
    "oid": 1259,
    "int4": 1,
    "int8": 1,
    "regclass": "links",
}

CASES = [
    case
    for case in REWRITTEN
    if case.name.startswith("catalogs-") and "pg_stat_activity" not in case.sql  # which is never twice the same
]


def catalogs() -> Iterator[MappedTable]:
    for schema, names in SCHEMAS.items():
        yield from (readable(ModelRegistry(), name, schema) for name in names)


@asynccontextmanager
async def both_ways(database: str) -> AsyncIterator[tuple[asyncpg.Connection, AsyncConnection]]:
    """A connection of asyncpg and one of SQLAlchemy's."""
    engine = create_async_engine(database.replace("postgresql:", "postgresql+asyncpg:", 1))
    connection = await asyncpg.connect(database)
    try:
        async with engine.connect() as session:
            yield connection, session
    finally:
        await connection.close()
        await engine.dispose()


@pytest.fixture(scope="module")
def database(postgres: PostgresServer) -> str:
    async def run() -> str:
        dsn = await postgres.create_database("catalogs")
        async with both_ways(dsn) as (connection, _):
            await create_tables(connection)
        return dsn

    return asyncio.run(run())


async def misfits(connection: asyncpg.Connection, table: MappedTable) -> list[str]:
    """Columns of a catalog that the server has otherwise, or that are NULL where that is said to be never so."""
    whole = f"{table.schema}.{table.name}"
    known = {name: (kind, required) for name, kind, required in await connection.fetch(COLUMNS, whole)}
    found = []
    for column in table.columns:
        kind, required = known.get(column.name, (None, None))
        if kind != column.pg_type or (table.name in TABLES and required == column.nullable):
            found.append(f"{whole}.{column.name}: {kind}, NOT NULL {required}")
    never = [column.name for column in table.columns if not column.nullable]
    empty = " OR ".join(f"{name} IS NULL" for name in never) or "false"
    if not found and await connection.fetchval(f"SELECT EXISTS (SELECT FROM {whole} WHERE {empty})"):
        found.append(f"{whole}: one of {never} is NULL")
    return found


def test_the_columns_are_those_of_the_server(database: str) -> None:
    async def run() -> list[str]:
        async with both_ways(database) as (connection, _):
            return [item for table in catalogs() for item in await misfits(connection, table)]

    assert asyncio.run(run()) == []


async def rows(connection: asyncpg.Connection, case: Case) -> tuple[list[object], Mapping[int, object]]:
    prepared = await connection.prepare(case.sql)
    kinds = enumerate([item.name for item in prepared.get_parameters()], start=1)
    arguments = {number: ARGUMENTS[kind] for number, kind in kinds}
    found = [dict(record) for record in await prepared.fetch(*arguments.values())]
    return found, arguments


def in_any_order(items: list[object], sql: str) -> list[object]:
    return items if "ORDER BY" in sql else sorted(items, key=repr)


def test_the_rows_are_the_same(database: str) -> None:
    async def run() -> list[str]:
        different, empty = [], 0
        async with both_ways(database) as (connection, session):
            for case in CASES:
                before, arguments = await rows(connection, case)
                result = await session.execute(evaluated(lowered(case.sql, case.shape), arguments))
                after: list[object] = [dict(row) for row in result.mappings()]
                empty += not before
                if in_any_order(before, case.sql) != in_any_order(after, case.sql):
                    different.append(f"{case.sql}: {before[:3]} is {after[:3]}")
        assert empty < len(CASES) / 3, "too many of the cases find nothing"
        return different

    assert asyncio.run(run()) == []


def test_a_name_that_is_too_long_is_found_nowhere(database: str) -> None:
    sql = "SELECT relname FROM pg_class WHERE relname = $1"

    async def run() -> None:
        async with both_ways(database) as (connection, session):
            with pytest.raises(asyncpg.NameTooLongError):
                await connection.fetch(sql, "x" * 64)
            assert (await session.execute(evaluated(lowered(sql), {1: "x" * 64}))).all() == []

    asyncio.run(run())
