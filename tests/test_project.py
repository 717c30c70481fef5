import os
import subprocess
from pathlib import Path

import pytest
from ordinary_user import ordinary_user

from codemod.config import Config
from codemod.files.project import ProjectError, all_files, find_root, select_files


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = (tmp_path / "project").resolve()
    place.mkdir()
    (place / "pyproject.toml").touch()
    monkeypatch.chdir(place)
    return place


def plant(root: Path, *paths: str, text: str = "") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def selected(root: Path, *paths: str, **settings: tuple[str, ...]) -> list[str]:
    selection = select_files(Config(root=root, **settings), [Path(path) for path in paths])
    assert selection.errors == ()
    return [file.as_posix() for file in selection.files]


def everything(root: Path) -> list[str]:
    return [file.as_posix() for file in all_files(Config(root=root))]


# -- the root


@pytest.mark.parametrize("mark", ["pyproject.toml", ".git"])
def test_root_is_the_nearest_mark_upwards(tmp_path: Path, mark: str) -> None:
    plant(tmp_path, "outer/pyproject.toml", f"outer/inner/{mark}", "outer/inner/a/b/c.py")
    assert find_root([tmp_path / "outer/inner/a/b/c.py"]) == tmp_path / "outer/inner"
    assert find_root([tmp_path / "outer/inner/a"]) == tmp_path / "outer/inner"


def test_root_of_no_path_is_that_of_the_current_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(root, "cogs/a.py")
    monkeypatch.chdir(root / "cogs")
    assert find_root([]) == root


def test_given_root_wins(root: Path) -> None:
    plant(root, "bot/pyproject.toml", "bot/a.py")
    assert find_root([Path("bot/a.py")], root) == root


def test_root_without_a_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codemod.files.project._ROOT_MARKS", ("no-such-mark",))
    plant(tmp_path, "here/cogs/a.py", "there/b.py")
    monkeypatch.chdir(tmp_path / "here")
    assert find_root([Path("cogs/a.py")]) == tmp_path / "here"
    assert find_root([tmp_path / "there/b.py"]) == tmp_path / "there"


def test_unknown_path(root: Path) -> None:
    plant(root, "a.py")
    with pytest.raises(ProjectError, match=r"^cogs/nope\.py: no such file or directory$"):
        find_root([Path("a.py"), Path("cogs/nope.py")])


def test_unknown_root() -> None:
    with pytest.raises(ProjectError, match=r"^nope: no such file or directory$"):
        find_root([], Path("nope"))


def test_root_that_is_a_file(root: Path) -> None:
    plant(root, "a.py")
    with pytest.raises(ProjectError, match=r"^a\.py: is not a folder$"):
        find_root([], Path("a.py"))


def test_path_outside_the_given_root(root: Path) -> None:
    plant(root, "bot/a.py", "b.py")
    with pytest.raises(ProjectError, match=r"^b\.py: is outside the project root .*/bot$"):
        find_root([Path("b.py")], Path("bot"))


def test_paths_of_two_projects(root: Path) -> None:
    plant(root, "one/pyproject.toml", "one/a.py", "two/pyproject.toml", "two/b.py")
    with pytest.raises(ProjectError, match=r"^two/b\.py: belongs to the project .*/two, not to .*/one; run alchemod"):
        find_root([Path("one/a.py"), Path("two/b.py")])


def test_symbolic_link_out_of_the_root(root: Path, tmp_path: Path) -> None:
    plant(tmp_path, "elsewhere.py")
    (root / "link.py").symlink_to(tmp_path / "elsewhere.py")
    with pytest.raises(ProjectError, match=r"^link\.py: is outside the project root"):
        find_root([Path("link.py")], root)
    with pytest.raises(ProjectError, match=r"^link\.py: belongs to the project"):
        find_root([Path(), Path("link.py")])


def test_symbolic_link_to_itself(root: Path) -> None:
    (root / "loop.py").symlink_to("loop.py")
    with pytest.raises(ProjectError, match=r"^loop\.py: too many levels of symbolic links$"):
        find_root([Path("loop.py")])


# -- the files


def test_python_files_in_order(root: Path) -> None:
    plant(root, "b.py", "a.py", "cogs/z.py", "cogs/a/b.py", "gui.pyw", "notes.txt", "a.pyc", "types.pyi")
    assert selected(root) == ["a.py", "b.py", "cogs/a/b.py", "cogs/z.py", "gui.pyw"]
    assert everything(root) == selected(root)


def test_folders_of_tools_are_skipped(root: Path) -> None:
    folders = (".git", ".venv", "venv", "node_modules", "__pycache__", "build", "dist", ".tox", ".nox", ".mypy_cache")
    plant(root, "a.py", *(f"{folder}/lib/b.py" for folder in folders), "lib/site-packages/c.py")
    plant(root, "my_environment/pyvenv.cfg", "my_environment/lib/d.py")
    assert selected(root) == ["a.py"]


def test_package_called_build_is_source(root: Path) -> None:
    plant(root, "build/__init__.py", "build/queries.py", "dist/left.py")
    assert selected(root) == ["build/__init__.py", "build/queries.py"]


def test_paths_choose_files_and_folders(root: Path) -> None:
    plant(root, "a.py", "cogs/b.py", "cogs/c.py", "models/d.py")
    assert selected(root, "cogs", "a.py", "cogs/b.py") == ["a.py", "cogs/b.py", "cogs/c.py"]
    assert len(everything(root)) == 4


def test_include_and_exclude(root: Path) -> None:
    plant(root, "main.py", "cogs/a.py", "cogs/old/b.py", "tests/cogs/c.py")
    assert selected(root, include=("cogs/",)) == ["cogs/a.py", "cogs/old/b.py", "tests/cogs/c.py"]
    assert selected(root, include=("/cogs/*.py",)) == ["cogs/a.py"]
    assert selected(root, exclude=("old/", "/tests")) == ["cogs/a.py", "main.py"]
    assert selected(root, include=("cogs/**",), exclude=("old",)) == ["cogs/a.py"]


def test_what_is_excluded_is_still_evidence(root: Path) -> None:
    plant(root, "a.py", "models/b.py")
    assert [file.as_posix() for file in all_files(Config(root=root, exclude=("models/",)))] == ["a.py", "models/b.py"]


def test_named_file_is_taken_though_ignored_or_excluded(root: Path) -> None:
    plant(root, ".gitignore", text="secret.py\nhidden/\n")
    plant(root, "secret.py", "hidden/a.py", "b.py")
    assert selected(root) == ["b.py"]
    assert selected(root, "secret.py", "hidden", "b.py", exclude=("b.py",)) == ["b.py", "hidden/a.py", "secret.py"]


def test_script_without_suffix(root: Path) -> None:
    plant(root, "bot", text="#!/usr/bin/env python3\n")
    assert selected(root) == []
    assert selected(root, "bot") == ["bot"]


@pytest.mark.parametrize("name", ["schema.sql", "README", "types.pyi"])
def test_named_file_that_is_not_python(root: Path, name: str) -> None:
    plant(root, name, "a.py")
    selection = select_files(Config(root=root), [Path(name), Path("a.py")])
    assert [file.as_posix() for file in selection.files] == ["a.py"]
    assert [(error.path, error.reason) for error in selection.errors] == [(name, "is not a Python file")]


def test_pipe_is_not_a_file(root: Path) -> None:
    os.mkfifo(root / "pipe.py")
    assert selected(root) == []
    assert select_files(Config(root=root), [Path("pipe.py")]).errors


def test_unreadable_folder_is_told_and_the_rest_taken() -> None:
    with ordinary_user() as root:
        plant(root, "a.py", "secret/b.py")
        (root / "secret").chmod(0)
        selection = select_files(Config(root=root), [])
    assert [file.as_posix() for file in selection.files] == ["a.py"]
    assert [(error.path, error.reason) for error in selection.errors] == [
        ("secret", "can't be read (Permission denied)")
    ]


# -- symbolic links


def test_linked_folder_is_not_followed(root: Path) -> None:
    plant(root, "cogs/a.py")
    (root / "cogs/again").symlink_to("..")
    (root / "mirror").symlink_to("cogs")
    assert selected(root) == ["cogs/a.py"]


def test_linked_file_means_its_target_once(root: Path) -> None:
    plant(root, "cogs/a.py", "texts/b.txt")
    (root / "link.py").symlink_to("cogs/a.py")
    (root / "other.py").symlink_to("texts/b.txt")
    assert selected(root) == ["cogs/a.py", "texts/b.txt"]
    assert selected(root, "link.py") == ["cogs/a.py"]


@pytest.mark.parametrize("target", ["broken.py", "../../elsewhere.py", "../.venv/lib.py", "user@host.1234:5678", "/"])
def test_link_that_leads_to_no_file_of_the_project(root: Path, tmp_path: Path, target: str) -> None:
    plant(tmp_path, "elsewhere.py")
    plant(root, "cogs/a.py", ".venv/lib.py")
    (root / "cogs/broken.py").symlink_to(target)
    assert selected(root) == ["cogs/a.py"]


# -- .gitignore


def git(root: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True).stdout


PATTERNS = {
    ".gitignore": "#\n*_local.py\n/top.py\nlogs/\n!keep_local.py\n\\#odd.py\ndata/**/x.py\ntrailing.py   \n[broken\n",
    "cogs/.gitignore": "draft_*.py\n!a_local.py\n/private\n",
    "cogs/deep/.gitignore": "*\n!.gitignore\n!shown.py\n",
}
IGNORE_CASES = (
    *("a.py", "a_local.py", "keep_local.py", "top.py", "cogs/top.py", "logs/a.py", "cogs/logs/a.py", "#odd.py"),
    *("data/x.py", "data/1/2/x.py", "trailing.py", "cogs/a.py", "cogs/a_local.py", "cogs/draft_1.py", "draft_1.py"),
    *("cogs/private/a.py", "cogs/sub/private/a.py", "cogs/deep/a.py", "cogs/deep/shown.py", "excluded.py"),
)


def test_gitignore_of_all_levels_as_git_has_it(root: Path) -> None:
    git(root, "init", "--quiet")
    for path, text in PATTERNS.items():
        plant(root, path, text=text)
    plant(root, ".git/info/exclude", text="excluded.py\n")
    plant(root, *IGNORE_CASES)
    listed = git(root, "ls-files", "-z", "--others", "--exclude-standard").decode().split("\0")
    assert selected(root) == sorted(filter(lambda path: path.endswith(".py"), listed), key=lambda path: path.split("/"))
    assert "cogs/deep/shown.py" in listed
    assert "logs/a.py" not in listed


def test_gitignore_above_the_root_counts(root: Path) -> None:
    git(root, "init", "--quiet")
    plant(root, ".gitignore", text="*_local.py\n/bot/only_top.py\n")
    plant(root, "bot/pyproject.toml", "bot/a.py", "bot/a_local.py", "bot/only_top.py", "bot/cogs/b.py")
    assert everything(root / "bot") == ["a.py", "cogs/b.py"]
    assert selected(root / "bot", "bot/cogs") == ["cogs/b.py"]


def test_what_git_holds_is_not_ignored(root: Path) -> None:
    plant(root, "config.py", "cogs/config.py", "cogs/.venv/config.py", "cogs/other.py", "cogs/gone/config.py")
    plant(root, ".gitignore", text="config.py\n")
    for arguments in (["init", "--quiet"], ["add", "--force", "cogs"]):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    (root / "cogs/gone/config.py").unlink()
    assert everything(root) == ["cogs/config.py", "cogs/other.py"]
    assert selected(root, "cogs") == ["cogs/config.py", "cogs/other.py"]
    assert selected(root, exclude=("cogs/config.py",)) == ["cogs/other.py"]


def test_gitignore_counts_outside_a_repository(root: Path) -> None:
    plant(root, ".gitignore", text="secret.py\n")
    plant(root, "a.py", "secret.py")
    assert selected(root) == ["a.py"]


def test_gitignore_that_is_not_utf_8_or_no_file(root: Path) -> None:
    (root / ".gitignore").write_bytes(b"caf\xe9.py\nb.py\n")
    (root / "cogs/.gitignore").mkdir(parents=True)
    plant(root, "a.py", "b.py", "cogs/c.py")
    assert selected(root) == ["a.py", "cogs/c.py"]
