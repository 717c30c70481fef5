"""What ``alchemod init`` would write: the settings a project's source suggests, and an engine where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import black

from codemod.config import Config
from codemod.files.project import all_files
from codemod.initialising.beside_pool import UNBOUND_MODULE, bind_beside
from codemod.initialising.engine_arguments import UnclosedError
from codemod.initialising.engine_module import EngineModule, engine_for_environment, engine_like
from codemod.initialising.listeners import with_listeners
from codemod.initialising.plain_connections import CONNECTED, share_database
from codemod.initialising.pool_places import require_one_database
from codemod.initialising.pools import Connecting, chosen, find_connecting
from codemod.initialising.project_modules import ProjectModules
from codemod.initialising.session_dependency import injects, with_dependency
from codemod.initialising.settings import read_project_file, section, session_comment, with_section
from codemod.initialising.several_databases import pools_of_several_databases, sessions_of_pool
from codemod.mapping.import_paths import dotted_name, import_roots, imported_names
from codemod.report import FileResult, RunError
from codemod.rewriting.layout import project_line_length
from codemod.rewriting.sessions.session_search import find_session_sources
from codemod.source import SourceError, SourceFile, parse_source, read_source

#: Names for the module with the engine, the best one first.
_NAMES = ("db", "database", "db_session", "sqlalchemy_db")


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a project needs before call sites can be rewritten.

    Attributes:
        changes: new and changed files.
        notes: what the person has to know or do.
        unwrapped: files with listeners that see asyncpg's errors behind SQLAlchemy's now.
    """

    changes: tuple[FileResult, ...]
    notes: tuple[str, ...] = ()
    unwrapped: frozenset[PurePosixPath] = frozenset()


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
    sessions: tuple[str, ...] = ()
    if config.sessions or sources.makers or sources.functions or sources.methods:
        if pool is not None or variable is not None:
            raise RunError("the project has sessions already; --pool and --dsn-env are for one without")
        pools = pools_of_several_databases(config.root, files)
        comment = session_comment(sources, pools) if not config.sessions else ""
    else:
        made = _engine(config, files, connecting, pool, variable)
        if injects(_texts(config, files)):
            made = made.with_dependency(config)
        changes += made.changes
        sessions = made.sessions
        comment = f"Sessions are found without a setting: session_maker of {made.path}."
        notes += [*made.notes, *_requirement(config)]
    settings = _settings(config, files, connecting, comment, sessions)
    changes, unwrapped = with_listeners(config, files, changes)
    return Preparation((*settings, *changes), tuple(notes), unwrapped)


@dataclass(frozen=True, slots=True)
class _Made:
    """A session maker: the module that holds it, what changes for it, what is to be known; settings of sessions."""

    path: PurePosixPath
    changes: tuple[FileResult, ...]
    notes: tuple[str, ...]
    sessions: tuple[str, ...] = ()

    def with_dependency(self, config: Config) -> _Made:
        """The same with a function for ``Depends()`` beside the session maker."""
        module, *others = self.changes
        assert module.after is not None
        return replace(self, changes=(replace(module, after=_laid_out(with_dependency(module.after), config)), *others))


def _engine(
    config: Config,
    files: Sequence[PurePosixPath],
    connecting: Sequence[Connecting],
    pool: str | None,
    variable: str | None,
) -> _Made:
    if variable is not None:
        if pool is not None:
            raise RunError("option --pool can't be used together with --dsn-env")
        if re.fullmatch(r"[A-Za-z_]\w*", variable) is None:
            raise RunError(f"option --dsn-env {variable!r} is not a name of an environment variable")
        places = [item.path.parent for item in connecting if item.is_pool] or [PurePosixPath()]
        folder = min(places, key=lambda path: (len(path.parts), path))
        return _own_engine(config, _free_path(config, files, folder), engine_for_environment(variable))
    origin = chosen(connecting, pool)
    path = _free_path(config, files, origin.path.parent)
    of_pool = [
        sessions_of_pool(item)
        for item in pools_of_several_databases(config.root, files)
        if (item.path, item.bound) == (origin.path, origin.bound)
    ]
    try:
        modules = ProjectModules(config.root, config.root / path.parent)
        made = _own_engine(config, path, engine_like(origin, modules))
        connected = [CONNECTED] if share_database(origin, connecting) else []
        return replace(made, sessions=(*of_pool, *connected))
    except (UnclosedError, ValueError):
        return replace(_bound_beside(config, files, origin, path), sessions=tuple(of_pool))


def _own_engine(config: Config, path: PurePosixPath, engine: EngineModule) -> _Made:
    note = f"{path}: await engine.dispose() where the asyncpg pool is closed"
    return _Made(path, (_new_file(path, _laid_out(engine.code, config)),), (*engine.notes, note))


def _bound_beside(config: Config, files: Sequence[PurePosixPath], origin: Connecting, path: PurePosixPath) -> _Made:
    """A session maker that the code around the pool binds: it alone knows the database.

    Raises:
        RunError: it can't be bound there.
    """
    try:
        require_one_database(origin, config.root, files)
        source = read_source(config.root, origin.path)
        sessions, own = _dotted_names(config, files, path, origin.path)
        binding = bind_beside(origin, parse_source(source), sessions, own, config)
    except (UnclosedError, ValueError, SourceError) as error:
        raise RunError(
            f"{origin.place}: no engine can be made after this call: {error}; "
            "--dsn-env NAME makes one for the DSN in an environment variable"
        ) from error
    changed = FileResult(origin.path, source, binding.text, sites=(), error=None)
    note = f"{origin.path}: await session_maker.kw['bind'].dispose() where the asyncpg pool is closed"
    module = _new_file(path, UNBOUND_MODULE.format(path=origin.path))
    return _Made(path, (module, changed), (*binding.notes, note))


def _dotted_names(config: Config, files: Sequence[PurePosixPath], *paths: PurePosixPath) -> list[str]:
    """The names that modules are imported by, the new one among them."""
    _, packages = imported_names(_texts(config, files))
    roots = import_roots(packages, [*files, *paths])
    return [dotted_name(path, packages, roots) for path in paths]


def _texts(config: Config, files: Sequence[PurePosixPath]) -> Iterator[str]:
    for path in files:
        try:
            yield read_source(config.root, path).text
        except SourceError:
            continue  # `check` reports it


def _free_path(config: Config, files: Sequence[PurePosixPath], folder: PurePosixPath) -> PurePosixPath:
    """Where the module goes: beside the pool, by a name that nothing of the project has."""
    _, packages = imported_names(_texts(config, files))
    for name in _NAMES:
        taken = [config.root / place / end for place in {folder, PurePosixPath()} for end in (name, f"{name}.py")]
        if not packages.get(name) and not any(path.exists() for path in taken):
            return folder / f"{name}.py"
    raise RunError(f"{folder}: {', '.join(_NAMES)} are all taken; write a module with an async_sessionmaker yourself")


def _laid_out(code: str, config: Config) -> str:
    width = config.line_length or project_line_length(config.root)
    return black.format_str(code, mode=black.Mode(line_length=width))


def _settings(
    config: Config,
    files: Sequence[PurePosixPath],
    connecting: Sequence[Connecting],
    comment: str,
    sessions: Sequence[str],
) -> tuple[FileResult, ...]:
    project = read_project_file(config.root)
    if project is not None and re.search(r"^\s*\[+\s*tool\s*\.\s*alchemod\b", project.text, re.M):
        return ()
    added = section(config, files, connecting, comment, sessions)
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
