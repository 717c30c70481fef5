"""What new methods say of themselves: the words of docstrings and logs, in the project's way, and their types."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_repositories import COG, migrated, refusals
from test_repository_habits import HOUSE, VOTES

from codemod.english import doing, one_of, plural_of, singular_of, words_of

LOGGED = '        except Exception as e:\n            self.logger.error(f"Error finding links by {tag}: {e}")\n'
MADE = "        self.logger = logging.getLogger(__name__)\n"

#: What the project's own handler is, and what that of a new method becomes.
HANDLERS = {
    'self.logger.error(f"Failed to find links by {tag}: {e}")': (
        'self.logger.error(f"Failed to delete votes by link ID {link_id}: {e}")'
    ),
    'self.logger.error("Could not find links by %s: %s", tag, e)': (
        'self.logger.error("Could not delete votes by link ID %s: %s", link_id, e)'
    ),
    'self.logger.exception("Database error finding links")': (
        'self.logger.exception(f"Database error deleting votes by link ID {link_id}")'
    ),
    'self.logger.error("find_failed", tag=tag, error=str(e))': (
        'self.logger.error("delete_by_link_id_failed", link_id=link_id, error=str(e))'
    ),
    'self.logger.error(f"find_by_tag: {e}")': 'self.logger.error(f"Error deleting votes by link ID {link_id}: {e}")',
}


@pytest.mark.parametrize("own", HANDLERS)
def test_an_error_is_logged_in_the_project_s_way(tmp_path: Path, own: str) -> None:
    house = HOUSE.replace('self.logger.error(f"Error finding links by {tag}: {e}")', own)
    assert own in house
    _, files = migrated(tmp_path, {"data/link_repository.py": house, "cogs/votes.py": VOTES})
    added = files["data/vote_repository.py"].partition("async def delete_by_link_id")[2]
    assert f"            {HANDLERS[own]}\n            raise" in added
    assert ("except Exception:" in added) == own.startswith("self.logger.exception")


@pytest.mark.parametrize(
    ("made", "line"),
    [
        ("import logging\n\nlog = logging.getLogger(__name__)", "\nlog = logging.getLogger(__name__)\n"),
        ("from logs import log", "from logs import log\n"),
        ("import structlog\n\nlog = structlog.get_logger(__name__)", "\nlog = structlog.get_logger(__name__)\n"),
    ],
)
def test_a_logger_of_the_module_comes_into_new_files(tmp_path: Path, made: str, line: str) -> None:
    house = HOUSE.replace("import logging\n", "").replace(MADE, "").replace("self.logger", "log")
    house = house.replace("from models import Link\n", f"from models import Link\n{made}\n")
    files = {"data/link_repository.py": house, "cogs/votes.py": VOTES, "logs.py": "log = None\n"}
    _, files = migrated(tmp_path, files)
    votes = files["data/vote_repository.py"]
    assert line in votes
    assert 'log.error(f"Error deleting votes by link ID {link_id}: {e}")' in votes


def test_a_logger_of_the_base_is_used(tmp_path: Path) -> None:
    base = HOUSE.replace("class LinkRepository:", "class BaseRepository:").partition("    async def")[0]
    head, _, methods = HOUSE.partition("    def __init__")
    house = head.replace("class LinkRepository:", "class LinkRepository(BaseRepository):").replace(
        "import logging\n", ""
    )
    house = house.replace("from models import Link", "from data.base import BaseRepository\nfrom models import Link")
    house += methods.partition("__name__)\n\n")[2]
    _, files = migrated(
        tmp_path, {"data/base.py": base, "data/link_repository.py": house, "cogs/votes.py": VOTES, "cogs/l.py": COG}
    )
    for name in ("vote", "link"):
        text = files[f"data/{name}_repository.py"]
        assert "getLogger" not in text
        assert text.count("self.logger.error(") == text.count("async def")


def test_the_second_of_two_styles_of_logging_does_not_win(tmp_path: Path) -> None:
    quiet = "    async def {name}(self) -> None:\n        async with self.sessions() as session:\n            pass\n"
    house = HOUSE + "\n" + "\n".join(quiet.format(name=name) for name in ("one", "two"))
    _, files = migrated(tmp_path, {"data/link_repository.py": house, "cogs/votes.py": VOTES})
    assert "except" not in files["data/vote_repository.py"]


TAG = "            tag: The tag.\n"


def test_a_repository_s_own_words_come_first(tmp_path: Path) -> None:
    house = HOUSE.replace(TAG, f"{TAG}            title: What people call it.\n")
    _, files = migrated(tmp_path, {"data/link_repository.py": house, "cogs/l.py": COG})
    assert files["data/link_repository.py"].count("            title: What people call it.\n") == 3


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("The Discord user ID.", "The Discord user ID."),
        ("The user of the link.", "The user ID."),
        ("New user ID.", "The user ID."),
        ("Whose it is,\n                or None.", "The user ID."),
    ],
)
def test_what_is_said_of_another_repository_is_no_description(tmp_path: Path, said: str, told: str) -> None:
    described = f"            user_id: {said}\n"
    link = HOUSE.replace(TAG, described)
    second = HOUSE.replace(TAG, described).replace("class LinkRepository", "class LinkArchiveRepository")
    votes = VOTES.replace("link_id = $1", "user_id = $1")
    files = {"data/link_repository.py": link, "data/link_archive_repository.py": second, "v.py": votes}
    _, files = migrated(tmp_path, files)
    assert f"            user_id: {told}\n" in files["data/vote_repository.py"]


#: What a query with one value gives.
VALUES = {
    "SELECT url FROM links WHERE title = $1": "str | None",
    "SELECT clicks FROM links WHERE title = $1": "int | None",
    "SELECT created_at FROM links WHERE title = $1": "datetime | None",
    "SELECT max(clicks) FROM links WHERE title = $1": "int | None",
    "SELECT count(*) FROM links WHERE title = $1": "int",
    "DELETE FROM links WHERE title = $1 RETURNING id": "int | None",
    "SELECT links.url FROM links JOIN votes ON votes.link_id = links.id WHERE title = $1": "str | None",
    # what SQLAlchemy says of these is another type, or nothing
    "SELECT sum(clicks) FROM links WHERE title = $1": "Any",
    "SELECT lower(url) FROM links WHERE title = $1": "Any",
    "SELECT clicks FROM (SELECT url AS clicks FROM links WHERE title = $1) AS x": "Any",
    "WITH x AS (SELECT url AS clicks FROM links WHERE title = $1) SELECT clicks FROM x": "Any",
}


@pytest.mark.parametrize("query", VALUES)
def test_a_value_has_the_type_of_its_column(tmp_path: Path, query: str) -> None:
    code = COG.replace("SELECT url FROM links WHERE title = $1", query)
    report, files = migrated(tmp_path, {"cogs/links.py": code})
    assert refusals(report) == []
    first = files["repositories/link_repository.py"]
    assert f") -> {VALUES[query]}:" in first
    assert (VALUES[query] == "Any") == ("import Any" in first)


#: What a method is called, by what its site runs, and the first line of its docstring.
SUMMARIES = {
    ("fetch", "SELECT * FROM links"): "List all links.",
    ("fetchrow", "SELECT * FROM links WHERE id = $1"): "Get a link by ID.",
    ("fetch", "SELECT * FROM links WHERE clicks > $1 AND tag IS NULL"): "Get links by min clicks without tag.",
    ("fetch", "SELECT id, url FROM links WHERE tag = $1"): "Get the IDs and URLs of links by tag.",
    ("fetchval", "SELECT count(*) FROM links WHERE tag = $1"): "Count links by tag.",
    ("fetchrow", "SELECT count(*) AS n FROM links WHERE tag = $1"): "Get the number of links by tag.",
    ("fetchval", "SELECT EXISTS (SELECT 1 FROM links WHERE tag = $1)"): "Check whether a link exists by tag.",
    ("fetchval", "SELECT max(clicks) FROM links WHERE tag = $1"): "Get the max clicks of links by tag.",
    ("execute", "INSERT INTO votes (link_id, user_id) VALUES ($1, 2)"): "Create a vote.",
    (
        "execute",
        "INSERT INTO votes (link_id, user_id) VALUES ($1, 2) ON CONFLICT DO NOTHING",
    ): "Create a vote if missing.",
    ("execute", "UPDATE links SET clicks = clicks + 1 WHERE id = $1"): "Increment the clicks of a link.",
    ("execute", "UPDATE votes SET counted = TRUE WHERE link_id = $1"): "Update the counted flag of votes by link ID.",
    ("execute", "DELETE FROM links"): "Delete all links.",
    ("fetch", "SELECT tag, url, count(*) FROM links GROUP BY tag, url"): "Get the rows for top.",
    ("execute", "DELETE FROM links WHERE clicks > 1"): "Delete links for top.",
}


@pytest.mark.parametrize("case", SUMMARIES)
def test_a_docstring_says_what_a_method_does(tmp_path: Path, case: tuple[str, str]) -> None:
    method, query = case
    given = ", key" if "$1" in query else ""
    code = f"async def top(bot, key):\n    return await bot.db.{method}({query!r}{given})\n"
    report, files = migrated(tmp_path, {"cogs/links.py": code})
    assert refusals(report) == []
    (text,) = (text for name, text in files.items() if name.startswith("repositories/") and "async def" in text)
    assert f'        """{SUMMARIES[case]}"""\n' in text


def test_words() -> None:
    assert [plural_of(word) for word in ("link", "entry", "box", "status", "links", "history")] == [
        "links", "entries", "boxes", "statuses", "links", "history",
    ]  # fmt: skip
    assert [singular_of(word) for word in ("links", "entries", "boxes", "status", "news")] == [
        "link", "entry", "box", "status", "news",
    ]  # fmt: skip
    assert [one_of(word) for word in ("link", "entry", "user", "update", "server settings")] == [
        "a link", "an entry", "a user", "an update", "server settings",
    ]  # fmt: skip
    assert [doing(verb) for verb in ("get", "create", "list", "set", "upsert", "add", "clear")] == [
        "getting", "creating", "listing", "setting", "upserting", "adding", "clearing",
    ]  # fmt: skip
    assert words_of("user_ids_and_url") == "user IDs and URL"
