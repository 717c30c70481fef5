"""What a run knows of the whole project before the first site: models, sessions, wrappers, files."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from codemod.config import Config
from codemod.discovery.asyncpg_functions import asyncpg_functions
from codemod.discovery.connections.connection_wrappers import (
    ConnectionWrapper,
    ConnectionWrappers,
    could_give_connections,
    definitions_of,
    find_wrapper_methods,
)
from codemod.discovery.connections.injections import OVERRIDES, find_dependencies
from codemod.discovery.dispatching_wrappers import could_dispatch, find_dispatchers
from codemod.discovery.module_functions import ModuleFunctions, find_module_functions
from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.wrapper_bodies import find_wrappers
from codemod.discovery.wrapper_decorators import judge_decorators
from codemod.discovery.wrapper_methods import (
    Wrappers,
    could_hold_wrappers,
    find_project_wrappers,
    infer_wrapper_methods,
    packed_methods,
)
from codemod.discovery.wrappers import Flags, Wrapper
from codemod.files.project_files import ProjectFiles
from codemod.initialising.several_databases import pools_of_several_databases
from codemod.json_codecs.find import find_json_values
from codemod.mapping.models import ModelRegistry
from codemod.mapping.registry import build_registry
from codemod.resolution.constants import ConstantResolver
from codemod.rewriting.facts.import_cycles import ImportGraph
from codemod.rewriting.sessions.session_search import find_session_sources
from codemod.rewriting.sessions.session_sources import SessionSources
from codemod.source import SourceError, is_test


@dataclass(frozen=True, slots=True)
class ProjectContext:
    """The whole-project facts every site is judged with; picklable, sent once to each worker process.

    Attributes:
        config: the configuration, with the wrapper methods found in the project added.
        files: every Python file of the project, whatever PATH was given.
        wrappers: its functions that pass a query on, and which of them do more.
        connections: the project's own ways of giving a connection.
        import_graph: which modules import which, read as far as asked for.
        vetoes: pairs of SQL and new text that a server says differ, and why.
    """

    config: Config
    files: ProjectFiles
    registry: ModelRegistry
    sessions: SessionSources
    wrappers: Wrappers
    connections: ConnectionWrappers
    import_graph: ImportGraph
    vetoes: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def index(self) -> ProjectIndex:
        """A fresh name index over the project; it parses lazily and caches."""
        return ProjectIndex(self.files, frozenset(self.config.methods) | self.config.functions.names)

    def constants(self, index: ProjectIndex | None = None) -> ConstantResolver:
        """A fresh resolver of imported constants, which looks for classes in an index; it parses lazily and caches."""
        return ConstantResolver(self.files, index)


def load_context(config: Config, paths: Sequence[PurePosixPath]) -> ProjectContext:
    """Read models, session sources and wrapper methods of the project.

    Args:
        config: configuration of the project; its root is where ``files`` are relative to.
        paths: every Python file of the project.
    """
    files = ProjectFiles(config.root, tuple(paths))
    methods, dispatchers, found = _wrapper_methods(config, files)
    found = judge_decorators(found, files)
    trusted = config.methods
    config = replace(
        config, methods={**methods, **trusted}, dispatchers=dispatchers, packed_arguments=packed_methods(found)
    )
    config = replace(config, functions=_module_functions(config, files, found, trusted))
    return ProjectContext(
        config=config,
        files=files,
        registry=replace(build_registry(config.root, paths, config), json_values=find_json_values(config.root, paths)),
        sessions=replace(
            find_session_sources(config.root, paths, config),
            databases=tuple(pool.place for pool in pools_of_several_databases(config.root, paths)),
        ),
        wrappers=find_project_wrappers(found, files, trusted),
        connections=_connection_wrappers(config, files),
        import_graph=ImportGraph(config.root),
    )


def _connection_wrappers(config: Config, files: ProjectFiles) -> ConnectionWrappers:
    """The configured ways of giving a connection, and the methods of the project that do; not those of its tests."""
    texts, trees, overriding = [], [], []
    for path in files.paths:
        try:
            written = (config.root / path).read_bytes()
            if OVERRIDES in written:
                overriding.append(written)
            data = b"" if is_test(path) else written
            texts.append(data)
            if could_give_connections(data):
                trees.append(definitions_of(files.module(path)))
        except (SourceError, OSError):
            continue  # reported by the run itself if the file is among those to convert
    patterns = tuple((pattern, ConnectionWrapper.configured(text)) for pattern, text in config.connections.items())
    return ConnectionWrappers(patterns, find_wrapper_methods(trees, texts), find_dependencies(trees, texts, overriding))


def _wrapper_methods(
    config: Config, files: ProjectFiles
) -> tuple[dict[str, str], dict[str, Flags], tuple[Wrapper, ...]]:
    """Methods of the project's own database wrappers: the asyncpg method they pass their query to, or their flags."""
    methods: dict[str, str] = {}
    dispatchers: dict[str, Flags] = {}
    found: list[Wrapper] = []
    for path in files.paths:
        try:
            data = (config.root / path).read_bytes()
            if could_hold_wrappers(data):
                module = files.module(path)
                wrappers = find_wrappers(module)
                methods.update({name: item.method for name, item in infer_wrapper_methods(module, wrappers).items()})
                found += [] if is_test(path) else wrappers
            if could_dispatch(data):
                dispatchers.update(find_dispatchers(files.module(path)))
        except (SourceError, OSError):
            continue  # reported by the run itself if the file is among those to convert
    return {name: method for name, method in methods.items() if name not in dispatchers}, dispatchers, tuple(found)


def _module_functions(
    config: Config, files: ProjectFiles, found: Iterable[Wrapper], trusted: Container[str]
) -> ModuleFunctions:
    """The functions of the project's modules that pass a query on, and the packages that give them on."""
    own: dict[PurePosixPath, list[Wrapper]] = {}
    for item in found:
        if not item.owner:
            own.setdefault(item.path, []).append(replace(item, doubt="") if item.name in trusted else item)
    modules = {path: files.module(path) for path in own}
    surely = [item for path, items in own.items() for item in asyncpg_functions(modules[path], items, config)]
    names = {item.name for item in surely}
    inits = [path for path in files.paths if path.name == "__init__.py" and not is_test(path) and names]
    packages = []
    for path in inits:
        if path.parent in {home.parent for home in modules} or any(name in files.text(path) for name in names):
            try:
                packages.append(files.module(path))
            except SourceError:
                continue  # reported by the run itself if the file is among those to convert
    return find_module_functions(surely, modules, packages, files.paths)
