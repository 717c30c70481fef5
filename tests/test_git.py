import subprocess
from pathlib import Path, PurePosixPath

import pytest

from codemod.files.git import Unsaved, unsaved_files

IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *IDENTITY, *arguments], cwd=root, check=True, capture_output=True)


def plant(root: Path, *paths: str, text: str = "x = 1\n") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = (tmp_path / "project").resolve()
    plant(place, "a.py", "cogs/b.py", "cogs/c d.py", "cogs/ü.py", ".gitignore")
    git(place, "init", "--quiet")
    git(place, "add", "--all")
    git(place, "commit", "--quiet", "--message", "start")
    return place


def unsaved(root: Path, *paths: str) -> Unsaved:
    return unsaved_files(root, [PurePosixPath(path) for path in paths])


def changed(root: Path, *paths: str) -> list[str]:
    found = unsaved(root, *paths)
    assert found.unversioned == ()
    return [path.as_posix() for path in found.changed]


ALL = ("a.py", "cogs/b.py", "cogs/c d.py", "cogs/ü.py")


def test_clean(root: Path) -> None:
    assert not unsaved(root, *ALL)


def test_no_files(root: Path) -> None:
    plant(root, "a.py", text="y = 2\n")
    assert not unsaved(root)


@pytest.mark.parametrize("path", ALL)
def test_modified(root: Path, path: str) -> None:
    plant(root, path, text="y = 2\n")
    assert changed(root, *ALL) == [path]


def test_staged(root: Path) -> None:
    plant(root, "a.py", text="y = 2\n")
    git(root, "add", "a.py")
    assert changed(root, *ALL) == ["a.py"]


def test_untracked_and_ignored(root: Path) -> None:
    plant(root, ".gitignore", text="secret.py\nhidden/\n")
    plant(root, "new.py", "new/folder/n.py", "secret.py", "hidden/h.py")
    wanted = ("hidden/h.py", "new/folder/n.py", "new.py", "secret.py")
    assert changed(root, "a.py", *wanted) == list(wanted)


def test_renamed_but_not_committed(root: Path) -> None:
    git(root, "mv", "a.py", "z.py")
    assert changed(root, "z.py", "cogs/b.py") == ["z.py"]


def test_only_the_files_asked_for_count(root: Path) -> None:
    plant(root, "a.py", text="y = 2\n")
    assert not unsaved(root, "cogs/b.py")


def test_names_are_no_patterns(root: Path) -> None:
    plant(root, "[a].py", "*.py")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "odd names")
    plant(root, "a.py", text="y = 2\n")
    assert not unsaved(root, "[a].py", "*.py")


def test_many_files(root: Path) -> None:
    names = [f"many/module_{number:03}.py" for number in range(450)]
    plant(root, *names)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "many")
    plant(root, names[3], names[449], text="y = 2\n")
    assert changed(root, *names) == [names[3], names[449]]


def test_root_below_the_top_of_the_repository(root: Path) -> None:
    plant(root, "cogs/b.py", text="y = 2\n")
    assert changed(root / "cogs", "b.py", "c d.py") == ["b.py"]


def test_submodule(root: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    plant(library, "l.py", "m.py")
    git(library, "init", "--quiet")
    git(library, "add", "--all")
    git(library, "commit", "--quiet", "--message", "library")
    git(root, "submodule", "--quiet", "add", str(library), "library")
    plant(root, "library/l.py", text="y = 2\n")
    assert changed(root, "a.py", "library/l.py", "library/m.py") == ["library/l.py"]


def test_repository_without_a_commit(tmp_path: Path) -> None:
    plant(tmp_path, "a.py")
    git(tmp_path, "init", "--quiet")
    assert changed(tmp_path, "a.py") == ["a.py"]


# -- where git can't tell


def test_outside_a_repository(tmp_path: Path) -> None:
    plant(tmp_path, "a.py")
    assert unsaved(tmp_path, "a.py") == Unsaved(unversioned=(PurePosixPath("a.py"),))


def test_without_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    reason = "may have uncommitted changes: git is not installed, or not on the PATH"
    assert unsaved(root, "a.py") == Unsaved(unknown=((PurePosixPath("a.py"), reason),))


def test_what_git_says_is_passed_on(root: Path) -> None:
    (root / ".git/config").write_text("[core\n")
    ((path, reason),) = unsaved(root, "a.py").unknown
    assert path == PurePosixPath("a.py")
    assert reason.startswith("may have uncommitted changes: git says 'bad config line 1")


def test_broken_repository_is_not_taken_for_one_further_up(root: Path) -> None:
    (root / "cogs/.git").mkdir()
    plant(root, "cogs/b.py", text="y = 2\n")
    found = unsaved(root, "cogs/b.py", "cogs/c d.py")
    assert [path.as_posix() for path, _ in found.unknown] == ["cogs/b.py", "cogs/c d.py"]
    assert all("not a git repository" in reason for _, reason in found.unknown)


def test_variables_of_a_hook_do_not_mislead(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(root, "a.py", text="y = 2\n")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nothing"))
    assert changed(root, *ALL) == ["a.py"]
