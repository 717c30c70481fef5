"""``--import-models MODULE:BASE``: the models as SQLAlchemy itself sees them, for what reading their source can't tell.

The import runs in a process of the project's Python; nothing of the project is ever imported into alchemod's own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Final

from codemod.config import ConfigError
from codemod.mapping.columns import with_type
from codemod.mapping.models import MappedColumn, MappedTable

#: Seconds after which an import is taken to wait for something: a database, a person.
TIME_LIMIT: Final = 120

_PROGRAM: Final = Path(__file__).with_name("model_inspection.py")
_INTERPRETERS: Final = (".venv/bin/python", "venv/bin/python", ".venv/Scripts/python.exe", "venv/Scripts/python.exe")


def import_models(root: Path, wanted: str, folders: Iterable[PurePosixPath]) -> list[MappedTable]:
    """The tables that the classes and Core tables of a base map.

    Args:
        root: project root, the working directory of the import.
        wanted: ``package.module:Base``; a declarative base, a registry or a MetaData.
        folders: below the root, from which the project imports its modules.

    Raises:
        ConfigError: the import fails, or takes longer than :data:`TIME_LIMIT` seconds.
    """
    paths = tuple(str(root / folder) for folder in sorted({PurePosixPath(), *folders}))
    return [_table(root, item) for item in _described(_interpreter(root), root, wanted, paths)]


def _interpreter(root: Path) -> str:
    """The Python with the project's dependencies: its virtual environment's, the active one's, or our own."""
    active = os.environ.get("VIRTUAL_ENV")
    candidates = [root / name for name in _INTERPRETERS]
    candidates += [Path(active) / name.partition("/")[2] for name in _INTERPRETERS] if active else []
    return next((str(path) for path in candidates if path.is_file()), sys.executable)


# several commands read the registry twice, and an import may take seconds
@lru_cache(maxsize=4)
def _described(python: str, root: Path, wanted: str, paths: Sequence[str]) -> list[dict[str, Any]]:
    # as a text: run as a file, modules beside it would stand in front of Python's own
    command = [python, "-c", _PROGRAM.read_text(encoding="utf-8"), wanted, *paths]
    place = f"import-models: {wanted} can't be imported with {python}"
    try:
        answer = subprocess.run(
            command, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=TIME_LIMIT
        )
    except subprocess.TimeoutExpired:
        raise ConfigError(f"{place}: it is not done after {TIME_LIMIT} seconds") from None
    except OSError as error:
        raise ConfigError(f"{place}: {error.strerror}") from None
    if answer.returncode != 0:
        said = answer.stderr.decode(errors="replace").strip().splitlines() or [f"exit code {answer.returncode}"]
        raise ConfigError(f"{place}: {said[-1]}")
    found: list[dict[str, Any]] = json.loads(answer.stdout)
    return found


def _table(root: Path, item: Mapping[str, Any]) -> MappedTable:
    path = Path(item["path"])
    return MappedTable(
        name=item["name"],
        schema=item["schema"],
        class_name=item["class_name"],
        module=item["module"],
        path=(path.relative_to(root) if path.is_relative_to(root) else path).as_posix(),
        line=item["line"],
        columns=tuple(_column(column) for column in item["columns"]),
        core=item["core"],
        unique=tuple(tuple(names) for names in item["unique"]),
        constraints={name: tuple(columns) for name, columns in item["constraints"].items()},
        relationships=tuple(item["related"]),
        related=item["related"],
        dataclass=item["dataclass"],
        beyond_row=item["beyond_row"],
    )


def _column(item: Mapping[str, Any]) -> MappedColumn:
    plain = MappedColumn(type_source=None, pg_type=None, **{key: value for key, value in item.items() if key != "type"})
    return with_type(plain, item["type"])
