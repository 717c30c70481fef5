"""The project: its root folder, all of its Python files, and those that a run was asked to work on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pathspec import GitIgnoreSpec

from codemod.config import Config
from codemod.files.git import tracked_though_ignored
from codemod.files.gitignore import IgnoreLevel, ignore_rules, parse_patterns
from codemod.report import FileError, RunError

_ROOT_MARKS: Final = ("pyproject.toml", ".git")
_SUFFIXES: Final = (".py", ".pyw")
_SKIPPED_FOLDERS: Final = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".venv",
        "venv",
        "node_modules",
        "__pycache__",
        "site-packages",
        ".eggs",
        ".tox",
        ".nox",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
    }
)
_BUILD_FOLDERS: Final = frozenset({"build", "dist", "_build"})


class ProjectError(RunError):
    """A PATH or ``--root`` can't be used; ``str()`` is one line that starts with it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The files a run was asked to work on, relative to the root, and what could not be looked at."""

    files: tuple[PurePosixPath, ...]
    errors: tuple[FileError, ...]


def find_root(paths: Sequence[Path], given: Path | None = None) -> Path:
    """The project root: ``given``, or the nearest folder upwards with a pyproject.toml or .git.

    Without either mark it is the current folder, or the path's own folder when that is elsewhere.

    Raises:
        ProjectError: a path does not exist, is outside the root, or belongs to another project.
    """
    resolved = {path: _resolved(path) for path in paths or (Path(),)}
    if given is None:
        return _common_root(resolved)
    root = _resolved(given)
    if not root.is_dir():
        raise ProjectError(f"{given}: is not a folder")
    for path, real in resolved.items():
        if not real.is_relative_to(root):
            raise ProjectError(f"{path}: is outside the project root {root}")
    return root


def _common_root(resolved: Mapping[Path, Path]) -> Path:
    roots = {path: _nearest_root(real) for path, real in resolved.items()}
    first = next(iter(roots.values()))
    for path, root in roots.items():
        if root != first:
            raise ProjectError(
                f"{path}: belongs to the project {root}, not to {first}; "
                "run alchemod once for each, or name the common folder with --root"
            )
    return first


def _resolved(path: Path) -> Path:
    if str(path) == "-":
        raise ProjectError("-: code is not read from stdin, as a call is judged with the files around it; name a file")
    try:
        return Path(os.path.realpath(path, strict=True))
    except OSError as error:
        raise ProjectError(f"{path}: {(error.strerror or str(error)).lower()}") from error


def _nearest_root(path: Path) -> Path:
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents):
        if any(os.path.exists(folder / mark) for mark in _ROOT_MARKS):
            return folder
    here = Path.cwd().resolve()
    return here if start.is_relative_to(here) else start


def all_files(config: Config) -> tuple[PurePosixPath, ...]:
    """Every Python file of the project, whatever ``include`` and ``exclude`` say.

    Models, session sources and callers are looked for here: a file that must not be rewritten
    is still evidence.
    """
    return tuple(sorted(set(_Walk(config.root).files_below(config.root))))


def select_files(config: Config, paths: Sequence[Path]) -> Selection:
    """The files named by ``paths``, below the folders among them, or of the whole project.

    A file or folder that is named is taken even where it is ignored or excluded; what lies below a
    folder is subject to ``.gitignore``, ``include`` and ``exclude``.

    Args:
        config: configuration of the project; its root holds all paths (see :func:`find_root`).
        paths: existing files and folders.
    """
    walk = _Walk(config.root)
    chosen = _Globs(config)
    files: set[PurePosixPath] = set()
    for path in paths or (config.root,):
        real = _resolved(path)
        if real.is_dir():
            files.update(filter(chosen.allow, walk.files_below(real)))
        elif real.is_file() and _is_python(real):
            files.add(PurePosixPath(real.relative_to(config.root).as_posix()))
        else:
            walk.errors.add(FileError(str(path), "is not a Python file"))
    return Selection(files=tuple(sorted(files)), errors=tuple(sorted(walk.errors)))


def _is_python(path: Path) -> bool:
    """By suffix, or by the first line of a script without one."""
    if path.suffix:
        return path.suffix in _SUFFIXES
    try:
        with path.open("rb") as file:
            first = file.readline(200)
    except OSError:
        return False
    return first.startswith(b"#!") and b"python" in first


class _Globs:
    """The ``include`` and ``exclude`` patterns of a configuration, relative to the root."""

    def __init__(self, config: Config) -> None:
        self._include: GitIgnoreSpec | None = parse_patterns(config.include) if config.include else None
        self._exclude = parse_patterns(config.exclude)

    def allow(self, path: PurePosixPath) -> bool:
        included = self._include is None or self._include.match_file(path.as_posix())
        return included and not self._exclude.match_file(path.as_posix())


class _Walk:
    """Walks folders of a project; notes what it can't read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.errors: set[FileError] = set()

    def files_below(self, folder: Path) -> Iterator[PurePosixPath]:
        """Python files below a folder of the project, in no particular order."""
        rules = ignore_rules(folder)
        if rules.ignores(str(folder), is_folder=True):
            # the folder was named, so only what it says about itself counts
            rules = IgnoreLevel(str(folder), parse_patterns([]), above=None).entered(str(folder))
        pending = [(str(folder), rules)]
        while pending:
            place, rules = pending.pop()
            try:
                with os.scandir(place) as found:
                    entries = list(found)
            except OSError as error:
                self.errors.add(FileError(self._relative(place).as_posix(), f"can't be read ({error.strerror})"))
                continue
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if not _is_skipped(entry) and not rules.ignores(entry.path, is_folder=True):
                        pending.append((entry.path, rules.entered(entry.path)))
                elif entry.name.endswith(_SUFFIXES) and not rules.ignores(entry.path):
                    yield from self._file(entry)
        for path in tracked_though_ignored(folder):
            relative = self._relative(str(path))
            is_there = path.name.endswith(_SUFFIXES) and path.is_file() and not path.is_symlink()
            if is_there and _SKIPPED_FOLDERS.isdisjoint(relative.parts):
                yield relative

    def _file(self, entry: os.DirEntry[str]) -> Iterator[PurePosixPath]:
        """The file itself, or the file of this project that a symbolic link leads to."""
        if not entry.is_symlink():
            if entry.is_file():
                yield self._relative(entry.path)
            return
        try:
            target = Path(os.path.realpath(entry.path, strict=True))
        except OSError:
            return  # broken or a loop: no file to work on (editors leave such links as locks)
        if target.is_file() and target.is_relative_to(self.root):
            relative = self._relative(str(target))
            if _SKIPPED_FOLDERS.isdisjoint(relative.parts):
                yield relative

    def _relative(self, path: str) -> PurePosixPath:
        return PurePosixPath(Path(path).relative_to(self.root).as_posix())


def _is_skipped(entry: os.DirEntry[str]) -> bool:
    """Whether a folder holds no source of the project, only what tools put there."""
    if entry.name in _SKIPPED_FOLDERS or os.path.exists(os.path.join(entry.path, "pyvenv.cfg")):
        return True
    return entry.name in _BUILD_FOLDERS and not os.path.exists(os.path.join(entry.path, "__init__.py"))
