"""A thin wrapper around the asyncpg pool, so that the cogs needn't know about acquiring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import asyncpg


class Database:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool

    @classmethod
    async def connect(cls, dsn: str) -> Database:
        return cls(await asyncpg.create_pool(dsn, min_size=1, max_size=4))

    async def close(self) -> None:
        await self.pool.close()

    def acquire(self):
        return self.pool.acquire()

    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> str:
        return await self.pool.execute(query, *args, timeout=timeout)

    async def execute_many(self, query: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for every row, all or nothing."""
        await self.pool.executemany(query, rows)

    async def fetch(self, query: str, *args: Any) -> list[asyncpg.Record]:
        return await self.pool.fetch(query, *args)

    async def fetchrow(self, query: str, *args: Any) -> asyncpg.Record | None:
        return await self.pool.fetchrow(query, *args)

    async def fetchval(self, query: str, *args: Any) -> Any:
        return await self.pool.fetchval(query, *args)
