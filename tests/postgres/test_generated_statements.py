"""Statements made up by Hypothesis are refused, or proven and then equal for the server: types, columns, rows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
from generated_sql import queries
from hypothesis import HealthCheck, given, settings
from lowering_models import REGISTRY, compiled, create_tables, lowered
from test_lowering_select import Case
from test_lowering_types import difference

from codemod.lowering.lowered import ArgumentFacts
from codemod.outcome import Refusal
from codemod.postgres.server import PostgresServer
from codemod.resolution.statement import parse_statement
from codemod.verification.statement import Proof, prove

pytestmark = pytest.mark.postgres

FACTS = {number: ArgumentFacts() for number in range(1, 10)}
ROWS = """
INSERT INTO links (id, title, tag, guild_id, owner_id, price, score, added, made, day, active, data, tags, refs, ttl)
SELECT n, chr(96 + n) || 'b', nullif(chr(95 + n), 'a'), n % 3, nullif(n % 4, 0), n * 1.5, n / 3.0,
    timestamptz '2020-01-01 10:00+00' + n * interval '7 hours', timestamp '2020-01-01' + n * interval '1 day',
    date '2020-01-01' + n, n % 2 = 0, jsonb_build_object('k', chr(96 + n), 'n', n, 'o', jsonb_build_object('k', 'z')),
    CASE WHEN n < 5 THEN ARRAY['a', chr(96 + n)] END, ARRAY[n, 7], n * interval '1 hour'
FROM generate_series(1, 6) AS n
"""


class Database:
    """One connection, and the loop it runs on."""

    def __init__(self, postgres: PostgresServer) -> None:
        self.loop = asyncio.new_event_loop()
        self.connection: asyncpg.Connection = self.loop.run_until_complete(self._opened(postgres))

    async def _opened(self, postgres: PostgresServer) -> asyncpg.Connection:
        connection = await asyncpg.connect(await postgres.create_database("generated"))
        await create_tables(connection)
        await connection.execute(ROWS)
        return connection

    def difference(self, sql: str) -> str | None:
        return self.loop.run_until_complete(difference(self.connection, Case("generated", "mappings", sql, "")))

    def both_rows(self, sql: str, sent: str, arguments: list[Any]) -> tuple[list[str] | None, list[str] | None]:
        """The rows of both statements, None for an error of the values at hand."""
        return self.loop.run_until_complete(self._both_rows(sql, sent, arguments))

    async def _both_rows(self, sql: str, sent: str, arguments: list[Any]) -> tuple[list[str] | None, list[str] | None]:
        async with self.connection.transaction():  # in which now() is one moment
            return await self._rows(sql, []), await self._rows(sent, arguments)

    async def _rows(self, sql: str, arguments: list[Any]) -> list[str] | None:
        try:
            async with self.connection.transaction():
                found = await self.connection.fetch(sql, *arguments)
        except asyncpg.PostgresError:
            return None
        rows = [repr(tuple(row)) for row in found]
        return rows if " GROUP BY " not in sql else sorted(rows)

    def close(self) -> None:
        self.loop.run_until_complete(self.connection.close())
        self.loop.close()


@pytest.fixture(scope="module")
def database(postgres: PostgresServer) -> Iterator[Database]:
    opened = Database(postgres)
    yield opened
    opened.close()


def proven(sql: str) -> Proof | None:
    try:
        statement = parse_statement(sql)
        result = lowered(sql, facts=FACTS)
        return prove(statement, result, REGISTRY, FACTS)
    except Refusal:
        return None


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(sql=queries())
def test_a_generated_statement_is_refused_or_the_same(database: Database, sql: str) -> None:
    proof = proven(sql)
    if proof is None:
        return
    assert database.difference(sql) is None
    if "$" not in sql:
        compilation = compiled(lowered(sql, facts=FACTS))
        arguments = [compilation.params[name] for name in compilation.positiontup]
        before, after = database.both_rows(sql, proof.compiled, arguments)
        assert before is None or before == after, proof.compiled
