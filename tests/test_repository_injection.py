"""Where a call site gets its repository: what the project has already, an attribute, or one made on the spot."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from test_repositories import REPOSITORY, migrated

URL = """
    async def url(self, title: str):
        return await self.bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)
"""
ON_THE_SPOT = "await LinkRepository(self.bot.get_db_session).where_is(title)"


def cog(root: Path, text: str, **others: str) -> str:
    """A cog after its migration in a project with a repository of links."""
    files = {"data/link_repo.py": REPOSITORY, "cogs/links.py": text}
    files |= {name.replace("__", "/") + ".py": other for name, other in others.items()}
    return migrated(root, files)[1]["cogs/links.py"]


BASE = """
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot import Bot


class BaseCog:
    def __init__(self, bot: "Bot", *, quiet: bool = False) -> None:
        self.bot = bot
        self.quiet = quiet
"""


def test_an_initializer_is_made_where_there_is_none(tmp_path: Path) -> None:
    text = f'from cogs.base import BaseCog\n\n\nclass Links(BaseCog):\n    """Links."""\n{URL}'
    after = cog(tmp_path, text, cogs__base=BASE)
    made = '''
    class Links(BaseCog):
        """Links."""

        def __init__(self, bot: "Bot", *, quiet: bool = False) -> None:
            super().__init__(bot, quiet=quiet)
            self.link_repo = LinkRepository(bot.get_db_session)

        async def url(self, title: str):
            return await self.link_repo.where_is(title)
    '''
    assert dedent(made).strip("\n") in after


def test_two_repositories_share_the_initializer_that_is_made(tmp_path: Path) -> None:
    text = f"from cogs.base import BaseCog\n\n\nclass Links(BaseCog):{URL}" + (
        "\n    async def name(self, user: int):\n"
        '        return await self.bot.db.fetchval("SELECT counted FROM votes WHERE user_id = $1", user)\n'
    )
    after = cog(tmp_path, text, cogs__base=BASE)
    assert after.count("def __init__") == 1
    assert "self.link_repo = LinkRepository(bot.get_db_session)\n        self.vote_repo = VoteRepository(" in after


@pytest.mark.parametrize(
    "head",
    [
        "from discord.ui import View\n\n\nclass Links(View):",
        "from cogs.base import BaseCog\n\n\nclass Links(BaseCog, Other):",
        "from cogs.base import BaseCog\n\n\n@dataclass\nclass Links(BaseCog):",
        "from cogs.base import BaseCog\n\n\nclass Links(BaseCog, prefix='x'):",
        "from cogs.base import BaseCog\n\n\nclass Links(BaseCog):\n    __slots__ = ('bot',)\n",
        "from cogs.base import BaseCog\n\n\nclass Links(BaseCog):\n    link_repo: object\n",
    ],
)
def test_a_class_that_cant_have_an_initializer(tmp_path: Path, head: str) -> None:
    after = cog(tmp_path, head + URL, cogs__base=BASE)
    assert ON_THE_SPOT in after
    assert "def __init__" not in after


OWN = f"""
class Links:
    def __init__(self, bot):
        self.bot = bot
        self.count = 0
        if bot.ready:
            self.start()
{URL}"""


def test_the_repository_stands_with_the_other_attributes(tmp_path: Path) -> None:
    after = cog(tmp_path, OWN)
    assert (
        "        self.count = 0\n        self.link_repo = LinkRepository(bot.get_db_session)\n        if bot" in after
    )


@pytest.mark.parametrize(
    ("old", "new", "made"),
    [
        ("self.bot = bot", "bot = wrapped(bot)\n        self.bot = bot", "LinkRepository(self.bot.get_db_session)"),
        ("self.bot = bot", "self.bot: object = bot", "LinkRepository(bot.get_db_session)"),
        ("self.bot = bot", "self.bot = wrapped(bot)", "LinkRepository(self.bot.get_db_session)"),
    ],
)
def test_what_the_repository_is_made_with(tmp_path: Path, old: str, new: str, made: str) -> None:
    assert f"self.link_repo = {made}" in cog(tmp_path, OWN.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("        self.bot = bot", "        if bot:\n            self.bot = bot"),
        ("        self.count = 0", "        self.count = 0\n        if not bot:\n            return"),
        ("class Links:", "class Links:\n    __slots__ = ('bot', 'count')\n"),
        ("    async def url", "    def link_repo(self):\n        return None\n\n    async def url"),
    ],
)
def test_an_initializer_that_cant_take_it(tmp_path: Path, old: str, new: str) -> None:
    assert old in OWN
    assert ON_THE_SPOT in cog(tmp_path, OWN.replace(old, new))


@pytest.mark.parametrize(
    ("body", "held"),
    [
        ("def more(self):\n        return 1", True),
        ("def __init__(self, bot):\n        super().__init__(bot)\n        self.more = 1", True),
        ("def __init__(self, bot):\n        self.bot = bot\n        self.count = 1", False),
    ],
)
def test_subclasses_in_other_files_run_the_initializer_or_not(tmp_path: Path, body: str, held: bool) -> None:
    below = f"from cogs.links import Links\n\n\nclass More(Links):\n    {body}\n"
    after = cog(tmp_path, OWN, cogs__more=below)
    assert ("self.link_repo.where_is(title)" in after) == held
    assert (ON_THE_SPOT in after) != held


def test_a_repository_that_is_given_to_the_class_is_used(tmp_path: Path) -> None:
    text = OWN.replace("(self, bot)", "(self, bot, links: LinkRepository)").replace(
        "self.count = 0", "self.count = 0\n        self.links = links"
    )
    after = cog(tmp_path, f"from data.link_repo import LinkRepository\n\n{text}")
    assert "await self.links.where_is(title)" in after
    assert "LinkRepository(" not in after


def test_an_attribute_of_another_database_is_not_used(tmp_path: Path) -> None:
    text = OWN.replace("self.count = 0", "self.links = LinkRepository(bot.archive_session)")
    after = cog(tmp_path, f"from data.link_repo import LinkRepository\n\n{text}")
    assert "self.links.where_is" not in after
    assert "self.link_repo = LinkRepository(bot.get_db_session)" in after


CONTAINER = """
    import asyncpg
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

    from data.link_repo import LinkRepository


    class Bot:
        db: asyncpg.Pool
        session_maker: async_sessionmaker[AsyncSession]

        def __init__(self):
            self.links = LinkRepository(self.get_db_session)

        def get_db_session(self) -> AsyncSession:
            return self.session_maker()
    """


@pytest.mark.parametrize("text", [OWN, "async def url(bot, title: str):\n    return await bot.db.fetchval(\n        \"SELECT url FROM links WHERE title = $1\", title\n    )\n"])  # fmt: skip
def test_a_repository_that_the_bot_keeps_is_used(tmp_path: Path, text: str) -> None:
    files = {"data/link_repo.py": REPOSITORY, "cogs/links.py": text, "bot.py": CONTAINER}
    after = migrated(tmp_path, files)[1]["cogs/links.py"]
    assert "bot.links.where_is(title)" in after
    assert "LinkRepository" not in after


@pytest.mark.parametrize(
    ("parameter", "used"),
    [
        ("repo: LinkRepository = Depends(get_links)", True),
        ("repo: Annotated[LinkRepository, Depends(get_links)]", True),
        ("repo: Other = Depends(get_links)", False),
    ],
)
def test_a_handler_that_is_given_the_repository_uses_it(tmp_path: Path, parameter: str, used: bool) -> None:
    text = f"""
        from data.link_repo import LinkRepository


        async def url(bot, title: str, {parameter}):
            return await bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)
        """
    after = cog(tmp_path, text)
    assert ("await repo.where_is(title)" in after) == used


def test_a_parameter_that_gets_another_value_is_not_used(tmp_path: Path) -> None:
    text = """
        from data.link_repo import LinkRepository


        async def url(bot, title: str, repo: LinkRepository):
            repo = None
            return await bot.db.fetchval("SELECT url FROM links WHERE title = $1", title)
        """
    assert "repo.where_is" not in cog(tmp_path, text).replace("link_repo.where", "")
