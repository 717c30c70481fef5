"""Rows as values: SQLAlchemy gives the same tuples as asyncpg, in arrays as well, of the same Python types."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest
from lowering_models import compiled, create_tables, lowered
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from codemod.postgres.server import PostgresServer

pytestmark = pytest.mark.postgres

_ROWS = (
    "INSERT INTO links (id, title, guild_id, price, score, added, day, active, tags, ref, ip, ttl) VALUES"
    " (1, 'a', 7, 1.50, 0.5, now(), '2020-01-01', true, '{x,y}', gen_random_uuid(), '10.0.0.1', '1 day'),"
    " (2, 'b', 7, NULL, NULL, now(), NULL, false, NULL, NULL, NULL, NULL)"
)
QUERIES = {
    "record": "SELECT (id, title) FROM links ORDER BY id",
    "one value": "SELECT ROW(price) FROM links ORDER BY id",
    "every type": "SELECT (id, price, score, added, day, active, tags, ref, ip, ttl) AS r FROM links ORDER BY id",
    "nested": "SELECT (id, (title, price)) FROM links ORDER BY id",
    "array": "SELECT guild_id, array_agg((id, title, price)) FROM links GROUP BY guild_id",
    "ordered array": "SELECT array_agg((id, tags) ORDER BY id DESC) FROM links",
    "distinct array": "SELECT array_agg(DISTINCT (id, price)) FROM links",
    "array of nothing": "SELECT array_agg((id, title)) FROM links WHERE id > 5",
    "array of a query": "SELECT ARRAY(SELECT (id, title) FROM links ORDER BY id)",
    "nothing by default": "SELECT coalesce(array_agg((id, title)), '{}') FROM links WHERE id > 5",
    "column of a subquery": "SELECT s.r FROM (SELECT (id, title) AS r FROM links) s ORDER BY s.r",
}


async def _both(dsn: str) -> dict[str, tuple[Any, Any]]:
    connection = await asyncpg.connect(dsn)
    engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(dsn))
    try:
        await create_tables(connection)
        await connection.execute(_ROWS)
        found = {}
        async with engine.connect() as other:
            await other.execute(text("SELECT 1"))
            for name, sql in QUERIES.items():
                before = [dict(row) for row in await connection.fetch(sql)]
                after = (await other.execute(compiled(lowered(sql)).statement)).mappings()
                found[name] = before, [dict(row) for row in after]
        return found
    finally:
        await engine.dispose()
        await connection.close()


def _typed(value: Any) -> Any:
    """The value with the Python types of everything in it: a list equals no tuple, but 1 equals Decimal('1')."""
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    return (type(value), [_typed(item) for item in value] if isinstance(value, list | tuple) else value)


def test_rows_come_out_as_the_same_tuples(postgres: PostgresServer) -> None:
    async def run() -> dict[str, tuple[Any, Any]]:
        return await _both(await postgres.create_database("records"))

    for name, (before, after) in asyncio.run(run()).items():
        assert _typed(after) == _typed(before), name
