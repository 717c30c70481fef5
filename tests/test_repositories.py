"""The repository style: calls of repository methods, those of the project where they run the same statement."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest
from migration import complaints, migrated_tree, write_tree

from codemod.config import load_config
from codemod.files.project import all_files
from codemod.pipeline import run_project
from codemod.report import Report

HERE = Path(__file__).parent / "cases" / "_project"

COG = """
import asyncpg


class Links:
    def __init__(self, bot):
        self.bot = bot

    async def url(self, title: str):
        return await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)

    async def rename(self, old: str, new: str):
        await self.bot.db.execute(  # for good
            "UPDATE links SET title = $2 WHERE title = $1", old, new
        )
"""

REPOSITORY = '''
from sqlalchemy import select

from models import Link


class LinkRepository:
    def __init__(self, session_factory):
        self.session_factory = session_factory

    async def where_is(self, name):
        """Where a link leads."""
        async with self.session_factory() as session:
            query = select(Link.url).where(Link.title == name)
            result = await session.execute(query)
            return result.scalar()
'''


def migrated(root: Path, files: dict[str, str], **settings: object) -> tuple[Report, dict[str, str]]:
    """The report, and the project's files after it was written."""
    write_tree(root, {path.name: path.read_bytes() for path in HERE.glob("*.py")})
    write_tree(root, {name: dedent(text).lstrip("\n").encode() for name, text in files.items()})
    config = load_config(root, {"style": "repository", **settings})
    report = run_project(config, all_files(config))
    tree = migrated_tree(root, report)
    write_tree(root, tree)
    return report, {name: data.decode() for name, data in tree.items()}


def refusals(report: Report) -> list[tuple[str | None, str | None]]:
    return [(site.code, site.message) for site in report.sites if site.outcome == "refused"]


def test_a_class_gets_its_repository(tmp_path: Path) -> None:
    report, files = migrated(tmp_path, {"cogs/links.py": COG})
    assert refusals(report) == []
    assert files["cogs/links.py"] == dedent(
        """\
        import asyncpg

        from repositories.link_repository import LinkRepository


        class Links:
            def __init__(self, bot):
                self.bot = bot
                self.link_repo = LinkRepository(bot.get_db_session)

            async def url(self, title: str):
                return await self.link_repo.get_url_by_title(title)

            async def rename(self, old: str, new: str):
                # for good
                await self.link_repo.update_title_by_title(old, new)
        """
    )
    assert files["repositories/link_repository.py"] == dedent(
        '''\
        """Statements on links."""

        from collections.abc import Callable
        from contextlib import AbstractAsyncContextManager

        from sqlalchemy import select, update
        from sqlalchemy.ext.asyncio import AsyncSession

        from models import Link


        class LinkRepository:
            """Runs the statements on links, each in a session of its own."""

            def __init__(
                self, session_factory: Callable[[], AbstractAsyncContextManager[AsyncSession]]
            ) -> None:
                self.session_factory = session_factory

            async def get_url_by_title(self, title: str) -> str | None:
                """Get the URL of a link by title."""
                async with self.session_factory() as session:
                    stmt = select(Link.url).where(Link.title == title)
                    result = await session.execute(stmt)
                    return result.scalar()

            async def update_title_by_title(self, title: str, new_title: str) -> None:
                """Update the title of links by title."""
                async with self.session_factory() as session:
                    stmt = update(Link).where(Link.title == title).values(title=new_title)
                    await session.execute(stmt)
                    await session.commit()
        '''
    )
    assert complaints(tmp_path) <= {("links.py", "F401"), ("bot.py", "F401")}


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    _, files = migrated(tmp_path, {"cogs/links.py": COG})
    report, again = migrated(tmp_path, {})
    assert again == files
    assert list(report.changes) == []


def test_equal_statements_of_two_files_share_a_method(tmp_path: Path) -> None:
    _, files = migrated(tmp_path, {"cogs/a.py": COG, "cogs/b.py": COG.replace("title: str", "name: str, title: str")})
    assert files["repositories/link_repository.py"].count("async def ") == 2
    assert "get_url_by_title(title)" in files["cogs/b.py"]


def test_file_by_file_gives_the_same_as_all_at_once(tmp_path: Path) -> None:
    other = COG.replace("class Links", "class Other").replace("SELECT url", "SELECT clicks")
    _, whole = migrated(tmp_path / "whole", {"cogs/a.py": COG, "cogs/b.py": other})
    migrated(tmp_path / "steps", {"cogs/a.py": COG})
    _, steps = migrated(tmp_path / "steps", {"cogs/b.py": other})
    assert steps == whole


def test_a_method_of_the_project_is_recognised_by_its_statement(tmp_path: Path) -> None:
    report, files = migrated(tmp_path, {"data/link_repo.py": REPOSITORY, "cogs/links.py": COG})
    assert "self.link_repo.where_is(title)" in files["cogs/links.py"]
    assert "from data.link_repo import LinkRepository" in files["cogs/links.py"]
    assert files["data/link_repo.py"].endswith("await session.commit()\n")
    assert "async def update_title_by_title(" in files["data/link_repo.py"]
    assert "async def get_url" not in files["data/link_repo.py"]
    assert report.findings == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Link.title == name", "Link.title != name"),
        ("Link.title == name", "Link.title.ilike(name)"),
        ("select(Link.url)", "select(Link.tag)"),
        ("select(Link.url)", "select(Link.url).distinct()"),
        ("result.scalar()", "result.scalar_one()"),
        ("result.scalar()", "result.first()"),
        ("query = select", "name = name.lower()\n            query = select"),
        ("where(Link.title == name)", "where(Link.title == name).limit(1)"),
        ("Link.title == name", "Link.title == self.prefix + name"),
        ("Link.title == name", "Link.title == name.strip()"),
        ("Link.title == name", "Link.title == name.strip().lower()"),
        ("Link.title == name", "(lambda: Link.title == name)()"),
    ],
)
def test_another_statement_is_no_match(tmp_path: Path, old: str, new: str) -> None:
    assert old in REPOSITORY
    _, files = migrated(tmp_path, {"data/link_repo.py": REPOSITORY.replace(old, new), "cogs/links.py": COG})
    assert "where_is" not in files["cogs/links.py"]


def test_a_method_that_handles_its_errors_is_reported_and_not_used(tmp_path: Path) -> None:
    head, body = REPOSITORY.split('"""Where a link leads."""\n')
    inner = body.replace("\n        ", "\n            ").replace("        async", "            async", 1)
    swallowing = f"{head}try:\n{inner}        except Exception:\n            return None\n"
    report, files = migrated(tmp_path, {"data/link_repo.py": swallowing, "cogs/links.py": COG})
    assert "where_is" not in files["cogs/links.py"]
    assert [finding.code for finding in report.findings] == ["repository.error-handling"]


HANDLERS = {
    "return None": True,
    "raise ValueError from None": True,
    "logging.info(name)\n            return None": True,
    "name = 1\n            raise": True,
    "raise": False,
    "self.logger.error(name)\n            raise": False,
}


@pytest.mark.parametrize("accepted", [False, True])
@pytest.mark.parametrize("handler", HANDLERS)
def test_error_handling_of_a_method(tmp_path: Path, handler: str, accepted: bool) -> None:
    head, body = REPOSITORY.split('"""Where a link leads."""\n')
    inner = body.replace("\n        ", "\n            ").replace("        async", "            async", 1)
    text = f"{head}try:\n{inner}        except Exception:\n            {handler}\n"
    settings = {"accept-error-handling": accepted}
    report, files = migrated(tmp_path, {"data/link_repo.py": text, "cogs/links.py": COG}, **settings)
    assert ("where_is" in files["cogs/links.py"]) == (accepted or not HANDLERS[handler])
    assert bool(report.findings) == (HANDLERS[handler] and not accepted)


@pytest.mark.parametrize("more", ["else:\n            self.told()", "finally:\n            self.told()"])
def test_a_method_that_does_more_after_an_error_is_not_understood(tmp_path: Path, more: str) -> None:
    head, body = REPOSITORY.split('"""Where a link leads."""\n')
    inner = body.replace("\n        ", "\n            ").replace("        async", "            async", 1)
    text = f"{head}try:\n{inner}        except Exception:\n            raise\n        {more}\n"
    settings = {"accept-error-handling": True}
    report, files = migrated(tmp_path, {"data/link_repo.py": text, "cogs/links.py": COG}, **settings)
    assert "where_is" not in files["cogs/links.py"]
    assert report.findings == ()


def test_a_function_makes_its_repository_on_the_spot(tmp_path: Path) -> None:
    code = """
        import asyncpg


        async def url(bot, title: str):
            return await bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)
        """
    _, files = migrated(tmp_path, {"cogs/links.py": code})
    assert "return await LinkRepository(bot.get_db_session).get_url_by_title(title)" in files["cogs/links.py"]


@pytest.mark.parametrize(
    "initializer",
    [
        "    pass\n",
        "    def __init__(self, bot):\n        self._bot = bot\n",
        "    def __init__(self, bot):\n        self.bot = bot\n        if bot is None:\n            return\n        self.x = 1\n",
    ],
)
def test_a_class_without_a_place_for_it_makes_it_on_the_spot(tmp_path: Path, initializer: str) -> None:
    head, _, rest = COG.partition("    def __init__(self, bot):\n        self.bot = bot\n")
    _, files = migrated(tmp_path, {"cogs/links.py": head + initializer + rest})
    assert "await LinkRepository(self.bot.get_db_session).get_url_by_title(title)" in files["cogs/links.py"]


def test_a_class_with_subclasses_is_left_its_initializer(tmp_path: Path) -> None:
    code = COG + "\n\nclass More(Links):\n    def __init__(self):\n        self.bot = None\n"
    _, files = migrated(tmp_path, {"cogs/links.py": code})
    assert "link_repo =" not in files["cogs/links.py"]


def test_the_project_s_own_attribute_and_import_are_used(tmp_path: Path) -> None:
    code = COG.replace("import asyncpg\n", "import asyncpg\n\nfrom data import LinkRepository\n").replace(
        "self.bot = bot\n", "self.bot = bot\n        self.urls = LinkRepository(bot.get_db_session)\n"
    )
    files = {"data/link_repo.py": REPOSITORY, "data/__init__.py": "from data.link_repo import LinkRepository\n"}
    _, after = migrated(tmp_path, {**files, "cogs/links.py": code})
    assert "await self.urls.where_is(title)" in after["cogs/links.py"]
    assert after["cogs/links.py"].count("LinkRepository") == 2


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("SELECT * FROM links WHERE title = $1", "get_by_title"),
        ("SELECT id, url FROM links WHERE title = $1", "get_ids_and_urls_by_title"),
        ("SELECT id, url, tag FROM links WHERE title = $1", "get_details_by_title"),
        ("SELECT count(*) FROM links WHERE title = $1", "get_count_by_title"),
        ("SELECT EXISTS(SELECT 1 FROM links WHERE title = $1)", "exists_by_title"),
        ("SELECT DISTINCT tag FROM links WHERE title = $1", "get_distinct_tags_by_title"),
        ("SELECT * FROM links WHERE clicks > 1 AND title = $1", "url"),
        ("SELECT * FROM links WHERE title = $1 ORDER BY id LIMIT 5 OFFSET 5", "get_by_title_page"),
        ("SELECT tag, count(*) FROM links WHERE title = $1 GROUP BY tag", "url"),
        ("DELETE FROM links WHERE title = $1 RETURNING id", "delete_by_title"),
        ("UPDATE links SET clicks = 0 WHERE title = $1 RETURNING id", "update_clicks_by_title"),
        ("UPDATE links SET clicks = clicks + 1 WHERE title = $1 RETURNING id", "increment_clicks_by_title"),
        ("UPDATE links SET clicks = (clicks - 1) WHERE title = $1 RETURNING id", "decrement_clicks_by_title"),
        ("UPDATE links SET clicks = id + 1 WHERE title = $1 RETURNING id", "update_clicks_by_title"),
        ("UPDATE links SET clicks = 1 - clicks WHERE title = $1 RETURNING id", "update_clicks_by_title"),
        (
            "UPDATE links SET clicks = clicks + 1, tag = '' WHERE title = $1 RETURNING id",
            "update_clicks_and_tag_by_title",
        ),
        (
            "UPDATE links SET clicks = 0, tag = NULL WHERE title = $1 RETURNING id",
            "reset_clicks_and_tag_by_title",
        ),
        ("UPDATE links SET clicks = 1, tag = NULL WHERE title = $1 RETURNING id", "update_clicks_and_tag_by_title"),
        ("UPDATE links SET tag = NULL WHERE title = $1 RETURNING id", "clear_tag_by_title"),
        ("SELECT url FROM links WHERE title = $1 AND tag IS NULL", "get_urls_by_title_without_tag"),
        ("SELECT url FROM links WHERE title = $1 AND tag IS NOT NULL", "get_urls_by_title_with_tag"),
        ("SELECT tag FROM links WHERE title = $1 AND tag IS NOT NULL", "get_tags_by_title"),
        ("SELECT url FROM links WHERE title = $1 AND clicks <> 1", "url"),
        ("INSERT INTO links (title, url, guild_id) VALUES ($1, '', 1) RETURNING id", "create"),
        ("SELECT max(clicks) FROM links WHERE title = $1", "get_max_clicks_by_title"),
        (
            "SELECT * FROM links WHERE title = $1 AND created_at IS NOT NULL AND created_at > now()",
            "get_by_title_with_future_created_at",
        ),
        ("SELECT max(clicks + 1) FROM links WHERE title = $1", "url"),
        ("SELECT * FROM links WHERE title >= $1", "get_by_min_title"),
        ("SELECT * FROM links WHERE title = $1 AND created_at > now()", "get_by_title_with_future_created_at"),
        ("SELECT * FROM links WHERE title = $1 AND now() > created_at", "url"),
        ("SELECT * FROM links WHERE title = $1 AND created_at <= now()", "get_by_title_with_past_created_at"),
        ("SELECT * FROM links WHERE title = $1 AND created_at > now() - interval '1 day'", "url"),
    ],
)
def test_names(tmp_path: Path, query: str, name: str) -> None:
    code = COG.replace("fetchval", "fetch").replace("SELECT url FROM links WHERE title = $1", query)
    _, files = migrated(tmp_path, {"cogs/links.py": code})
    assert f"self.link_repo.{name}(" in files["cogs/links.py"]


def test_the_name_of_a_condition_on_several_values(tmp_path: Path) -> None:
    query = "DELETE FROM links WHERE title = ANY($1) RETURNING id"
    code = COG.replace("fetchval", "fetch").replace("SELECT url FROM links WHERE title = $1", query)
    _, files = migrated(tmp_path, {"cogs/links.py": code.replace("title: str", "title: list[str]")})
    assert "self.link_repo.delete_by_titles(" in files["cogs/links.py"]


@pytest.mark.parametrize(
    ("around", "name"),
    [
        ("url_loop", "list_tags_and_counts"),
        ("send_urls", "get_for_send_urls"),
        ("top_urls", "top_urls"),
        ("__call__", "list_tags_and_counts"),
        ("list", "list_tags_and_counts"),
        ("max", "get_for_max"),
    ],
)
def test_a_statement_of_its_own_is_called_by_what_it_reads(tmp_path: Path, around: str, name: str) -> None:
    query = "SELECT tag, count(*) FROM links WHERE title <> $1 GROUP BY tag"
    code = COG.replace("fetchval", "fetch").replace("SELECT url FROM links WHERE title = $1", query)
    _, files = migrated(tmp_path, {"cogs/links.py": code.replace("def url", f"def {around}")})
    assert f"self.link_repo.{name}(" in files["cogs/links.py"]


TWO_VALUES = """
    import asyncpg


    class Links:
        def __init__(self, bot):
            self.bot = bot

        async def first(self, title: str, clicks: int):
            {first}

        async def second(self, title: str, clicks: int):
            {second}
"""


@pytest.mark.parametrize(
    ("first", "second", "calls"),
    [
        (
            "UPDATE links SET clicks = 0 WHERE title = $1|title",
            "UPDATE links SET clicks = 5 WHERE title = $1|title",
            ["update_clicks_by_title(title, clicks=0)", "update_clicks_by_title(title, clicks=5)"],
        ),
        (
            "UPDATE links SET clicks = $1 WHERE title = $2|clicks, title",
            "UPDATE links SET clicks = 5 WHERE title = $1|title",
            ["update_clicks_by_title(title, clicks)", "update_clicks_by_title(title, clicks=5)"],
        ),
        (
            "UPDATE links SET clicks = 5 WHERE title = $1|title.strip()",
            "UPDATE links SET clicks = $1 WHERE title = $2|clicks + 1, title.strip()",
            [
                "update_clicks_by_title(title.strip(), clicks=5)",
                "update_clicks_by_title(clicks=clicks + 1, title=title.strip())",
            ],
        ),
        (
            "SELECT * FROM links WHERE title = 'a'|",
            "SELECT * FROM links WHERE title = $1|title",
            ['get_by_title(title="a")', "get_by_title(title)"],
        ),
        (
            "SELECT * FROM links WHERE title = $1 AND clicks = 3|title",
            "SELECT * FROM links WHERE title = $2 AND clicks = $1|clicks, title",
            ["get_by_title_and_clicks(title, clicks=3)", "get_by_title_and_clicks(title, clicks)"],
        ),
    ],
)
def test_statements_that_differ_by_a_value_share_a_method(
    tmp_path: Path, first: str, second: str, calls: list[str]
) -> None:
    one, two = (_value_call(item) for item in (first, second))
    code = TWO_VALUES.format(first=one, second=two)
    _, files = migrated(tmp_path / "whole", {"cogs/links.py": code})
    flat = "".join(line.strip() for line in files["cogs/links.py"].splitlines())
    assert [call in flat for call in calls] == [True, True]
    assert files["repositories/link_repository.py"].count("async def ") == 1
    # the same method is known in the next run
    known = TWO_VALUES.format(first=one, second="return None")
    migrated(tmp_path / "steps", {"cogs/links.py": known})
    _, steps = migrated(tmp_path / "steps", {"cogs/links.py": code})
    assert steps["repositories/link_repository.py"].count("async def ") == 1


def _value_call(item: str) -> str:
    query, _, arguments = item.partition("|")
    method = "execute" if query.startswith("UPDATE") else "fetch"
    return f'return await self.bot.db.{method}("{query}"{", " + arguments if arguments else ""})'


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("UPDATE links SET clicks = 0 WHERE title = $1|title", "UPDATE links SET clicks = id WHERE title = $1|title"),
        (
            "UPDATE links SET clicks = 0, tag = 'a' WHERE title = $1|title",
            "UPDATE links SET clicks = 1, tag = 'b' WHERE title = $1|title",
        ),
        ("UPDATE links SET tag = NULL WHERE title = $1|title", "UPDATE links SET tag = 'a' WHERE title = $1|title"),
        ("SELECT * FROM links WHERE clicks > 1|", "SELECT * FROM links WHERE clicks > 2|"),
        ("SELECT * FROM links WHERE tag IS NULL|", "SELECT * FROM links WHERE tag = 'a'|"),
        ("SELECT * FROM links WHERE title = 'a'|", "SELECT * FROM links WHERE url = 'a'|"),
        ("SELECT url FROM links WHERE title = 'a'|", "SELECT url, id FROM links WHERE title = 'b'|"),
    ],
)
def test_statements_that_differ_by_more_are_kept_apart(tmp_path: Path, first: str, second: str) -> None:
    code = TWO_VALUES.format(first=_value_call(first), second=_value_call(second))
    _, files = migrated(tmp_path, {"cogs/links.py": code})
    assert files["repositories/link_repository.py"].count("async def ") == 2


ONE_NAME = """
    import asyncpg


    class Links:
        def __init__(self, bot):
            self.bot = bot

        async def tag(self, title: str):
            {first}

        async def title(self, title: str):
            {second}
    """

PUT = "INSERT INTO links (title, url{column}) VALUES ($1, ''{value})"


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("fetchrow|SELECT tag FROM links WHERE title = $1", "fetchval|SELECT tag FROM links WHERE title = $1", "get_tag_value_by_title"),
        ("fetchval|SELECT tag FROM links WHERE title = $1", "fetchrow|SELECT tag FROM links WHERE title = $1", "get_tag_row_by_title"),
        ("fetchrow|SELECT * FROM links WHERE title = $1", "fetch|SELECT * FROM links WHERE title = $1", "get_rows_by_title"),
        ("fetch|SELECT * FROM links WHERE title = $1", "fetch|SELECT * FROM links WHERE title = $1 ORDER BY url", "get_by_title_ordered_by_url"),
        (f"execute|{PUT.format(column='', value='')}", f"execute|{PUT.format(column=', tag', value=', $1')}", "create_with_tag"),
        (f"execute|{PUT.format(column=', tag', value=', $1')}", f"execute|{PUT.format(column='', value='')}", "create_without_tag"),
        ("fetch|SELECT * FROM links WHERE title = $1", "fetch|SELECT * FROM links WHERE lower(title) = $1", "get_by_title_for_links"),
    ],
)  # fmt: skip
def test_a_name_that_is_taken_is_followed_by_what_tells_them_apart(
    tmp_path: Path, first: str, second: str, name: str
) -> None:
    lines = [
        f"return await self.bot.db.{method}({query!r}, title)"
        for method, query in (item.split("|") for item in (first, second))
    ]
    both = ONE_NAME.format(first=lines[0], second=lines[1])
    _, files = migrated(tmp_path / "whole", {"cogs/links.py": both})
    assert f"self.link_repo.{name}(title)" in files["cogs/links.py"]
    # and so it is where the first one was written by an earlier run
    migrated(tmp_path / "steps", {"cogs/links.py": ONE_NAME.format(first=lines[0], second="return None")})
    _, steps = migrated(tmp_path / "steps", {"cogs/links.py": both})
    assert f"self.link_repo.{name}(title)" in steps["cogs/links.py"]


def test_limits_of_a_range_are_called_by_their_ends(tmp_path: Path) -> None:
    query = "SELECT * FROM links WHERE clicks >= $1 AND clicks < $2"
    code = COG.replace("SELECT url FROM links WHERE title = $1", query).replace(", title)", ", title, 3)")
    _, files = migrated(tmp_path, {"cogs/links.py": code.replace("fetchval", "fetch")})
    flat = " ".join(files["repositories/link_repository.py"].split())
    assert "get_by_clicks_range( self, min_clicks: int, max_clicks: int" in flat


def test_auto_writes_statements_where_there_is_no_repository(tmp_path: Path) -> None:
    report, files = migrated(tmp_path, {"cogs/links.py": COG}, style="auto")
    assert refusals(report) == []
    assert "select(Link.url)" in files["cogs/links.py"]
    assert "repositories/link_repository.py" not in files


def test_a_call_in_any_position_becomes_a_call(tmp_path: Path) -> None:
    code = COG + (
        "\n    async def urls(self, titles):\n"
        '        return [await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", t.strip()) for t in titles]\n'
    )
    _, files = migrated(tmp_path, {"cogs/links.py": code})
    assert "return [await self.link_repo.get_url_by_title(t.strip()) for t in titles]" in files["cogs/links.py"]


def test_a_file_in_the_way_is_never_overwritten(tmp_path: Path) -> None:
    report, files = migrated(tmp_path, {"cogs/links.py": COG, "repositories/link_repository.py": "x = 1\n"})
    assert {code for code, _ in refusals(report)} == {"style.repository"}
    assert files["repositories/link_repository.py"] == "x = 1\n"


def test_a_session_opened_with_arguments_makes_no_factory(tmp_path: Path) -> None:
    settings = {"sessions": {"{bot}.db": "async with {bot}.get_db_session(1) as session"}}
    report, _ = migrated(tmp_path, {"cogs/links.py": COG}, **settings)
    assert {code for code, _ in refusals(report)} == {"style.repository"}


def test_the_new_file_is_shown_as_new(tmp_path: Path) -> None:
    report, _ = migrated(tmp_path, {"cogs/links.py": COG})
    created = [file.path for file in report.changes if file.created]
    assert created == [PurePosixPath("repositories/__init__.py"), PurePosixPath("repositories/link_repository.py")]


def test_the_number_of_rows_comes_out_of_the_method(tmp_path: Path) -> None:
    cog = """
        class Links:
            def __init__(self, bot):
                self.bot = bot

            async def remove(self, title: str):
                status = await self.bot.db.execute("DELETE FROM links WHERE title = $1", title)
                return status == "DELETE 1", int(status.split()[-1])

            async def touch(self, title: str):
                return await self.bot.db.execute("UPDATE links SET clicks = 0 WHERE title = $1", title)

            async def forget(self, title: str):
                return int((await self.bot.db.execute("DELETE FROM links WHERE url = $1", title))[7:]).bit_length()
        """
    report, files = migrated(tmp_path, {"cogs/links.py": cog})
    assert refusals(report) == []
    assert "return status == 1, status\n" in files["cogs/links.py"]
    assert ")).bit_length()" in files["cogs/links.py"]
    repository = files["repositories/link_repository.py"]
    assert "-> int:" in repository
    assert "value = result.rowcount" in repository
    assert "-> str:" in repository
    assert 'value = f"UPDATE {result.rowcount}"' in repository


def test_a_renamed_import_is_used_again(tmp_path: Path) -> None:
    upsert = '"INSERT INTO links (title, url, guild_id) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING"'
    code = COG.replace('"UPDATE links SET title = $2 WHERE title = $1"', upsert)
    repository = REPOSITORY.replace(
        "import select\n", "import select\nfrom sqlalchemy.dialects.postgresql import insert as pg_insert\n"
    )
    _, files = migrated(tmp_path, {"data/link_repo.py": repository, "cogs/links.py": code})
    assert files["data/link_repo.py"].count("import insert") == 1
    assert "pg_insert(Link)" in files["data/link_repo.py"]


def test_a_count_is_always_there(tmp_path: Path) -> None:
    code = COG.replace("SELECT url FROM", "SELECT count(*) FROM")
    _, files = migrated(tmp_path / "new", {"cogs/links.py": code})
    assert "-> int:" in files["repositories/link_repository.py"]
    assert "return result.scalar_one()" in files["repositories/link_repository.py"]
    counting = REPOSITORY.replace("select(Link.url)", "select(func.count()).select_from(Link)")
    counting = counting.replace("import select", "import func, select").replace(".scalar()", ".scalar_one()")
    _, files = migrated(tmp_path / "own", {"data/link_repo.py": counting, "cogs/links.py": code})
    assert "return await self.link_repo.where_is(title)" in files["cogs/links.py"]


STOCK = """
from datetime import time, timedelta
from decimal import Decimal

from sqlalchemy.dialects.postgresql import INET, INTERVAL, NUMERIC, TIME
from sqlalchemy.orm import Mapped, mapped_column

from models import Base


class Stock(Base):
    __tablename__ = "stock"

    id: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[Decimal] = mapped_column(NUMERIC(10, 2))
    lasts: Mapped[timedelta | None] = mapped_column(INTERVAL)
    opens: Mapped[time] = mapped_column(TIME)
    seen_at: Mapped[str] = mapped_column(INET)
"""


def test_every_parameter_has_an_annotation(tmp_path: Path) -> None:
    call = 'self.bot.db.execute("INSERT INTO stock VALUES ($1, $2, $3, $4, $5)", stock, price, lasts, opens, seen)'
    code = COG.replace("self, title: str", "self, stock, price, lasts, opens, seen").replace(
        'self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)', call
    )
    _, files = migrated(
        tmp_path,
        {"stock.py": STOCK, "cogs/links.py": code.replace("VALUES", "(id, price, lasts, opens, seen_at) VALUES")},
    )
    text = "".join(line.strip() for line in files["repositories/stock_repository.py"].splitlines())
    assert "id: int,price: Decimal | float,lasts: timedelta | None,opens: time,seen_at: Any" in text.replace(", ", ",")
    assert "from datetime import time, timedelta" in files["repositories/stock_repository.py"]


@pytest.mark.parametrize("circular", [True, False])
def test_a_repository_whose_model_needs_the_caller_is_not_imported_by_it(tmp_path: Path, circular: bool) -> None:
    models = (HERE / "models.py").read_text()
    models = f"import cog\n{models}" if circular else models
    report, tree = migrated(tmp_path, {"cog.py": COG, "models.py": models})
    assert {site.code for site in report.sites} == ({"imports.circle"} if circular else {None})
    assert any("repositor" in name for name in tree) is not circular
