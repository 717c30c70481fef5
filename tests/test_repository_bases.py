"""Repositories with a base class for every model, or a service that opens their sessions."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from test_repositories import migrated, refusals

BASE = """
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

T = TypeVar("T")


class BaseRepository(Generic[T]):
    model: type[T]

    def __init__(self, session_factory: Callable[[], AsyncSession]) -> None:
        self.session_factory = session_factory

    async def get(self, id: int) -> T | None:
        async with self.session_factory() as session:
            return await session.get(self.model, id)

    async def get_all(self) -> list[T]:
        async with self.session_factory() as session:
            return list((await session.scalars(select(self.model))).all())

    async def remove(self, id: int) -> None:
        async with self.session_factory() as session, session.begin():
            await session.execute(delete(self.model).where(self.model.id == id))
"""

LINKS = '''
from base import BaseRepository
from models import Link


class LinkRepository(BaseRepository[Link]):
    """Repository for links."""

    model = Link
'''

COG = """
class Links:
    def __init__(self, bot):
        self.bot = bot

    async def one(self, id: int):
        row = await self.bot.db.fetchrow("SELECT * FROM links WHERE id = $1", id)
        return row["url"]

    async def every(self):
        return [row["url"] for row in await self.bot.db.fetch("SELECT * FROM links")]

    async def drop(self, id: int):
        await self.bot.db.execute("DELETE FROM links WHERE id = $1", id)

    async def votes(self, id: int):
        return await self.bot.db.fetch("SELECT user_id FROM votes WHERE link_id = $1", id)
"""

PASSING = (
    LINKS.replace(
        "    model = Link\n",
        "    def __init__(self, session_factory: Callable[[], AsyncSession]) -> None:\n"
        "        super().__init__(session_factory, Link)\n",
    )
    .replace(
        "from base import BaseRepository\n",
        "from collections.abc import Callable\n\nfrom base import BaseRepository\n",
    )
    .replace("from models import Link\n", "from models import Link\nfrom sqlalchemy.ext.asyncio import AsyncSession\n")
)

TAKING = BASE.replace(
    "    def __init__(self, session_factory: Callable[[], AsyncSession]) -> None:\n"
    "        self.session_factory = session_factory\n",
    "    def __init__(self, session_factory: Callable[[], AsyncSession], model: type[T]) -> None:\n"
    "        self.session_factory = session_factory\n"
    "        self.model = model\n",
)

CALLS = {"self.link_repo.get(id)", "self.link_repo.get_all()", "self.link_repo.remove(id)"}


@pytest.mark.parametrize(("base", "repository"), [(BASE, LINKS), (TAKING, PASSING)], ids=["attribute", "argument"])
def test_inherited_methods_are_used_for_the_model(base: str, repository: str, tmp_path: Path) -> None:
    files = {"base.py": base, "data/links.py": repository, "cogs/links.py": COG}
    report, after = migrated(tmp_path, files)
    assert refusals(report) == []
    assert {call for call in CALLS if f"await {call}" in after["cogs/links.py"]} == CALLS
    assert after["data/links.py"] == dedent(repository).lstrip("\n")
    assert "return row.url" in after["cogs/links.py"]


def test_a_new_repository_has_the_base_of_the_others(tmp_path: Path) -> None:
    _, after = migrated(tmp_path, {"base.py": BASE, "data/links.py": LINKS, "cogs/links.py": COG})
    assert after["data/vote_repository.py"].startswith(
        dedent(
            '''\
            """Repository for votes."""

            from sqlalchemy import RowMapping, select

            from base import BaseRepository
            from models import Vote


            class VoteRepository(BaseRepository[Vote]):
                """Repository for votes."""

                model = Vote

                async def get_user_ids_by_link_id(self, link_id: int) -> list[RowMapping]:
            '''
        )
    )


def test_a_new_repository_passes_its_model_on(tmp_path: Path) -> None:
    _, after = migrated(tmp_path, {"base.py": TAKING, "data/links.py": PASSING, "cogs/links.py": COG})
    written = after["data/vote_repository.py"]
    assert "class VoteRepository(BaseRepository[Vote]):" in written
    assert "        super().__init__(session_factory, Vote)\n" in written
    assert "Link" not in written


SERVICE = """
class DatabaseService:
    def __init__(self, model, session_factory):
        self.model = model
        self.session_factory = session_factory

    async def count(self):
        async with self.session_factory() as session:
            return await session.scalar(select(func.count()).select_from(self.model))
"""

COMPOSED = '''
from models import Link
from service import DatabaseService


class LinkRepository:
    """Repository for links."""

    def __init__(self, session_factory):
        self.service = DatabaseService(Link, session_factory)

    async def count(self):
        return await self.service.count()
'''


def test_a_service_opens_the_sessions(tmp_path: Path) -> None:
    report, after = migrated(tmp_path, {"service.py": SERVICE, "data/links.py": COMPOSED, "cogs/links.py": COG})
    assert refusals(report) == []
    opened = "        async with self.service.session_factory() as session:\n"
    assert after["data/links.py"].count(opened) == 3
    assert "        self.service = DatabaseService(Vote, session_factory)\n" in after["data/vote_repository.py"]
    assert opened in after["data/vote_repository.py"]


@pytest.mark.parametrize(
    ("old", "new", "unused"),
    [
        ("select(self.model))", "select(self.model).limit(self.most))", "get_all"),
        ("session.get(self.model, id)", "session.get(self.model, id, with_for_update=True)", "get"),
        ("session.get(self.model, id)", "session.get(self.model, id + 1)", "get"),
        ("session.get(self.model, id)", "session.get(self.other, id)", "get"),
        ("session, session.begin():", "session:", "remove"),
        ("session, session.begin():", "session, session.begin_nested():", "remove"),
        ("self.model.id == id))", "self.model.id == id))\n            await session.commit()", "remove"),
        ("self.model.id == id)", "self.model.id != id)", "remove"),
        ("async def remove(self, id: int)", "async def remove(self, id: int, really: bool)", "remove"),
    ],
)
def test_a_method_of_the_base_that_does_something_else_is_not_used(
    old: str, new: str, unused: str, tmp_path: Path
) -> None:
    assert BASE.count(old) == 1
    files = {"base.py": BASE.replace(old, new), "data/links.py": LINKS, "cogs/links.py": COG}
    report, after = migrated(tmp_path, files)
    assert refusals(report) == []
    assert f"self.link_repo.{unused}(" not in after["cogs/links.py"]


def test_a_method_of_the_class_hides_that_of_its_base(tmp_path: Path) -> None:
    own = LINKS + "\n    async def get(self, id):\n        return None\n"
    _, after = migrated(tmp_path, {"base.py": BASE, "data/links.py": own, "cogs/links.py": COG})
    assert "self.link_repo.get(id)" not in after["cogs/links.py"]


@pytest.mark.parametrize(
    ("base", "repository"),
    [
        (BASE.replace("AsyncSession]) ->", "AsyncSession], cache) ->"), LINKS),
        (BASE.replace("self.session_factory = session_factory", "self.session_factory = wrap(session_factory)"), LINKS),
        (TAKING, PASSING.replace("(session_factory, Link)", "(make(session_factory), Link)")),
    ],
    ids=["two arguments", "another factory", "wrapped"],
)
def test_a_repository_whose_sessions_come_from_elsewhere_is_not_extended(
    base: str, repository: str, tmp_path: Path
) -> None:
    _, after = migrated(tmp_path, {"base.py": base, "data/links.py": repository, "cogs/links.py": COG})
    assert after["data/links.py"] == dedent(repository).lstrip("\n")
    assert "data.links" not in after["cogs/links.py"]


def test_attributes_of_one_model_are_no_example(tmp_path: Path) -> None:
    own = LINKS.replace("    model = Link\n", '    model = Link\n    label = "links"\n')
    _, after = migrated(tmp_path, {"base.py": BASE, "data/links.py": own, "cogs/links.py": COG})
    assert "class VoteRepository:" in after["data/vote_repository.py"]
