"""Where a project keeps its schema: .sql files, migrations of Alembic and yoyo, statements in Python strings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from codemod.schema.alembic_versions import AlembicVersion, in_revision_order, read_version
from codemod.schema.python_strings import IN_STRING, python_strings
from codemod.schema.statements import Note, SchemaStatement, split_statements
from codemod.source import SourceError, read_source

_SKIPPED: Final = frozenset(
    {".git", ".venv", "venv", "node_modules", "__pycache__", "site-packages", ".tox", "test", "tests"}
)
#: Folders and files that hold the history of a schema; the rest says what it is now.
_HISTORY: Final = re.compile(r"(?:migrat|upgrade|revision|version|alembic|patches)\w*", re.I)
_NUMBERED: Final = re.compile(r"v?\d+(?:[._-]|\Z)", re.I)
#: Files that take a migration back.
_UNDOES: Final = re.compile(r"(^|[._-])(down|rollback|undo|revert)([._-]|$)|^u\d+(_\d+)*__", re.I)
#: Files without a number that take the whole schema away, and folders of the way back.
_CLEARS: Final = re.compile(
    r"(drop|teardown|tear_down|reset|clean|cleanup|destroy|uninstall|wipe|purge)([._-]|$)", re.I
)
_BACK: Final = frozenset({"down", "undo", "rollback", "rollbacks"})
#: yoyo's ``-- depends: 0001.users``, and ``__depends__ = {"0001.users"}`` in Python.
_DEPENDS: Final = re.compile(r"^--\s*depends:\s*(?P<sql>.+)$|^__depends__\s*=\s*[\[{(](?P<python>[^\])}]*)", re.M)


@dataclass(slots=True)
class SchemaSources:
    """The schema statements of a project in order, and what could not be read."""

    statements: list[SchemaStatement] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class _Unit:
    """A file, or all versions of Alembic in one folder."""

    path: PurePosixPath
    read: Callable[[], Iterable[SchemaStatement | Note]]
    depends: tuple[str, ...] = ()


def schema_sources(root: Path, files: Sequence[PurePosixPath]) -> SchemaSources:
    """Every schema statement of a project.

    The history comes first, in its order: what says how the schema is now, and agrees, changes nothing any more.

    Args:
        root: project root.
        files: its Python files.
    """
    units = [*_sql_files(root), *_python_files(root, files)]
    units.sort(key=lambda unit: (not _is_history(unit.path), _natural_order(unit.path.as_posix())))
    found = SchemaSources()
    for unit in _after_what_they_need(units):
        for item in unit.read():
            (found.notes if isinstance(item, Note) else found.statements).append(item)  # type: ignore[arg-type]
    return found


def _is_undoing(path: PurePosixPath) -> bool:
    """Whether a file takes a migration or the whole schema back, by its name below the root."""
    return (
        _UNDOES.search(path.stem) is not None
        or _CLEARS.match(path.stem) is not None
        or bool(_BACK & {part.lower() for part in path.parts[:-1]})
    )


def _natural_order(path: str) -> list[tuple[int, str]]:
    """The order of numbered files: ``V10`` comes after ``V9``."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", path)]


def _is_history(path: PurePosixPath) -> bool:
    return _NUMBERED.match(path.name) is not None or any(_HISTORY.fullmatch(part) for part in path.parts[:-1])


def _after_what_they_need(units: Sequence[_Unit]) -> Iterator[_Unit]:
    by_name = {unit.path.stem: unit for unit in units}
    done: set[int] = set()

    def visit(unit: _Unit) -> Iterator[_Unit]:
        if id(unit) in done:
            return
        done.add(id(unit))
        for name in unit.depends:
            if name in by_name:
                yield from visit(by_name[name])
        yield unit

    for unit in units:
        yield from visit(unit)


def _sql_files(root: Path) -> Iterator[_Unit]:
    for path in root.rglob("*.sql"):
        relative = PurePosixPath(path.relative_to(root).as_posix())
        if _SKIPPED & set(relative.parts) or _is_undoing(relative) or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        yield _Unit(relative, lambda path=relative, text=text: split_statements(path.as_posix(), text), _depends(text))  # type: ignore[misc]


def _python_files(root: Path, files: Sequence[PurePosixPath]) -> Iterator[_Unit]:
    versions: dict[PurePosixPath, list[AlembicVersion]] = {}
    for path in files:
        if _SKIPPED & set(path.parts):
            continue
        try:
            text = read_source(root, path).text
        except SourceError:
            continue
        version = read_version(path, text)
        if version is not None:
            versions.setdefault(path.parent, []).append(version)
        elif IN_STRING.search(text):
            yield _Unit(path, lambda path=path, text=text: python_strings(path.as_posix(), text), _depends(text))  # type: ignore[misc]
    for folder, found in versions.items():
        yield _Unit(folder / "versions", lambda found=found: in_revision_order(found))  # type: ignore[misc]


def _depends(text: str) -> tuple[str, ...]:
    return tuple(
        name
        for match in _DEPENDS.finditer(text)
        for name in re.findall(r"[^\s,'\"]+", match["sql"] or match["python"] or "")
    )
