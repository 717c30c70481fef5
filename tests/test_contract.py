"""The laws themselves: a half-converted connection doesn't pass."""

from __future__ import annotations

import pytest
from contract import assert_connections_whole

BEFORE = """
async def f(pool):
    async with pool.acquire() as conn:
        await conn.execute("a")
        await conn.execute("b")
"""
WHOLE = """
async def f(pool):
    async with maker() as session:
        await session.execute(a)
        await session.execute(b)
"""
HALF = """
async def f(pool):
    async with pool.acquire() as conn:
        async with maker() as session:
            await session.execute(a)
        await conn.execute("b")
"""
LEFT = """
async def f(pool):
    async with maker() as session:
        await session.execute(a)
        await conn.execute("b")
"""


def test_a_connection_is_kept_or_gone() -> None:
    assert_connections_whole(BEFORE, WHOLE)
    assert_connections_whole(BEFORE, BEFORE)


@pytest.mark.parametrize("after", [HALF, LEFT])
def test_half_a_connection_is_caught(after: str) -> None:
    with pytest.raises(AssertionError):
        assert_connections_whole(BEFORE, after)
