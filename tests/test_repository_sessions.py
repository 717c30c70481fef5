"""The repository style on shared connections: methods take the session, and its owner commits."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from test_repositories import COG, migrated, refusals

MOVE = """
class Movers:
    def __init__(self, bot):
        self.bot = bot

    async def move(self, old: str, new: str):
        async with self.bot.db.acquire() as conn, conn.transaction():
            await conn.execute("UPDATE links SET title = $2 WHERE title = $1", old, new)
            return await conn.fetchval("SELECT url FROM links WHERE title = $1", new)
"""

MOVED = """
class Movers:
    def __init__(self, bot):
        self.bot = bot
        self.link_repo = LinkRepository(bot.get_db_session)

    async def move(self, old: str, new: str):
        async with self.bot.get_db_session() as session, session.begin():
            await self.link_repo.update_title_by_title(old, new, session=session)
            return await self.link_repo.get_url_by_title(new, session=session)
"""

UPDATE = '''
    async def update_title_by_title(
        self, title: str, new_title: str, *, session: AsyncSession | None = None
    ) -> None:
        """Update the title of links by title."""
        if session is None:
            async with self.session_factory() as session:
                await self.update_title_by_title(title, new_title, session=session)
                await session.commit()
                return
        stmt = update(Link).where(Link.title == title).values(title=new_title)
        await session.execute(stmt)
'''

READ = '''
    async def get_url_by_title(
        self, title: str, *, session: AsyncSession | None = None
    ) -> str | None:
        """Get the URL of a link by title."""
        if session is None:
            async with self.session_factory() as session:
                return await self.get_url_by_title(title, session=session)
        stmt = select(Link.url).where(Link.title == title)
        result = await session.execute(stmt)
        return result.scalar()
'''

GIVEN = '''
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Link


class LinkRepository:
    def __init__(self, session_factory):
        self.session_factory = session_factory

    async def rename(self, old, new, session: AsyncSession | None = None):
        """Rename it."""
        if session is None:
            async with self.session_factory() as session:
                await self.rename(old, new, session=session)
                await session.commit()
                return
        await session.execute(update(Link).where(Link.title == old).values(title=new))
'''


def test_sites_of_one_transaction_call_methods_in_its_session(tmp_path: Path) -> None:
    report, files = migrated(tmp_path, {"cogs/movers.py": MOVE})
    assert refusals(report) == []
    assert files["cogs/movers.py"].endswith(MOVED)
    repository = files["repositories/link_repository.py"]
    assert UPDATE in repository
    assert READ in repository


def test_a_method_takes_a_session_only_where_a_site_gives_it_one(tmp_path: Path) -> None:
    _, files = migrated(tmp_path, {"cogs/links.py": COG, "cogs/movers.py": MOVE.replace("SELECT url", "SELECT tag")})
    repository = files["repositories/link_repository.py"]
    assert UPDATE in repository
    assert "async def get_url_by_title(self, title: str) -> str | None:" in repository
    assert "await self.link_repo.update_title_by_title(old, new)" in files["cogs/links.py"]


def methods_of(files: dict[str, str]) -> list[str]:
    """The text before the methods of the repository, and each of them, whatever their order."""
    head, *methods = files["repositories/link_repository.py"].split("\n\n    async def")
    return [head, *sorted(method.strip() for method in methods)]


@pytest.mark.parametrize("first", [("cogs/links.py", COG), ("cogs/movers.py", MOVE)])
def test_file_by_file_gives_what_one_run_does(first: tuple[str, str], tmp_path: Path) -> None:
    both = {"cogs/links.py": COG, "cogs/movers.py": MOVE}
    _, at_once = migrated(tmp_path / "once", both)
    migrated(tmp_path / "twice", dict([first]))
    _, after = migrated(tmp_path / "twice", {name: text for name, text in both.items() if name != first[0]})
    assert {name: after[name] for name in both} == {name: at_once[name] for name in both}
    assert methods_of(at_once) == methods_of(after)
    report, _ = migrated(tmp_path / "twice", {})
    assert list(report.changes) == []


def test_a_method_that_was_changed_since_is_left_alone(tmp_path: Path) -> None:
    migrated(tmp_path, {"cogs/links.py": COG})
    path = tmp_path / "repositories" / "link_repository.py"
    changed = path.read_text().replace('"""Update the title of links by title."""', '"""Rename a link."""')
    path.write_text(changed)
    report, files = migrated(tmp_path, {"cogs/movers.py": MOVE.replace("SELECT url", "SELECT tag")})
    assert refusals(report) == []
    assert "stmt = update(Link).where(Link.title == old).values(title=new)" in files["cogs/movers.py"]
    assert 'new_title: str) -> None:\n        """Rename a link."""' in files["repositories/link_repository.py"]
    found = [(item.code, item.message) for item in report.findings]
    message = "LinkRepository.update_title_by_title() runs the statement of cogs/movers.py:7, but takes no session"
    assert ("repository.session", f"{message}: not used where a connection is shared") in found


def test_a_method_of_the_project_that_takes_a_session_is_used(tmp_path: Path) -> None:
    report, files = migrated(tmp_path, {"data/link_repo.py": GIVEN, "cogs/movers.py": MOVE, "cogs/links.py": COG})
    assert refusals(report) == []
    assert "await self.link_repo.rename(old, new, session=session)" in files["cogs/movers.py"]
    assert "await self.link_repo.rename(old, new)" in files["cogs/links.py"]
    assert files["data/link_repo.py"].count("update(Link)") == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("                await session.commit()\n", ""),
        ("values(title=new))\n", "values(title=new))\n        await session.commit()\n"),
        ("await self.rename(old, new, session=session)", "await self.rename(new, old, session=session)"),
        ("if session is None:", "if session is not None:"),
        ("session: AsyncSession | None = None", "session: AsyncSession = None, *more"),
        ("session: AsyncSession | None = None", "session=None"),
        ("                return\n", "                return True\n"),
    ],
)
def test_a_method_that_does_more_or_less_with_its_session_is_not_used(old: str, new: str, tmp_path: Path) -> None:
    assert GIVEN.count(old) == 1
    files = {"data/link_repo.py": GIVEN.replace(old, new), "cogs/movers.py": MOVE}
    report, after = migrated(tmp_path, files)
    assert refusals(report) == []
    assert ".rename(" not in after["cogs/movers.py"]


CONNECTION = """
class Links:
    def __init__(self, bot):
        self.bot = bot

    async def put(self, title: str):
        async with self.bot.db.acquire() as conn:
            print(title)
            {statements}
"""


@pytest.mark.parametrize(
    ("statements", "written"),
    [
        (
            'await conn.execute("DELETE FROM links WHERE title = $1", title)\n            await conn.execute("DELETE FROM votes")',
            """
            await self.link_repo.delete_by_title(title, session=session)
            await session.commit()
            await self.vote_repo.delete_all(session=session)
            await session.commit()
            """,
        ),
        (
            'return await conn.fetchval("DELETE FROM links WHERE title = $1 RETURNING id", title)',
            """
            stmt = delete(Link).where(Link.title == title).returning(Link.id)
            result = await session.execute(stmt)
            value = result.scalar()
            await session.commit()
            return value
            """,
        ),
        (
            'self.id = await conn.fetchval("DELETE FROM links WHERE title = $1 RETURNING id", title)',
            """
            stmt = delete(Link).where(Link.title == title).returning(Link.id)
            result = await session.execute(stmt)
            value = result.scalar()
            await session.commit()
            self.id = value
            """,
        ),
        (
            'id = await conn.fetchval("DELETE FROM links WHERE title = $1 RETURNING id", title)  # gone',
            """
            id = await self.link_repo.delete_by_title(title, session=session)  # gone
            await session.commit()
            """,
        ),
        (
            'return [await conn.fetchval("SELECT url FROM links WHERE title = $1", t) for t in title]',
            """
            return [await self.link_repo.get_url_by_title(t, session=session) for t in title]
            """,
        ),
    ],
    ids=["statements", "returned", "attribute", "commented", "comprehension"],
)
def test_the_commit_stands_where_that_of_asyncpg_was(statements: str, written: str, tmp_path: Path) -> None:
    report, files = migrated(tmp_path, {"cogs/links.py": CONNECTION.format(statements=statements)})
    assert refusals(report) == []
    body = files["cogs/links.py"].partition("print(title)\n")[2]
    assert dedent(body).strip() == dedent(written).strip()


PASSED = """
class Links:
    def __init__(self, bot):
        self.bot = bot

    async def put(self, title: str):
        async with self.bot.db.acquire() as conn, conn.transaction():
            await self.forget(conn, title)

    async def forget(self, conn, title: str):
        await conn.execute("DELETE FROM links WHERE title = $1", title)
"""


def test_a_session_that_is_handed_on_goes_on_to_the_method(tmp_path: Path) -> None:
    report, files = migrated(tmp_path, {"cogs/links.py": PASSED})
    assert refusals(report) == []
    assert "await self.link_repo.delete_by_title(title, session=session)" in files["cogs/links.py"]


def test_a_function_that_may_be_given_any_session_keeps_its_statements(tmp_path: Path) -> None:
    code = PASSED.replace("    async def forget(self, conn,", "async def forget(conn,").replace("self.forget", "forget")
    code = code.replace("        await conn.execute", "    await conn.execute")
    report, files = migrated(tmp_path, {"cogs/links.py": code})
    assert refusals(report) == []
    assert "async def forget(session, title: str):\n    stmt = delete(Link)" in files["cogs/links.py"]


def test_a_time_limit_stays_with_its_statement(tmp_path: Path) -> None:
    _, files = migrated(
        tmp_path, {"cogs/links.py": COG.replace('title = $1", title)', 'title = $1", title, timeout=5)')}
    )
    assert "await wait_for(session.execute(stmt), 5)" in files["cogs/links.py"]


def test_a_group_that_stays_leaves_no_method_behind(tmp_path: Path) -> None:
    code = MOVE.replace('"SELECT url FROM links WHERE title = $1", new', "self.sql, new")
    report, files = migrated(tmp_path, {"cogs/movers.py": code})
    assert [code for code, _ in refusals(report)] == ["session.group", "query.unresolved"]
    assert "repositories/link_repository.py" not in files


def test_auto_keeps_statements_of_tables_without_a_repository(tmp_path: Path) -> None:
    code = MOVE.replace("SELECT url FROM links WHERE title = $1", "SELECT count(*) FROM votes WHERE link_id = $1")
    report, files = migrated(tmp_path, {"data/link_repo.py": GIVEN, "cogs/movers.py": code}, style="auto")
    assert refusals(report) == []
    assert "self.link_repo.rename(old, new, session=session)" in files["cogs/movers.py"]
    assert "select(func.count())" in files["cogs/movers.py"]


@pytest.mark.parametrize(
    ("block", "written"),
    [
        (
            """
            async with self.bot.db.acquire() as conn:
                query = "DELETE FROM links WHERE title = $1"
                await conn.execute(query, title)
                # it is gone
                print(f'''{title}
                gone''')

                await self.bot.db.execute("DELETE FROM votes")
            return title
            """,
            """
            await self.link_repo.delete_by_title(title)
            # it is gone
            print(f'''{title}
                gone''')

            await self.vote_repo.delete_all()
            return title
            """,
        ),
        (
            """
            pool = self.bot.db
            async with pool.acquire() as conn:
                for row in await conn.fetch("SELECT id, url FROM links WHERE title = $1", title):
                    print(row["url"])
            """,
            """
            for row in await self.link_repo.get_ids_and_urls_by_title(title):
                print(row["url"])
            """,
        ),
        (
            """
            try:
                async with self.bot.db.acquire() as conn:
                    return await conn.fetchval("DELETE FROM links WHERE title = $1 RETURNING id", title)
            except asyncpg.UniqueViolationError:
                return None
            """,
            """
            try:
                return await self.link_repo.delete_by_title(title)
            except IntegrityError as error:
                if getattr(error.orig, "sqlstate", None) != "23505":
                    raise
                return None
            """,
        ),
        (
            """
            async with self.bot.db.acquire() as conn:
                query = "DELETE FROM links WHERE title = $1"
                async with conn.transaction():
                    await conn.execute(query, title)
            print(title)
            """,
            """
            await self.link_repo.delete_by_title(title)
            print(title)
            """,
        ),
        (
            """
            async with self.bot.db.acquire() as conn, conn.transaction():
                return await conn.fetchval("DELETE FROM links WHERE title = $1 RETURNING id", title)
            """,
            """
            return await self.link_repo.delete_by_title(title)
            """,
        ),
    ],
    ids=["statements", "loop", "handler", "transaction", "one header"],
)
def test_the_block_of_a_connection_with_one_call_goes_away(block: str, written: str, tmp_path: Path) -> None:
    report, after = migrated(tmp_path, {"cogs/links.py": _with_body(block)})
    assert refusals(report) == []
    assert dedent(after["cogs/links.py"].partition("title: str):\n")[2]).strip() == dedent(written).strip()


def _with_body(block: str) -> str:
    lines = [f"        {line}" if line else "" for line in dedent(block).strip().split("\n")]
    head = "import asyncpg\n\n\nclass Links:\n    def __init__(self, bot):\n        self.bot = bot\n\n"
    return head + "\n".join(["    async def put(self, title: str):", *lines]) + "\n"


@pytest.mark.parametrize(
    "body",
    [
        'print(1)\n    return await conn.fetchval("SELECT url FROM links WHERE title = $1", title)',
        'x = await conn.fetchval("SELECT url FROM links WHERE title = $1", title)\n    try:\n        print(x)\n    except asyncpg.PostgresError:\n        pass',
        'for one in title:\n        await conn.execute("DELETE FROM links WHERE title = $1", one)',
        'async with conn.transaction():\n        await conn.execute("DELETE FROM links WHERE title = $1", title)\n        print(1)',
        'async with conn.transaction():\n        self.x = await conn.fetchval("DELETE FROM links RETURNING id")',
        'async with conn.transaction():\n        int(await conn.fetchval("DELETE FROM links RETURNING id"))',
        'async with conn.transaction(isolation="serializable"):\n        await conn.execute("DELETE FROM links")',
        'async with conn.transaction():\n        await conn.execute("DELETE FROM links")\n    print(1)',
    ],
    ids=["something before", "handlers", "loop", "transaction", "attribute", "converted", "isolation", "goes on"],
)
def test_any_other_block_stays(body: str, tmp_path: Path) -> None:
    block = f"async with self.bot.db.acquire() as conn:\n    {body}"
    report, after = migrated(tmp_path, {"cogs/links.py": _with_body(block)})
    assert refusals(report) == []
    assert "async with self.bot.get_db_session() as session:\n" in after["cogs/links.py"]
    assert "session=session" in after["cogs/links.py"]


def test_a_comment_on_the_block_keeps_it(tmp_path: Path) -> None:
    block = 'async with self.bot.db.acquire() as conn:  # slow\n    await conn.execute("DELETE FROM links")'
    _, after = migrated(tmp_path, {"cogs/links.py": _with_body(block)})
    assert "as session:  # slow\n            await self.link_repo.delete_all(session=session)" in after["cogs/links.py"]


def test_the_block_of_a_statement_stays(tmp_path: Path) -> None:
    block = 'async with self.bot.db.acquire() as conn:\n    await conn.execute("DELETE FROM links")'
    _, after = migrated(tmp_path, {"cogs/links.py": _with_body(block)}, style="auto")
    assert (
        "        async with self.bot.get_db_session() as session:\n            stmt = delete(Link)"
        in after["cogs/links.py"]
    )
