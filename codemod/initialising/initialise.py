"""What ``alchemod init`` would write: the settings a project's source suggests, and an engine where there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import black

from codemod.config import Config
from codemod.initialising.engine_module import EngineModule, engine_for_environment, engine_like
from codemod.initialising.pools import Connecting, chosen, find_connecting
from codemod.initialising.project_modules import ProjectModules
from codemod.initialising.settings import read_project_file, section, session_comment, with_section
from codemod.mapping.import_paths import imported_names
from codemod.project import all_files
from codemod.report import FileResult, RunError
from codemod.rewriting.layout import project_line_length
from codemod.rewriting.sessions import find_session_sources
from codemod.source import SourceError, SourceFile, read_source

#: Names for the module with the engine, the best one first.
_NAMES = ("db", "database", "db_session", "sqlalchemy_db")


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a project needs before call sites can be rewritten.

    Attributes:
        changes: new and changed files.
        notes: what the person has to know or do.
    """

    changes: tuple[FileResult, ...]
    notes: tuple[str, ...] = ()


def prepare(config: Config, pool: str | None, variable: str | None) -> Preparation:
    """Find out what a project lacks.

    Args:
        config: of the project.
        pool: ``FILE:LINE`` of the call to make the engine after, where there are several.
        variable: environment variable that holds the DSN, where no call shows it.

    Raises:
        RunError: there is no session maker, and none can be made.
    """
    files = all_files(config)
    connecting = find_connecting(config.root, files)
    sources = find_session_sources(config.root, files, config)
    changes: list[FileResult] = []
    notes: list[str] = []
    if config.sessions or sources.makers or sources.functions or sources.methods:
        if pool is not None or variable is not None:
            raise RunError("the project has sessions already; --pool and --dsn-env are for one without")
        comment = session_comment(sources) if not config.sessions else ""
    else:
        engine, folder = _engine(config, connecting, pool, variable)
        path = _free_path(config, files, folder)
        changes.append(_new_file(path, _laid_out(engine.code, config)))
        comment = f"Sessions are found without a setting: session_maker of {path}."
        notes += engine.notes
        notes.append(f"{path}: await engine.dispose() where the asyncpg pool is closed")
        notes += _requirement(config)
    return Preparation((*_settings(config, files, connecting, comment), *changes), tuple(notes))


def _engine(
    config: Config, connecting: Sequence[Connecting], pool: str | None, variable: str | None
) -> tuple[EngineModule, PurePosixPath]:
    if variable is not None:
        if pool is not None:
            raise RunError("option --pool can't be used together with --dsn-env")
        if re.fullmatch(r"[A-Za-z_]\w*", variable) is None:
            raise RunError(f"option --dsn-env {variable!r} is not a name of an environment variable")
        places = [item.path.parent for item in connecting if item.is_pool] or [PurePosixPath()]
        return engine_for_environment(variable), min(places, key=lambda path: (len(path.parts), path))
    origin = chosen(connecting, pool)
    folder = origin.path.parent
    return engine_like(origin, ProjectModules(config.root, config.root / folder)), folder


def _free_path(config: Config, files: Sequence[PurePosixPath], folder: PurePosixPath) -> PurePosixPath:
    """Where the module goes: beside the pool, by a name that nothing of the project has."""
    texts = []
    for path in files:
        try:
            texts.append(read_source(config.root, path).text)
        except SourceError:
            continue  # `check` reports it
    _, packages = imported_names(texts)
    for name in _NAMES:
        taken = [config.root / place / end for place in {folder, PurePosixPath()} for end in (name, f"{name}.py")]
        if not packages.get(name) and not any(path.exists() for path in taken):
            return folder / f"{name}.py"
    raise RunError(f"{folder}: {', '.join(_NAMES)} are all taken; write a module with an async_sessionmaker yourself")


def _laid_out(code: str, config: Config) -> str:
    width = config.line_length or project_line_length(config.root)
    return black.format_str(code, mode=black.Mode(line_length=width))


def _settings(
    config: Config, files: Sequence[PurePosixPath], connecting: Sequence[Connecting], comment: str
) -> tuple[FileResult, ...]:
    project = read_project_file(config.root)
    if project is not None and re.search(r"^\s*\[+\s*tool\s*\.\s*alchemod\b", project.text, re.M):
        return ()
    added = section(config, files, connecting, comment)
    if project is None:
        return (_new_file(PurePosixPath("pyproject.toml"), added),)
    return (FileResult(project.path, project, with_section(project, added), sites=(), error=None),)


def _requirement(config: Config) -> list[str]:
    """A line to say that SQLAlchemy has to be installed, unless the project mentions it."""
    for name in ("pyproject.toml", "requirements.txt"):
        try:
            if "sqlalchemy" in (config.root / name).read_text(encoding="utf-8", errors="replace").lower():
                return []
        except OSError:
            continue
    return ["the project needs SQLAlchemy[asyncio]>=2.0.16 from now on"]


def _new_file(path: PurePosixPath, text: str) -> FileResult:
    created = FileResult(path, SourceFile(path, ""), text, sites=(), error=None)
    return replace(created, created=True)
