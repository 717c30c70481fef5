"""Asks git which files hold text that no commit holds, so that a rewrite could not be undone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from codemod.files.gitignore import find_repository

#: Paths per git call, well below any system's limit on the length of a command line.
_BATCH: Final = 200

#: A hook that runs alchemod has these set, and they would send our question to its own index.
_REPOSITORY_VARIABLES: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


class GitError(Exception):
    """Git gives no answer; ``str()`` says why, for a line that starts with a path."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Files whose present text git could not bring back.

    Attributes:
        changed: files of a repository that are modified, staged, untracked or ignored.
        unversioned: files outside any repository.
        unknown: files that git gives no answer about, and why.
    """

    changed: tuple[PurePosixPath, ...] = ()
    unversioned: tuple[PurePosixPath, ...] = ()
    unknown: tuple[tuple[PurePosixPath, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.unversioned or self.unknown)


def unsaved_files(root: Path, files: Sequence[PurePosixPath]) -> Unsaved:
    """Which of ``files`` hold text that is in no commit.

    Args:
        root: project root.
        files: files relative to it; they may lie in several repositories (submodules).
    """
    by_repository: dict[Path | None, list[PurePosixPath]] = {}
    for file in files:
        by_repository.setdefault(find_repository((root / file).parent), []).append(file)
    unversioned = by_repository.pop(None, [])
    changed: list[PurePosixPath] = []
    unknown: list[tuple[PurePosixPath, str]] = []
    for repository, members in by_repository.items():
        if repository is None:
            continue
        try:
            status = _uncommitted(repository, [(root / file).relative_to(repository).as_posix() for file in members])
        except GitError as error:
            unknown += [(file, str(error)) for file in members]
        else:
            changed += [file for file in members if (root / file).relative_to(repository).as_posix() in status]
    return Unsaved(tuple(sorted(changed)), tuple(sorted(unversioned)), tuple(sorted(unknown)))


def _uncommitted(repository: Path, paths: Sequence[str]) -> frozenset[str]:
    """Those of ``paths`` that git lists as anything but clean."""
    found: set[str] = set()
    for start in range(0, len(paths), _BATCH):
        output = _git_status(repository, paths[start : start + _BATCH])
        # "XY path": with -z the path is as it is on disk, and --no-renames keeps one path per entry
        found.update(os.fsdecode(entry[3:]) for entry in output.split(b"\0") if entry)
    # a name that git spells in another way than we do (Unicode forms on macOS): believe nothing
    return frozenset(found if found.issubset(paths) else paths)


def tracked_though_ignored(folder: Path) -> tuple[Path, ...]:
    """The files below a folder that its repository holds although ``.gitignore`` names them: git ignores none of these.

    Empty outside a repository, or where git gives no answer.
    """
    repository = find_repository(folder)
    if repository is None:
        return ()
    try:
        answer = _git(repository, ["ls-files", "-z", "--cached", "--ignored", "--exclude-standard", "--", str(folder)])
    except GitError:
        return ()
    return tuple(repository / os.fsdecode(name) for name in answer.split(b"\0") if name)


def _git_status(repository: Path, paths: Sequence[str]) -> bytes:
    options = ("--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignored=traditional")
    return _git(repository, ["status", *options, "--", *paths])


def _git(repository: Path, arguments: Sequence[str]) -> bytes:
    """What git prints.

    Raises:
        GitError: it isn't installed, or refuses.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _REPOSITORY_VARIABLES}
    # the ceiling: a broken .git must not let git answer for a repository further up
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_CEILING_DIRECTORIES": str(repository.parent)}
    try:
        answer = subprocess.run(
            ["git", "--literal-pathspecs", "-c", "core.fsmonitor=false", *arguments],
            cwd=repository,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise GitError("may have uncommitted changes: git is not installed, or not on the PATH") from error
    if answer.returncode != 0:
        reason = next(iter(os.fsdecode(answer.stderr).splitlines()), f"exit code {answer.returncode}")
        raise GitError(f"may have uncommitted changes: git says {reason.removeprefix('fatal: ')!r}")
    return answer.stdout
