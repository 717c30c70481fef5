"""A server gives each query and what became of it the same parameter types and the same result columns."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest
from lowering_models import Argument, compiled, create_tables, lowered
from test_lowering_select import REWRITTEN, Case

from codemod.lowering.record_columns import places_by_name
from codemod.mapping.json_values import WRITTEN_TYPES
from codemod.postgres.server import PostgresServer

pytestmark = pytest.mark.postgres

#: Types whose values travel alike.
ALIKE = {"varchar": "text", "bpchar": "text", "varchar[]": "text[]", "name": "text", "name[]": "text[]"}


def types(items: Any) -> list[str]:
    return [ALIKE.get(item.name, item.name) for item in items]


def argument_numbers(compilation: Any) -> list[int | None]:
    """For each ``$n`` of the compiled text the number of the bound argument, None for a constant."""
    values = compilation.params
    found = [values.get(name) for name in compilation.positiontup]
    return [value.number if isinstance(value, Argument) else None for value in found]


async def difference(connection: asyncpg.Connection, case: Case) -> str | None:
    try:
        before = await connection.prepare(case.sql)
    except asyncpg.PostgresError:
        return None  # not a query of this schema: an unknown function or sequence
    compilation = compiled(lowered(case.sql, case.shape))
    after = await connection.prepare(str(compilation))
    columns = [[(item.name, *types([item.type])) for item in one.get_attributes()] for one in (before, after)]
    if case.shape == "mappings":  # by name, a record gives the last of several columns
        columns[0] = [columns[0][place] for place in places_by_name([name for name, _ in columns[0]])]
    if columns[0] != columns[1] and case.shape != "none":
        return f"{case.sql}: columns {columns}"
    wanted = types(before.get_parameters())
    is_cast = "::VARCHAR AS JSON" in str(compilation) or "::VARCHAR AS VECTOR" in str(compilation)
    reads = "text" if is_cast else None  # the cast reads what asyncpg takes for jsonb
    for number, given in zip(argument_numbers(compilation), types(after.get_parameters()), strict=True):
        is_read = number is not None and wanted[number - 1] in WRITTEN_TYPES and given == reads
        if number is not None and wanted[number - 1] != given and not is_read:
            return f"{case.sql}: ${number} is {given}, not {wanted[number - 1]}"
    return None


async def differences(dsn: str) -> list[str]:
    connection = await asyncpg.connect(dsn)
    try:
        await create_tables(connection)
        found = [await difference(connection, case) for case in REWRITTEN]
    finally:
        await connection.close()
    return [item for item in found if item is not None]


def test_types_and_columns_are_those_of_the_original(postgres: PostgresServer) -> None:
    async def run() -> list[str]:
        return await differences(await postgres.create_database("lowering_types"))

    assert asyncio.run(run()) == []
