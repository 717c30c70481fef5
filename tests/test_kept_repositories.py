"""Repositories that classes and functions hold already, in the ways people hold them; and those that only look so."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_repositories import COG, REPOSITORY, migrated, refusals

URL = """
    async def url(self, title: str):
        return await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)
"""
IMPORT = "from data.link_repo import LinkRepository\n\n\n"
INIT = "class Links:\n    def __init__(self, bot{given}):\n        self.bot = bot\n"
PLAIN = INIT.format(given="")
OPTIONAL = INIT.format(given=", links: LinkRepository | None = None")
UNTOLD = INIT.format(given=", links") + "        self._links = links\n"
MADE = "LinkRepository(bot.get_db_session)"

#: What a class holds, and what the call is made on.
HELD = {
    "property": (
        f"{PLAIN}\n    @property\n    def links(self):\n        return LinkRepository(self.bot.get_db_session)\n",
        "self.links",
    ),
    "cached property": (
        f"import functools\n\n\n{PLAIN}\n    @functools.cached_property\n    def links(self) -> LinkRepository:\n"
        '        """The links."""\n        return LinkRepository(self.bot.get_db_session)\n',
        "self.links",
    ),
    "kept by hand": (
        f"{PLAIN}        self._links = None\n\n    @property\n    def links(self):\n        if self._links is None:\n"
        "            self._links = LinkRepository(self.bot.get_db_session)\n        return self._links\n",
        "self.links",
    ),
    "given or made": (f"{OPTIONAL}        self._links = links or {MADE}\n", "self._links"),
    "given if it is": (f"{OPTIONAL}        self._links = {MADE} if links is None else links\n", "self._links"),
    "service": (f"{PLAIN}        self.repository = {MADE}\n", "self.repository"),
    "field": (
        "from dataclasses import dataclass\n\n\n@dataclass(slots=True)\nclass Links:\n    bot: object\n    links: LinkRepository\n",
        "self.links",
    ),
}


@pytest.mark.parametrize("case", HELD)
def test_a_repository_that_is_held_is_called(tmp_path: Path, case: str) -> None:
    text, holder = HELD[case]
    files = {"data/link_repo.py": REPOSITORY, "cogs/links.py": f"{IMPORT}{text}{URL}"}
    report, after = migrated(tmp_path, files)
    assert refusals(report) == []
    assert f"return await {holder}.where_is(title)" in after["cogs/links.py"]
    assert after["cogs/links.py"].count("LinkRepository(") == text.count("LinkRepository(")


#: What doesn't surely give such a repository.
NOT_HELD = {
    "another factory": PLAIN + "\n    @property\n    def links(self):\n        return LinkRepository(self.bot.other)\n",
    "more than that": (
        PLAIN
        + "\n    @property\n    def links(self):\n        self.n = 1\n        return LinkRepository(self.bot.get_db_session)\n"
    ),
    "no property": PLAIN + "\n    def links(self):\n        return LinkRepository(self.bot.get_db_session)\n",
    "maybe none": OPTIONAL + "        self._links = links\n",
    "or another": OPTIONAL + "        self._links = links or LinkRepository(bot.other)\n",
    "a field with a default": (
        "from dataclasses import dataclass\n\n\n@dataclass\nclass Links:\n    bot: object\n"
        "    links: LinkRepository | None = None\n"
    ),
    "no dataclass": "class Links:\n    bot: object\n    links: LinkRepository\n",
}


@pytest.mark.parametrize("case", NOT_HELD)
def test_what_only_looks_like_it_is_not_called(tmp_path: Path, case: str) -> None:
    files = {"data/link_repo.py": REPOSITORY, "cogs/links.py": f"{IMPORT}{NOT_HELD[case]}{URL}"}
    report, after = migrated(tmp_path, files)
    assert refusals(report) == []
    assert "links.where_is" not in after["cogs/links.py"]
    assert "where_is(title)" in after["cogs/links.py"]


MAIN = IMPORT + "from cogs.links import Links\n\n\ndef make(bot):\n    return Links(bot, {})\n"


@pytest.mark.parametrize(
    ("given", "more", "held"),
    [
        (MADE, "", True),
        (f"links={MADE}", "", True),
        ("LinkRepository(bot.other)", "", False),
        ("FakeRepository(bot.get_db_session)", "", False),
        (MADE, "\n\ndef other(bot):\n    return Links(bot, None)\n", False),
        (MADE, "\n\nclass More(Links):\n    pass\n", False),
    ],
)
def test_a_parameter_that_everybody_gives_a_repository_for(tmp_path: Path, given: str, more: str, held: bool) -> None:
    files = {"data/link_repo.py": REPOSITORY, "cogs/links.py": UNTOLD + URL, "main.py": MAIN.format(given) + more}
    report, after = migrated(tmp_path, files)
    assert refusals(report) == []
    assert ("self._links.where_is(title)" in after["cogs/links.py"]) == held


FIELDS = """
from collections.abc import Callable
from dataclasses import dataclass{more}

from sqlalchemy import select

from models import Link


@dataclass{how}
class LinkRepository:
    session_factory: Callable
{fields}
    async def where_is(self, name):
        async with self.session_factory() as session:
            result = await session.execute(select(Link.url).where(Link.title == name))
            return result.scalar()
"""


@pytest.mark.parametrize(
    ("how", "fields", "found"),
    [
        ("", "", True),
        ("(frozen=True, slots=True)", "    name: str = 'links'\n", True),
        ("(kw_only=True)", "", False),
        ("", "    other: int\n", False),
        ("", "    cache: dict = field(default_factory=dict)\n", False),
    ],
)
def test_a_dataclass_is_a_repository(tmp_path: Path, how: str, fields: str, found: bool) -> None:
    more = ", field" if "field(" in fields else ""
    repository = FIELDS.format(how=how, fields=fields, more=more)
    _, after = migrated(tmp_path, {"data/link_repo.py": repository, "cogs/links.py": COG})
    assert ("where_is(title)" in after["cogs/links.py"]) == found
    assert ("async def update_title_by_title" in after["data/link_repo.py"]) == found


def test_a_generator_runs_no_statement_of_a_site(tmp_path: Path) -> None:
    stream = """
    async def urls(self):
        async with self.session_factory() as session:
            for row in await session.execute(select(Link.url)):
                yield row.url
"""
    code = COG.replace("fetchval", "fetch").replace("SELECT url FROM links WHERE title = $1", "SELECT url FROM links")
    code = code.replace(", title)\n\n", ")\n\n")
    report, after = migrated(tmp_path, {"data/link_repo.py": REPOSITORY + stream, "cogs/links.py": code})
    assert refusals(report) == []
    assert "await self.link_repo.list_urls()" in after["cogs/links.py"]


FUNCTION = '''
async def clean(bot, title):
    """Clean."""
    await bot.db.execute("DELETE FROM links WHERE title = $1", title)
    return await bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)
'''


def test_a_function_makes_its_repository_once(tmp_path: Path) -> None:
    _, after = migrated(tmp_path, {"data/link_repo.py": REPOSITORY, "cogs/links.py": FUNCTION})
    assert after["cogs/links.py"] == IMPORT + (
        "async def clean(bot, title):\n"
        '    """Clean."""\n'
        "    link_repo = LinkRepository(bot.get_db_session)\n"
        "    await link_repo.delete_by_title(title)\n"
        "    return await link_repo.where_is(title)\n"
    )
    _, again = migrated(
        tmp_path,
        {"cogs/more.py": FUNCTION.replace('"""Clean."""', f"links = {MADE}").replace("async", IMPORT + "async", 1)},
    )
    assert "    links = LinkRepository(bot.get_db_session)\n    await links.delete_by" in again["cogs/more.py"]
    assert again["cogs/links.py"] == after["cogs/links.py"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(bot, title)", "(title, bot=None)"),
        ("(bot, title)", "(bot: Bot | None, title)"),
        ('    """Clean."""\n', "    bot = bot.inner\n"),
        ('    """Clean."""\n', "    link_repo = 1\n"),
        ("    return await bot.db.fetchval", "    return await other(bot).fetchval"),
    ],
)
def test_a_function_that_makes_it_where_it_is_used(tmp_path: Path, old: str, new: str) -> None:
    assert old in FUNCTION
    _, after = migrated(tmp_path, {"data/link_repo.py": REPOSITORY, "cogs/links.py": FUNCTION.replace(old, new)})
    assert "link_repo = LinkRepository" not in after["cogs/links.py"]
    assert "await LinkRepository(bot.get_db_session).delete_by_title(title)" in after["cogs/links.py"]
