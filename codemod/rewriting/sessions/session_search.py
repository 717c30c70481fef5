"""The search for every way of opening a session that a project's source shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from codemod.config import Config
from codemod.mapping.import_paths import dotted_name, import_roots, imported_names, preferred_module
from codemod.mapping.modules import Module, read_module
from codemod.rewriting.sessions.session_evidence import (
    OwnerMethod,
    SessionMaker,
    find_dependencies,
    find_dependency_aliases,
    find_functions,
    find_makers,
    find_methods,
    keeps_objects,
)
from codemod.rewriting.sessions.session_sources import SessionSources
from codemod.rewriting.sessions.statement_listeners import statement_changer
from codemod.source import SourceError, SourceFile, is_test, read_source

#: A module that starts something when it is imported, at the margin: ``asyncio.run(main())``, ``bot.run(token)``.
_STARTS = re.compile(r"^[\w.]+\.run(_forever|_until_complete)?\(", re.M)

#: An isolation level given to an engine or session.
_ISOLATION = re.compile(r"""isolation_level["']?\s*[=:]\s*("[^"]*"|'[^']*'|\w+)""")


def find_session_sources(root: Path, files: Sequence[PurePosixPath], config: Config) -> SessionSources:
    """Look for session makers, and for functions and methods that give a session, in the project's source.

    Args:
        root: project root.
        files: every Python file of the project.
        config: ``sessions`` comes before anything found.
    """
    sources = list(_sources(root, files))
    names, packages = imported_names([source.text for source in sources])
    methods: list[OwnerMethod] = []
    makers: list[SessionMaker] = []
    functions: list[SessionMaker] = []
    dependencies: list[SessionMaker] = []
    aliases: list[tuple[str, SessionMaker]] = []
    kept: list[bool] = []
    roots = import_roots(packages, files)
    for source, module in _session_modules(sources, packages, roots):
        uses_async = "AsyncSession" in source.text or "async_sessionmaker" in source.text
        methods += find_methods(module, uses_async_sessions=uses_async)
        for expression in (*module.assignments.values(), *module.classes.values(), *module.functions.values()):
            kept += keeps_objects(expression)
        if _STARTS.search(source.text) is None:
            makers += find_makers(module)
            functions += find_functions(module, uses_async_sessions=uses_async)
        dependencies += find_dependencies(module) if uses_async else ()
        aliases += find_dependency_aliases(module)
    return SessionSources(
        configured=tuple(config.sessions.items()),
        methods=tuple(methods),
        makers=tuple(dict.fromkeys(_preferred(maker, names) for maker in makers)),
        functions=tuple(dict.fromkeys(_preferred(function, names) for function in functions)),
        dependencies=tuple(dict.fromkeys(_preferred(item, names) for item in dependencies)),
        aliases=tuple((name, _preferred(alias, names)) for name, alias in aliases),
        keeps_objects=bool(kept) and all(kept),
        listener=next(
            (place for source in sources if not is_test(source.path) and (place := statement_changer(source))), None
        ),
        isolation=next((source.path.as_posix() for source in sources if _sets_isolation(source)), None),
    )


def _preferred(maker: SessionMaker, names: Counter[tuple[str, str]]) -> SessionMaker:
    return replace(maker, module=preferred_module(maker.name, maker.module, names))


def _sources(root: Path, files: Sequence[PurePosixPath]) -> Iterator[SourceFile]:
    for path in files:
        try:
            yield read_source(root, path)
        except SourceError:
            continue  # reported by the run itself if the file is among those to convert


def _session_modules(
    sources: Sequence[SourceFile], packages: Mapping[str, int], roots: frozenset[PurePosixPath]
) -> Iterator[tuple[SourceFile, Module]]:
    for source in sources:
        if "session" in source.text.lower() and not is_test(source.path):
            try:
                yield source, read_module(source, dotted_name(source.path, packages, roots))
            except SourceError:
                continue


def _sets_isolation(source: SourceFile) -> bool:
    """Whether a file makes an engine whose transactions are not PostgreSQL's default ones, or none at all."""
    if is_test(source.path) or "create_async_engine" not in source.text:
        return False
    levels = _ISOLATION.findall(source.text)
    return any(level.strip("\"' ").upper().replace("_", " ") != "READ COMMITTED" for level in levels)
