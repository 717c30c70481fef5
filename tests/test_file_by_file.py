"""The repository style, one file after the other in any order: the same as the whole project at once."""

from __future__ import annotations

import random
from pathlib import Path, PurePosixPath

import pytest
from migration import migrated_tree, run, tree, write_tree

from codemod.config import load_config
from codemod.pipeline import run_project

SAMPLES = sorted(path for path in (Path(__file__).parent.parent / "samples").glob("*/before"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_file_by_file_in_any_order(sample: Path, tmp_path: Path) -> None:
    whole = migrated_tree(sample, report := run(sample, style="repository"))
    files = sorted({result.path for result in report.files if result.sites})
    assert len(files) > 1
    for seed in range(3):
        order = random.Random(seed).sample(files, len(files))
        project = tmp_path / str(seed)
        write_tree(project, tree(sample))
        config = load_config(project, {"jobs": 1, "style": "repository"})
        for path in order:
            write_tree(project, migrated_tree(project, run_project(config, [path])))
        steps = migrated_tree(project, again := run_project(config, files))
        assert list(again.changes) == []
        assert steps == whole, order


LINKS = """
class {name}:
    def __init__(self, bot):
        self.bot = bot

    async def {name}_urls(self, title: str):
        return await self.bot.db.fetch("SELECT url FROM links WHERE title = $1 ORDER BY {order}", title)
"""


def test_of_two_wishes_for_a_name_the_first_of_the_project_has_it(tmp_path: Path) -> None:
    for path in (Path(__file__).parent / "cases" / "_project").glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for name, order in (("first", "url"), ("second", "id"), ("third", "clicks, id, tag")):
        (tmp_path / f"{name}.py").write_text(LINKS.format(name=name, order=order))
    config = load_config(tmp_path, {"jobs": 1, "style": "repository"})
    for name in ("third", "second", "first"):
        report = run_project(config, [PurePosixPath(f"{name}.py")])
        assert {change.path.name for change in report.changes} <= {f"{name}.py", "link_repository.py", "__init__.py"}
        write_tree(tmp_path, migrated_tree(tmp_path, report))
    texts = [(tmp_path / f"{name}.py").read_text() for name in ("first", "second", "third")]
    methods = [text.rpartition("self.link_repo.")[2].partition("(")[0] for text in texts]
    assert methods == ["get_urls_by_title", "get_urls_by_title_ordered_by_id", "get_urls_by_title_for_third_urls"]
