"""New repositories and methods are written as the project writes its own; methods that nearly fit are told."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from migration import complaints
from test_repositories import COG, REPOSITORY, migrated

HOUSE = '''
"""Repository for links."""

import logging
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Link


class LinkRepository:
    """Repository for managing links."""

    def __init__(self, sessions: Callable[[], AsyncSession]) -> None:
        self.sessions = sessions
        self.logger = logging.getLogger(__name__)

    async def find_by_tag(self, tag: str) -> list[Link]:
        """Find links by their tag.

        Args:
            tag: The tag.

        Returns:
            The links.
        """
        try:
            async with self.sessions() as session:
                result = await session.execute(select(Link).where(Link.tag == tag))
                return list(result.scalars().all())
        except Exception as e:
            self.logger.error(f"Error finding links by {tag}: {e}")
            return []
'''

VOTES = """
class Votes:
    def __init__(self, bot):
        self.bot = bot

    async def voters(self, link: int):
        return await self.bot.db.fetch("SELECT user_id FROM votes WHERE link_id = $1", link)

    async def forget(self, link: int):
        await self.bot.db.execute("DELETE FROM votes WHERE link_id = $1", link)
"""


def test_a_new_repository_looks_like_the_project_s(tmp_path: Path) -> None:
    _, files = migrated(tmp_path, {"data/link_repository.py": HOUSE, "cogs/votes.py": VOTES})
    assert files["data/vote_repository.py"] == dedent(
        '''\
        """Repository for managing votes."""

        import logging
        from collections.abc import Callable

        from sqlalchemy import RowMapping, delete, select
        from sqlalchemy.ext.asyncio import AsyncSession

        from models import Vote


        class VoteRepository:
            """Repository for managing votes."""

            def __init__(self, sessions: Callable[[], AsyncSession]) -> None:
                self.sessions = sessions
                self.logger = logging.getLogger(__name__)

            async def find_user_ids_by_link_id(self, link_id: int) -> list[RowMapping]:
                """Find the user IDs of votes by link ID.

                Args:
                    link_id: The link ID.

                Returns:
                    List of rows with user_id.
                """
                try:
                    async with self.sessions() as session:
                        stmt = select(Vote.user_id).where(Vote.link_id == link_id)
                        result = await session.execute(stmt)
                        return list(result.mappings().all())
                except Exception as e:
                    self.logger.error(
                        f"Error finding the user IDs of votes by link ID {link_id}: {e}"
                    )
                    raise

            async def delete_by_link_id(self, link_id: int) -> None:
                """Delete votes by link ID.

                Args:
                    link_id: The link ID.
                """
                try:
                    async with self.sessions() as session:
                        stmt = delete(Vote).where(Vote.link_id == link_id)
                        await session.execute(stmt)
                        await session.commit()
                except Exception as e:
                    self.logger.error(f"Error deleting votes by link ID {link_id}: {e}")
                    raise
        '''
    )
    assert complaints(tmp_path) <= {("bot.py", "F401")}


def test_an_added_method_is_written_in_the_same_way(tmp_path: Path) -> None:
    _, files = migrated(tmp_path, {"data/link_repository.py": HOUSE, "cogs/links.py": COG})
    added = files["data/link_repository.py"].partition("async def find_url_by_title")[2]
    assert "async with self.sessions() as session:" in added
    assert 'self.logger.error(f"Error finding the URL of a link by title: {e}")\n            raise' in added


def test_what_is_written_so_is_recognised_again(tmp_path: Path) -> None:
    _, files = migrated(tmp_path, {"data/link_repository.py": HOUSE, "cogs/votes.py": VOTES})
    other = VOTES.replace("class Votes", "class Others")
    _, again = migrated(tmp_path, {"cogs/others.py": other})
    assert again["data/vote_repository.py"] == files["data/vote_repository.py"]
    assert "self.vote_repo.find_user_ids_by_link_id(link)" in again["cogs/others.py"]


def test_no_logger_no_logging(tmp_path: Path) -> None:
    plain = HOUSE.replace("        self.logger = logging.getLogger(__name__)\n", "").replace("self.logger", "log")
    _, files = migrated(tmp_path, {"data/link_repository.py": plain, "cogs/links.py": COG})
    assert "except" not in files["data/link_repository.py"].partition("async def find_url_by_title")[2]
    _, files = migrated(tmp_path / "none", {"data/link_repo.py": REPOSITORY, "cogs/links.py": COG})
    assert "except" not in files["data/link_repo.py"]


MANY = """
class Votes:
    def __init__(self, bot):
        self.bot = bot

    async def add(self, rows):
        await self.bot.db.executemany("INSERT INTO votes (link_id, user_id, counted) VALUES ($1, $2, true)", rows)

    async def count(self, a: int, b: int, c: str, d: str, e: int):
        query = "INSERT INTO links (id, guild_id, title, url, clicks) VALUES ($1, $2, $3, $4, $5)"
        return await self.bot.db.execute(query, a, b, c, d, e)
"""


def test_rows_and_statuses_are_recognised_again(tmp_path: Path) -> None:
    _, files = migrated(tmp_path, {"cogs/a.py": MANY})
    _, again = migrated(tmp_path, {"cogs/b.py": MANY.replace("Votes", "Others")})
    assert again["repositories/vote_repository.py"] == files["repositories/vote_repository.py"]
    assert again["repositories/link_repository.py"] == files["repositories/link_repository.py"]
    assert "self.vote_repo.create_many(rows)" in again["cogs/b.py"]
    assert "self.link_repo.create(a, b, c, d, e)" in again["cogs/b.py"]


NEAR = {
    ("return result.scalar()", "return result.scalar_one()"): "repository.result",
    (
        "return result.scalar()",
        "value = result.scalar()\n            await session.commit()\n            return value",
    ): ("repository.commit"),
    ("where_is", "get_url_by_title"): None,
    ("Link.title == name)", "Link.title == name).limit(5)"): "repository.near-miss",
    ("Link.title == name)", "Link.tag == name)"): None,
    ("Link.title == name)", "Link.title == name).limit(5).offset(1)"): None,
    ("return result.scalar()", "return [row for row in result]"): "repository.result",
    ("return result.scalar()", "return str(result.scalar())"): "repository.result",
}


@pytest.mark.parametrize("change", NEAR)
def test_a_method_that_nearly_fits_is_told(tmp_path: Path, change: tuple[str, str]) -> None:
    report, _ = migrated(tmp_path, {"data/link_repo.py": REPOSITORY.replace(*change), "cogs/links.py": COG})
    expected = NEAR[change]
    assert [finding.code for finding in report.findings] == ([expected] if expected is not None else [])


def test_a_name_that_is_taken_is_told(tmp_path: Path) -> None:
    other = REPOSITORY.replace("where_is", "get_url_by_title").replace("Link.title == name", "Link.tag == name")
    report, files = migrated(tmp_path, {"data/link_repo.py": other, "cogs/links.py": COG})
    (finding,) = report.findings
    assert finding.code == "repository.other-statement"
    message = "LinkRepository.get_url_by_title() differs from the call at cogs/links.py:9 in its WHERE"
    assert finding.message == f"{message}: that one becomes get_url_by_title_for_links()"
    assert "self.link_repo.get_url_by_title(title)" not in files["cogs/links.py"]


NOT_READ = {
    "session.add(Link(title=name))\n            return None": "works with objects in its session",
    "await session.execute(delete(Link))\n            return 1": "does more than run one statement",
    "return None": "runs no statement itself",
}


@pytest.mark.parametrize("body", NOT_READ)
def test_a_method_of_the_name_that_is_not_read_says_why(tmp_path: Path, body: str) -> None:
    start, _, rest = REPOSITORY.replace("where_is", "get_url_by_title").partition("            result = ")
    assert rest
    other = f"{start}            if name:\n                pass\n            {body}\n"
    report, files = migrated(tmp_path, {"data/link_repo.py": other, "cogs/links.py": COG})
    (finding,) = report.findings
    assert finding.message.startswith(f"LinkRepository.get_url_by_title() {NOT_READ[body]}, so it isn't compared with")
    assert "self.link_repo.get_url_by_title(title)" not in files["cogs/links.py"]


NAMES = {
    ("cog_load", "fetch", "SELECT tag, count(*) AS uses FROM links GROUP BY tag"): "list_tags_and_uses",
    ("top_tags", "fetch", "SELECT tag, count(*) FROM links GROUP BY tag"): "top_tags",
    ("delete_old", "fetch", "SELECT id FROM links WHERE clicks > 1"): "get_for_delete_old",
    ("on_message", "execute", "UPDATE links SET clicks = clicks + 1 WHERE clicks > 1"): "update_for_on_message",
    ("bump", "execute", "DELETE FROM links WHERE clicks > 1"): "delete_for_bump",
    ("purge_old", "execute", "DELETE FROM links WHERE clicks > 1"): "purge_old",
    ("show", "fetch", "SELECT id FROM links"): "list_ids",
    ("show", "fetch", "SELECT id, url, tag FROM links"): "list_details",
}


@pytest.mark.parametrize("case", NAMES)
def test_names_say_what_a_statement_does(tmp_path: Path, case: tuple[str, str, str]) -> None:
    function, method, query = case
    code = f"async def {function}(bot):\n    return await bot.db.{method}(\n        {query!r}\n    )\n"
    report, _ = migrated(tmp_path, {"cogs/links.py": code})
    assert [site.calls for site in report.sites] == [f"LinkRepository.{NAMES[case]}"]


@pytest.mark.parametrize(
    ("query", "signature"),
    [
        ("SELECT id FROM links WHERE date_part('year', created_at) = $1", "(self, wanted: float)"),
        ("SELECT id FROM links WHERE lower(title) = $1", "(self, title: str)"),
        ("SELECT id FROM links WHERE clicks > 1 LIMIT $1", "(self, limit: int)"),
    ],
)
def test_parameters_are_called_by_what_they_are(tmp_path: Path, query: str, signature: str) -> None:
    code = f"async def show(bot, wanted):\n    return await bot.db.fetch(\n        {query!r}, wanted\n    )\n"
    _, files = migrated(tmp_path, {"cogs/links.py": code})
    assert signature in files["repositories/link_repository.py"]


@pytest.mark.parametrize("several", ["list", "Sequence"])
def test_rows_come_in_what_the_project_gives_them_in(tmp_path: Path, several: str) -> None:
    house = HOUSE.replace("list[Link]", f"{several}[Link]").replace("import Callable", "import Callable, Sequence")
    _, files = migrated(tmp_path, {"data/link_repository.py": house, "cogs/votes.py": VOTES})
    new = files["data/vote_repository.py"]
    assert f"-> {several}[RowMapping]:" in new
    assert ("return list(result.mappings().all())" in new) == (several == "list")


PART = """
    import asyncpg


    class {name}:
        def __init__(self, bot):
            self.bot = bot

        async def run(self, title: str):
            await self.bot.db.{call}, title)
    """

PARTS = {
    "cogs/a.py": PART.format(name="A", call='execute("DELETE FROM links WHERE title = $1"'),
    "cogs/b.py": PART.format(name="B", call='fetch("SELECT * FROM links WHERE title = $1"'),
    "cogs/c.py": PART.format(name="C", call='execute("UPDATE links SET clicks = 0 WHERE title = $1"'),
    "cogs/d.py": PART.format(name="D", call='fetchval("SELECT count(*) FROM links WHERE title = $1"'),
}


@pytest.mark.parametrize(
    ("repository", "names"),
    [
        ({}, ["count_by_title", "get_by_title", "update_clicks_by_title", "delete_by_title"]),
        (
            {"data/link_repo.py": REPOSITORY},
            ["count_by_title", "get_by_title", "where_is", "update_clicks_by_title", "delete_by_title"],
        ),
        (
            {"data/link_repo.py": REPOSITORY + "\n    async def _close(self):\n        pass\n"},
            ["where_is", "_close", "count_by_title", "get_by_title", "update_clicks_by_title", "delete_by_title"],
        ),
        (
            {"data/link_repo.py": REPOSITORY + "\n    # the first of all\n    async def a(self):\n        pass\n"},
            ["where_is", "a", "count_by_title", "get_by_title", "update_clicks_by_title", "delete_by_title"],
        ),
        (
            {"data/link_repo.py": REPOSITORY + "\n    # the end\n    async def delete_it(self):\n        pass\n"},
            ["count_by_title", "get_by_title", "where_is", "update_clicks_by_title", "delete_by_title", "delete_it"],
        ),
    ],
)
def test_methods_stand_in_an_order_that_runs_have_no_part_in(
    tmp_path: Path, repository: dict[str, str], names: list[str]
) -> None:
    path = next(iter(repository), "repositories/link_repository.py")
    whole = migrated(tmp_path / "whole", {**repository, **PARTS})[1][path]
    assert re.findall(r"async def (\w+)", whole) == names
    for number, order in enumerate(
        (list(PARTS), list(PARTS)[::-1], ["cogs/c.py", "cogs/a.py", "cogs/d.py", "cogs/b.py"])
    ):
        root = tmp_path / str(number)
        migrated(root, repository)
        for part in order:
            steps = migrated(root, {part: PARTS[part]})[1][path]
        assert steps == whole
    assert whole.count("    # the end\n    async def delete_it") == ("# the end" in whole)


@pytest.mark.parametrize(
    ("method", "head", "quoted"),
    [
        ("list", "", True),
        ("dict", "", True),
        ("lists", "", False),
        ("list", "from __future__ import annotations\n\n", False),
    ],
)
def test_a_method_that_is_called_like_a_type_does_not_hide_it(
    tmp_path: Path, method: str, head: str, quoted: bool
) -> None:
    repository = head + REPOSITORY.lstrip("\n") + f"\n    async def {method}(self):\n        pass\n"
    code = COG.replace("fetchval", "fetch").replace("title: str):\n        return", "title):\n        return")
    path = "data/link_repo.py"
    _, files = migrated(tmp_path, {path: repository, "cogs/links.py": code})
    shown = '-> "list[RowMapping]":' if quoted else "-> list[RowMapping]:"
    assert shown in files[path]
    assert ('old: "str"' in files[path] or 'title: "str"' in files[path]) == quoted
    # it can be imported
    done = subprocess.run([sys.executable, "-c", "import data.link_repo"], cwd=tmp_path, check=False)
    assert done.returncode == 0
