"""Repositories that the bot keeps: in an attribute, an object of them, a container, a dictionary."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_repositories import COG, HERE, REPOSITORY, migrated

BOT = (
    (HERE / "bot.py").read_text().replace("import asyncpg\n", "import asyncpg\n{imports}")
    + """
    def __init__(self):
        {setup}
"""
)

CONTAINER = """
class Container:
    def __init__(self):
        self.services = {}

    def register(self, name, service):
        self.services[name] = service

    def register_factory(self, name, factory):
        self.services[name] = factory()

    def get(self, name):
        return self.services[name]
"""

REPOSITORIES = """
from data.link_repo import LinkRepository


class Repositories:
    def __init__(self, session_factory):
        self.links = LinkRepository(session_factory)
"""

MAKES = "LinkRepository(self.get_db_session)"


def _migrated(tmp_path: Path, setup: str, *, cog: str = COG, container: str = CONTAINER) -> str:
    imports = (
        "from container import Container\nfrom data.link_repo import LinkRepository\nfrom repos import Repositories\n"
    )
    files = {"data/link_repo.py": REPOSITORY, "repos.py": REPOSITORIES, "container.py": container, "cogs/links.py": cog}
    files["bot.py"] = BOT.format(imports=imports, setup=setup.replace("\n", "\n        "))
    _, after = migrated(tmp_path, files)
    return after["cogs/links.py"]


@pytest.mark.parametrize(
    ("setup", "place"),
    [
        (f"self.links = {MAKES}", "links"),
        ("self.repos = Repositories(self.get_db_session)", "repos.links"),
        (f'self.repos = {{"links": {MAKES}}}', 'repos["links"]'),
        (f'self.repos = {{}}\nself.repos["links"] = {MAKES}', 'repos["links"]'),
        (f'self.box = Container()\nself.box.register("links", {MAKES})', 'box.get("links")'),
        (f'self.box = Container()\nself.box.register_factory("links", lambda: {MAKES})', 'box.get("links")'),
    ],
)
def test_what_the_bot_keeps_is_used(setup: str, place: str, tmp_path: Path) -> None:
    after = _migrated(tmp_path, setup)
    assert f"return await self.bot.{place}.where_is(title)" in after
    assert "LinkRepository" not in after


def test_what_a_class_took_from_there_is_used(tmp_path: Path) -> None:
    cog = COG.replace("self.bot = bot\n", "self.bot = bot\n        self.links = bot.box.get('links')\n")
    after = _migrated(tmp_path, f'self.box = Container()\nself.box.register("links", {MAKES})', cog=cog)
    assert "return await self.links.where_is(title)" in after
    assert "LinkRepository" not in after


@pytest.mark.parametrize(
    ("setup", "container"),
    [
        ('self.box = Container()\nself.box.register("links", LinkRepository)', CONTAINER),
        (f"self.box = Container()\nself.box.register(str(self), {MAKES})", CONTAINER),
        (f'self.box = Container()\nself.box.forget("links", {MAKES})', CONTAINER),
        (f'self.box = Container()\nself.box.register("links", lambda bot: {MAKES})', CONTAINER),
        (f'self.box = Container()\nself.box.register("links", {MAKES})', CONTAINER.replace("def get", "async def get")),
        (f'self.box = Container()\nself.box.register("links", {MAKES})', CONTAINER.replace("def get", "def find")),
        (f"self.links = {MAKES}\nself.more = {MAKES}", CONTAINER),
        ('self.repos = {"links": LinkRepository}', CONTAINER),
    ],
    ids=["class", "no name", "other method", "argument", "awaited", "no get", "two places", "dictionary of classes"],
)
def test_anything_else_is_not_asked(setup: str, container: str, tmp_path: Path) -> None:
    after = _migrated(tmp_path, setup, container=container)
    assert "self.link_repo = LinkRepository(bot.get_db_session)" in after
