"""One query, one method: also where one call needs the number of rows that another throws away."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from textwrap import dedent

import pytest
from migration import migrated_tree, tree, write_tree
from test_repositories import HERE, REPOSITORY, migrated, refusals

from codemod.config import load_config
from codemod.pipeline import run_project

QUERY = "UPDATE links SET clicks = $2 WHERE title = $1"
DROPS = f"""
class Drops:
    def __init__(self, bot):
        self.bot = bot

    async def run(self, title: str, clicks: int):
        await self.bot.db.execute("{QUERY}", title, clicks)
"""
COUNTS = DROPS.replace("class Drops", "class Counts").replace("await self", "return await self")
READS = (
    DROPS.replace("class Drops", "class Reads")
    .replace("await self.bot.db.execute", "return await self.bot.db.fetchval")
    .replace("title = $1", "title = $1 RETURNING id")
)
CALL = "self.link_repo.update_clicks_by_title("


@pytest.mark.parametrize(("first", "second"), [(DROPS, COUNTS), (COUNTS, DROPS)])
def test_a_number_that_is_thrown_away_needs_no_method(tmp_path: Path, first: str, second: str) -> None:
    files = {"cogs/a.py": first, "cogs/b.py": second}
    report, whole = migrated(tmp_path / "whole", files)
    assert refusals(report) == []
    repository = whole["repositories/link_repository.py"]
    assert repository.count("async def ") == 1
    assert "-> str:" in repository
    assert all(CALL in whole[name] for name in files)
    for order in (["cogs/a.py", "cogs/b.py"], ["cogs/b.py", "cogs/a.py"]):
        root = tmp_path / order[0][5]
        write_tree(root, {path.name: path.read_bytes() for path in HERE.glob("*.py")})
        write_tree(root, {name: dedent(text).lstrip("\n").encode() for name, text in files.items()})
        config = load_config(root, {"style": "repository", "jobs": 1})
        for name in order:
            report = run_project(config, [PurePosixPath(name)])
            assert report.summary.rewritten == 1
            write_tree(root, migrated_tree(root, report))
        assert {name: data.decode() for name, data in tree(root).items()} == whole


def test_values_keep_their_method(tmp_path: Path) -> None:
    _, files = migrated(tmp_path, {"cogs/a.py": DROPS, "cogs/b.py": READS})
    assert files["repositories/link_repository.py"].count("async def ") == 2


def test_names_of_the_table_are_kept_apart(tmp_path: Path) -> None:
    files = {"cogs/a.py": DROPS, "cogs/b.py": COUNTS}
    alone = migrated(tmp_path / "alone", {"cogs/b.py": COUNTS})[0]
    names = {site.fingerprint: "set_clicks" for site in alone.sites}
    _, after = migrated(tmp_path / "named", files, repositories={"names": names})
    assert CALL in after["cogs/a.py"]
    assert "self.link_repo.set_clicks(" in after["cogs/b.py"]


METHOD = """
    async def set_clicks(self, name, clicks):
        async with self.session_factory() as session:
            result = await session.execute(update(Link).where(Link.title == name).values(clicks=clicks))
            await session.commit()
            return {}
"""


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("result.rowcount", True),
        ("result.rowcount > 0", True),
        ("bool(result.rowcount)", True),
        ("check(result.rowcount)", False),
        ("10 // result.rowcount", False),
        ("result.scalar_one()", False),
    ],
)
def test_a_method_whose_number_is_thrown_away(tmp_path: Path, given: str, used: bool) -> None:
    own = REPOSITORY.replace("import select", "import select, update") + METHOD.format(given)
    _, files = migrated(tmp_path, {"data/link_repo.py": own, "cogs/a.py": DROPS})
    assert ("self.link_repo.set_clicks(title, clicks)" in files["cogs/a.py"]) == used
