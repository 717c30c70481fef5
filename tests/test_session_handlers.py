"""A caller's handlers that are meant for sessions: they don't catch a call's errors now, and would once it moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_plan import converted, refusals

CODE = """
import asyncpg
from sqlalchemy.exc import {name}


class Cog:
    async def remove(self, one: int):
        await self.bot.db.execute('DELETE FROM links WHERE id = $1', one)

    async def between(self, one: int):
        await self.remove(one)

    async def run(self, one: int):
        try:
            await self.{called}(one)
            await self.repo.create(one)
        except {caught}:
            return 'known'
"""


@pytest.mark.parametrize(
    ("name", "called", "caught", "stays"),
    [
        ("IntegrityError", "remove", "IntegrityError", True),
        ("SQLAlchemyError", "between", "(SQLAlchemyError, ValueError) as error", True),
        ("IntegrityError", "other", "IntegrityError", False),
        ("IntegrityError", "remove", "Exception", False),
        ("IntegrityError", "remove", "KeyError", False),
        ("NoResultFound", "remove", "NoResultFound", False),
    ],
)
def test_what_would_begin_to_catch_keeps_the_call(
    tmp_path: Path, name: str, called: str, caught: str, stays: bool
) -> None:
    result = converted(tmp_path, CODE.format(name=name, called=called, caught=caught))
    assert refusals(result) == (["errors.handler"] if stays else [])
