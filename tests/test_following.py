"""What reads a result in other functions and files: edited with the call site where every caller is in sight."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from codemod.config import load_config
from codemod.converting import crew
from codemod.files.writing import write_all
from codemod.pipeline import run_project
from codemod.report import FileError, Report
from codemod.rewriting import module_edits
from codemod.source import Edit, SourceFile
from codemod.verification.source import SourceCheckError, check_source

HERE = Path(__file__).parent / "cases" / "_project"

#: A query whose objects, or whose positions and names, are read in another file.
OBJECTS = """
class Store:
    async def newest_link(self):
        return await self.bot.db.fetchrow("SELECT * FROM links WHERE id = $1", 1)
"""
POSITIONS = """
class Store:
    async def newest_link(self):
        return await self.bot.db.fetchrow("SELECT id, title FROM links WHERE id = $1", 1)
"""
PAGE = """
from store import Store


class Page:
    def __init__(self, bot):
        self.store = Store(bot)

    async def show(self):
        link = await self.store.newest_link()
        # the heading
        return link["title"] if link else None
"""
BOTH_WAYS = PAGE.replace('return link["title"] if link else None', 'return link[0], link["title"]')


def migrated(root: Path, *paths: str, follow: bool, **files: str) -> tuple[Report, Mapping[str, str]]:
    """The report of a project in ``root``, and the texts that change."""
    texts = {path.name: path.read_text() for path in HERE.glob("*.py")}
    for name, text in (texts | {f"{key}.py": text.lstrip() for key, text in files.items()}).items():
        (root / name).write_text(text)
    config = load_config(root, {"follow": follow, "jobs": 1})
    report = run_project(config, [PurePosixPath(path) for path in paths])
    return report, {item.path.as_posix(): item.after for item in report.changes if item.after is not None}


def shapes(report: Report) -> list[str]:
    return [str(site.shape or site.code) for site in report.sites]


@pytest.mark.parametrize(("store", "page", "shape"), [(OBJECTS, PAGE, "entities"), (POSITIONS, BOTH_WAYS, "rows")])
def test_readers_outside_path_are_edited(tmp_path: Path, store: str, page: str, shape: str) -> None:
    report, texts = migrated(tmp_path, "store.py", follow=True, store=store, page=page)
    assert shapes(report) == [shape]
    assert set(texts) == {"store.py", "page.py"}
    assert texts["page.py"] == page.lstrip().replace('link["title"]', "link.title")


def test_without_the_option_objects_stay_mappings(tmp_path: Path) -> None:
    report, texts = migrated(tmp_path, "store.py", follow=False, store=OBJECTS, page=PAGE)
    assert (shapes(report), set(texts)) == (["mappings"], {"store.py"})


def test_without_the_option_needed_edits_are_told(tmp_path: Path) -> None:
    report, texts = migrated(tmp_path, "store.py", follow=False, store=POSITIONS, page=BOTH_WAYS)
    (site,) = report.sites
    assert (site.code, texts) == ("rows.consumer", {})
    assert (site.message or "").endswith("so files outside PATH need edits: `link.title` at page.py:11")
    assert "--follow" in (site.hint or "")


def test_readers_among_the_files_of_the_run_need_no_option(tmp_path: Path) -> None:
    report, texts = migrated(tmp_path, "store.py", "page.py", follow=False, store=OBJECTS, page=PAGE)
    assert (shapes(report), set(texts)) == (["entities"], {"store.py", "page.py"})


@pytest.mark.parametrize("pool_from", [1, 100])
def test_call_sites_of_followed_files_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool_from: int) -> None:
    monkeypatch.setattr(crew, "_POOL_FROM", pool_from)
    own = '\n    async def forget(self):\n        await self.bot.db.execute("DELETE FROM links WHERE id = 1")\n'
    _, texts = migrated(tmp_path, "store.py", follow=True, store=OBJECTS, page=PAGE + own)
    assert texts["page.py"] == (PAGE + own).lstrip().replace('link["title"]', "link.title")


def test_a_call_site_in_what_is_edited_follows_in_the_new_text(tmp_path: Path) -> None:
    page = PAGE.replace(
        "return link[",
        'await self.bot.db.execute("DELETE FROM links WHERE title = $1", link["title"])\n        return link[',
    )
    report, texts = migrated(tmp_path, "store.py", "page.py", follow=False, store=OBJECTS, page=page)
    assert sorted(shapes(report)) == ["entities", "none"]
    assert "Link.title == link.title" in texts["page.py"]


#: Somewhere else the function, or what it gives, may be asked for more.
OUT_OF_SIGHT = {
    "another function of the name": "class Fake:\n    async def newest_link(self):\n        return {}\n",
    "given on": "def register(store, on):\n    on(store.newest_link)\n",
    "by its name": 'def register(store):\n    return getattr(store, "newest_link")\n',
    "replaced in a test": 'def test(mocker):\n    mocker.patch("store.Store.newest_link", return_value={"title": ""})\n',
    "an object that may be anything": "async def show(other):\n    return (await other.newest_link())['title']\n",
    "exported": '__all__ = ["newest_link"]\n',
}  # fmt: skip


@pytest.mark.parametrize("other", OUT_OF_SIGHT.values(), ids=OUT_OF_SIGHT)
def test_out_of_sight(tmp_path: Path, other: str) -> None:
    report, texts = migrated(tmp_path, "store.py", follow=True, store=OBJECTS, page=PAGE, other=other)
    assert (shapes(report), set(texts)) == (["mappings"], {"store.py"})


#: The class, or the function, may be called by a library, or give something else as well.
NOT_ONLY_THIS = {
    "decorated": OBJECTS.replace("    async def", "    @cached\n    async def"),
    "a class of a library": OBJECTS.replace("class Store:", "class Store(HTTPEndpoint):"),
    "another value": OBJECTS.replace("return await", "if self.last:\n            return self.last\n        return await"),
    "a special name": OBJECTS.replace("newest_link", "__call__"),
}  # fmt: skip


@pytest.mark.parametrize("store", NOT_ONLY_THIS.values(), ids=NOT_ONLY_THIS)
def test_not_only_this(tmp_path: Path, store: str) -> None:
    report, texts = migrated(tmp_path, "store.py", follow=True, store=store, page=PAGE)
    assert (shapes(report), "page.py" in texts) == (["mappings"], False)


def test_none_besides_is_no_other_value(tmp_path: Path) -> None:
    store = OBJECTS.replace("return await", "if not self.bot:\n            return None\n        return await")
    report, _ = migrated(tmp_path, "store.py", follow=True, store=store, page=PAGE)
    assert shapes(report) == ["entities"]


GIVEN = """
class Store:
    async def show(self):
        link = await self.bot.db.fetchrow("SELECT * FROM links WHERE id = $1", 1)
        return self._heading(link)

    def _heading(self, link):
        return link["title"]
"""


def test_a_parameter_that_only_one_call_gives(tmp_path: Path) -> None:
    report, texts = migrated(tmp_path, "store.py", follow=False, store=GIVEN)
    assert (shapes(report), "return link.title" in texts["store.py"]) == (["entities"], True)


def test_a_parameter_that_two_calls_give(tmp_path: Path) -> None:
    store = GIVEN + '\n    def other(self):\n        return self._heading({"title": ""})\n'
    report, texts = migrated(tmp_path, "store.py", follow=False, store=store)
    assert (shapes(report), 'return link["title"]' in texts["store.py"]) == (["mappings"], True)


def test_a_followed_file_that_can_not_be_written_keeps_the_mappings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(before: SourceFile, after: str, edits: list[Edit]) -> None:
        if before.path.name == "page.py":
            raise SourceCheckError("a comment would be lost")
        check_source(before, after, edits)

    monkeypatch.setattr(module_edits, "check_source", check)
    report, texts = migrated(tmp_path, "store.py", follow=True, store=OBJECTS, page=PAGE)
    assert (shapes(report), set(texts)) == (["mappings"], {"store.py"})


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    _, texts = migrated(tmp_path, "store.py", follow=True, store=OBJECTS, page=PAGE)
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    again = run_project(load_config(tmp_path, {"follow": True}), [PurePosixPath("store.py")])
    assert list(again.changes) == []


# -- the command


def _git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.email=a@example.com", "-c", "user.name=a")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def _migrate(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "codemod", "migrate", "store.py", "--follow", *options]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A committed project whose store is read in another file."""
    migrated(tmp_path, follow=False, store=OBJECTS, page=PAGE)
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-qm", "before")
    return tmp_path


def test_the_command_writes_both_files(repository: Path) -> None:
    done = _migrate(repository)
    assert (done.returncode, done.stderr) == (0, "")
    assert "store.py: rewrote 1 call site" in done.stdout
    assert "page.py: edited for call sites of other files" in done.stdout
    assert "link.title" in (repository / "page.py").read_text()


def test_a_followed_file_with_uncommitted_changes_stops_the_run(repository: Path) -> None:
    dirty = (repository / "page.py").read_text() + "\nTODO = 1\n"
    (repository / "page.py").write_text(dirty)
    done = _migrate(repository)
    assert done.returncode == 2
    assert "page.py has uncommitted changes" in done.stderr.replace(":", "")
    assert (repository / "store.py").read_text() == OBJECTS.lstrip()
    assert (repository / "page.py").read_text() == dirty
    assert _migrate(repository, "--allow-dirty").returncode == 0


def test_a_followed_file_that_changes_meanwhile_keeps_all_as_they_are(tmp_path: Path) -> None:
    report, _ = migrated(tmp_path, "store.py", follow=True, store=OBJECTS, page=PAGE)
    (tmp_path / "page.py").write_text("changed = 1\n")
    written = list(write_all(tmp_path, list(report.changes)))
    assert [item.reason for item in written if isinstance(item, FileError)] == [
        "changed while alchemod was working; run it again",
        "goes together with page.py",
    ]
    assert (tmp_path / "store.py").read_text() == OBJECTS.lstrip()
