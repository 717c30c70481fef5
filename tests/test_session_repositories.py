"""Repositories that are made with a session: called on the session that the statement would run in."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from migration import complaints
from test_repositories import COG, migrated, refusals
from test_repository_handlers import DATABASE

REPOSITORY = '''
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Link


class LinkRepository:
    """Links."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def find(self, link_id: int) -> Link | None:
        return await self.session.get(Link, link_id)

    async def where_is(self, name: str) -> str | None:
        result = await self.session.execute(select(Link.url).where(Link.title == name))
        return result.scalar()

    async def rename(self, name: str, new: str) -> None:
        await self.session.execute(update(Link).where(Link.title == name).values(title=new))
'''

#: The same by a base class, which is given the model.
BASE = """
from sqlalchemy.ext.asyncio import AsyncSession


class BaseRepository:
    def __init__(self, model, db: AsyncSession) -> None:
        self.model = model
        self._db = db
"""
BASED = REPOSITORY.replace("class LinkRepository:", "class LinkRepository(BaseRepository):")
BASED = BASED.replace("self.session = session", "super().__init__(Link, session)").replace("self.session.", "self._db.")
BASED = BASED.replace("from models", "from data.base import BaseRepository\nfrom models")


@pytest.mark.parametrize("repository", [REPOSITORY, BASED])
def test_it_is_made_with_the_session_of_the_site(tmp_path: Path, repository: str) -> None:
    report, files = migrated(
        tmp_path, {"cogs/links.py": COG, "data/link_repo.py": repository, "data/base.py": BASE, "data/__init__.py": ""}
    )
    assert refusals(report) == []
    assert files["cogs/links.py"] == dedent(
        """\
        import asyncpg

        from data.link_repo import LinkRepository


        class Links:
            def __init__(self, bot):
                self.bot = bot

            async def url(self, title: str):
                async with self.bot.get_db_session() as session:
                    return await LinkRepository(session).where_is(title)

            async def rename(self, old: str, new: str):
                async with self.bot.get_db_session() as session:
                    # for good
                    await LinkRepository(session).rename(old, new)
                    await session.commit()
        """
    )
    assert files["data/link_repo.py"] == dedent(repository).lstrip("\n")
    report, again = migrated(tmp_path, {})
    assert again == files


NEW = """
class Links:
    def __init__(self, bot):
        self.bot = bot

    async def count(self, tag: str):
        return await self.bot.db.fetchval("SELECT count(*) FROM links WHERE tag = $1", tag)

    async def add(self, title: str, url: str):
        return await self.bot.db.fetchval("INSERT INTO links (title, url) VALUES ($1, $2) RETURNING id", title, url)

    async def remove(self, title: str):
        status = await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
        return status == "DELETE 1"

    async def vote(self, rows):
        await self.bot.db.executemany("INSERT INTO votes (link_id, user_id, counted) VALUES ($1, $2, $3)", rows)

    async def show(self, title: str):
        print(await self.bot.db.fetchval("SELECT tag FROM links WHERE title = $1", title))

    async def move(self, old: str, new: str):
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute("UPDATE links SET tag = $2 WHERE tag = $1", old, new)
            await conn.execute("UPDATE links SET title = $2 WHERE title = $1", old, new)
"""


def test_new_methods_run_in_the_session_of_their_object(tmp_path: Path) -> None:
    report, files = migrated(tmp_path, {"cogs/links.py": NEW, "data/link_repo.py": REPOSITORY})
    assert refusals(report) == []
    cog, links, votes = (files[f"{name}.py"] for name in ("cogs/links", "data/link_repo", "data/vote_repository"))
    assert (
        "            value = await LinkRepository(session).create(title, url)\n"
        "            await session.commit()\n"
        "            return value\n"
    ) in cog
    assert "        return status == 1\n" in cog
    assert "            value = await LinkRepository(session).find_tag_by_title(title)\n        print(value)\n" in cog
    assert (
        "        async with self.bot.get_db_session() as session, session.begin():\n"
        "            await LinkRepository(session).update_tag_by_tag(old, new)\n"
        "            await LinkRepository(session).rename(old, new)\n"
    ) in cog
    assert "self.session.execute(stmt)" in links
    assert ".commit()" not in links + votes
    assert "    def __init__(self, session: AsyncSession) -> None:\n        self.session = session\n" in votes
    assert complaints(tmp_path) <= {("bot.py", "F401")}
    _, again = migrated(tmp_path, {})
    assert again == files


def changed(*change: str) -> str:
    return REPOSITORY.replace(*change)


OTHERS = {
    "commits itself": (
        changed("values(title=new))\n", "values(title=new))\n        await self.session.commit()\n"),
        "await LinkRepository(session).rename(old, new)\n",
    ),
    "flushes": (
        changed("values(title=new))\n", "values(title=new))\n        await self.session.flush()\n"),
        ".update_title_by_title(old, new)\n            await session.commit()",
    ),
    "rolls back": (
        changed(
            "        await self.session.execute(update(Link).where(Link.title == name).values(title=new))",
            "        try:\n            await self.session.execute(update(Link).where(Link.title == name)"
            ".values(title=new))\n        except Exception:\n            await self.session.rollback()\n"
            "            raise",
        ),
        ".update_title_by_title(old, new)\n            await session.commit()",
    ),
    "two statements": (
        changed("values(title=new))\n", "values(title=new))\n        await self.session.execute(select(Link))\n"),
        ".update_title_by_title(old, new)\n            await session.commit()",
    ),
    "another session": (
        changed("await self.session.execute(update", "await self.other.session.execute(update"),
        ".update_title_by_title(old, new)\n            await session.commit()",
    ),
}


@pytest.mark.parametrize("case", OTHERS)
def test_only_what_does_the_same_is_called(tmp_path: Path, case: str) -> None:
    repository, called = OTHERS[case]
    _, files = migrated(tmp_path, {"cogs/links.py": COG, "data/link_repo.py": repository})
    assert called in files["cogs/links.py"]
    assert files["cogs/links.py"].count(".commit()") == (case != "commits itself")


def test_a_method_that_commits_is_not_called_in_a_transaction(tmp_path: Path) -> None:
    repository = OTHERS["commits itself"][0]
    report, files = migrated(tmp_path, {"cogs/links.py": NEW, "data/link_repo.py": repository})
    assert "LinkRepository(session).rename(" not in files["cogs/links.py"]
    assert "repository.commit" in {finding.code for finding in report.findings}


GET = """
class Links:
    def __init__(self, bot):
        self.bot = bot

    async def link(self, link_id: int):
        row = await self.bot.db.fetchrow("SELECT * FROM links WHERE id = $1", link_id)
        return row["title"]

    async def both(self, link_id: int):
        async with self.bot.db.acquire() as conn:
            row = await conn.fetchrow("SELECT * FROM links WHERE id = $1", link_id)
            tag = await conn.fetchval("SELECT tag FROM links WHERE id = $1", link_id)
            return row["title"], tag
"""


def test_what_a_session_has_loaded_is_no_query_on_a_shared_one(tmp_path: Path) -> None:
    _, files = migrated(tmp_path, {"cogs/links.py": GET, "data/link_repo.py": REPOSITORY})
    first, _, second = files["cogs/links.py"].partition("async def both")
    assert "row = await LinkRepository(session).find(link_id)" in first
    assert "row = await LinkRepository(session).find_by_id(link_id)" in second


NOT_HELD = {
    "more": changed("session: AsyncSession)", "session: AsyncSession, cache)"),
    "a keyword": changed("session: AsyncSession)", "session: AsyncSession, *, cache)"),
    "not annotated": changed("session: AsyncSession)", "session)"),
    "not kept": changed("self.session = session", "self.session = wrapped(session)"),
}


@pytest.mark.parametrize("case", NOT_HELD)
def test_other_classes_are_no_such_repositories(tmp_path: Path, case: str) -> None:
    _, files = migrated(tmp_path, {"cogs/links.py": COG, "data/link_repo.py": NOT_HELD[case]})
    assert "LinkRepository(session)" not in files["cogs/links.py"]
    assert files["data/link_repo.py"] == NOT_HELD[case].lstrip("\n")


#: How FastAPI makes a repository with the session of a request.
PROVIDER = DATABASE.replace(
    "def get_links() -> LinkRepository:\n        return LinkRepository(session_maker)",
    "def get_links(session: AsyncSession = Depends({})) -> LinkRepository:\n        return LinkRepository(session)",
)
API = """
import asyncpg
from fastapi import APIRouter, Depends

from data.link_repo import LinkRepository
from database import get_conn, get_links

router = APIRouter()


@router.get("/known")
async def known(links: LinkRepository = Depends(get_links)):
    return await links.where_is("x")


@router.get("/{title}")
async def leads_to(title: str, conn: asyncpg.Connection = Depends(get_conn)):
    return await conn.fetchval("SELECT url FROM links WHERE title = $1", title)


@router.put("/{title}/{new}")
async def rename(title: str, new: str, conn: asyncpg.Connection = Depends(get_conn)):
    await conn.execute("UPDATE links SET title = $2 WHERE title = $1", title, new)


@router.get("/{title}/all")
async def everything(title: str, conn: asyncpg.Connection = Depends(get_conn)):
    url = await conn.fetchval("SELECT url FROM links WHERE title = $1", title)
    return url, await conn.fetchval("SELECT tag FROM links WHERE title = $1", title)
"""


def test_a_handler_gets_it_for_one_read_and_the_session_for_the_rest(tmp_path: Path) -> None:
    database = PROVIDER.replace("{}", "get_session")
    report, files = migrated(tmp_path, {"api.py": API, "database.py": database, "data/link_repo.py": REPOSITORY})
    assert refusals(report) == []
    assert files["api.py"].partition("\n\n\n@router")[2].partition("@router")[2] == dedent(
        """\
        .get("/{title}")
        async def leads_to(title: str, link_repo: LinkRepository = Depends(get_links)):
            return await link_repo.where_is(title)


        @router.put("/{title}/{new}")
        async def rename(title: str, new: str, session: AsyncSession = Depends(get_session)):
            await LinkRepository(session).rename(title, new)
            await session.commit()


        @router.get("/{title}/all")
        async def everything(title: str, session: AsyncSession = Depends(get_session)):
            url = await LinkRepository(session).where_is(title)
            value = await LinkRepository(session).find_tag_by_title(title)
            return url, value
        """
    )
    _, again = migrated(tmp_path, {})
    assert again == files


def test_the_repository_of_another_session_is_not_asked_for(tmp_path: Path) -> None:
    other = PROVIDER.replace("{}", "get_archive").replace(
        "async def get_session():",
        "async def get_archive():\n        async with archive() as session:\n            yield session\n\n\n"
        "    async def get_session():",
    )
    _, files = migrated(tmp_path, {"api.py": API, "database.py": other, "data/link_repo.py": REPOSITORY})
    assert "link_repo: LinkRepository" not in files["api.py"]
