"""Which paths ``.gitignore`` files of all levels and ``.git/info/exclude`` leave out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class IgnoreLevel:
    """The patterns that hold below one folder, and those of the folders above it."""

    folder: str
    patterns: GitIgnoreSpec
    above: IgnoreLevel | None

    def ignores(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether git ignores ``path``, an absolute path below :attr:`folder`.

        The deepest level that says anything about the path decides, as in git.
        """
        level: IgnoreLevel | None = self
        while level is not None:
            relative = os.path.relpath(path, level.folder).replace(os.sep, "/")
            verdict = level.patterns.check_file(f"{relative}/" if is_folder else relative).include
            if verdict is not None:
                return verdict
            level = level.above
        return False

    def entered(self, folder: str) -> IgnoreLevel:
        """The rules inside ``folder``: these, and those of its own ``.gitignore`` if it has one."""
        patterns = _read_patterns(os.path.join(folder, ".gitignore"))
        return self if patterns is None else IgnoreLevel(folder, patterns, above=self)


def ignore_rules(folder: Path) -> IgnoreLevel:
    """The rules that hold in ``folder``, from the top of its git repository down to it.

    Outside a repository only the folder's own ``.gitignore`` counts.
    """
    top = find_repository(folder) or folder
    between = [top, *(top.joinpath(*folder.relative_to(top).parts[:depth]) for depth in _depths(folder, top))]
    level = IgnoreLevel(str(top), _read_patterns(str(top / ".git" / "info" / "exclude")) or parse_patterns([]), None)
    for step in between:
        level = level.entered(str(step))
    return level


def find_repository(folder: Path) -> Path | None:
    """The top folder of the git repository around ``folder``; None outside any."""
    return next((place for place in (folder, *folder.parents) if os.path.lexists(place / ".git")), None)


def parse_patterns(lines: Iterable[str]) -> GitIgnoreSpec:
    """Patterns as ``.gitignore`` writes them; a line that is no pattern is ignored, as git does."""
    return GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))


def _depths(folder: Path, top: Path) -> range:
    return range(1, len(folder.relative_to(top).parts) + 1)


def _is_pattern(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def _read_patterns(path: str) -> GitIgnoreSpec | None:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return parse_patterns(file.read().splitlines())
    except OSError:
        return None  # no such file, or one that git could not read either
