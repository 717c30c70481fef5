"""Who calls a function, reads an attribute or handles asyncpg's exceptions, by name over the whole project.

Only files whose text holds the name are parsed, and each of them once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

import libcst as cst

from codemod.discovery.exception_handlers import (
    ExceptionNames,
    called_name,
    exception_names,
    handlers_around,
    listeners,
    shared_names,
)
from codemod.discovery.guarded_functions import (
    Reach,
    ancestors_of_classes,
    calls_guarded_otherwise,
    calls_in,
    function_key,
)
from codemod.discovery.scopes import FunctionScope
from codemod.discovery.tree import children
from codemod.source import ParsedModule, SourceError, SourceFile, parse_source

_WORD: Final = re.compile(r"\w+")
_DEFINITION: Final = re.compile(r"\bdef[ \t]+(\w+)")

#: A file without a match names no exception of asyncpg, and looks into none.
_NAMES_EXCEPTION: Final = re.compile(
    r"asyncpg[\w.]*\.\w*(?:Error|Warning|NotMatched|Truncation|NoData)\b"
    r"|from[ \t]+asyncpg|import[ \t]+asyncpg[\w.]*[ \t]+as"
    r"|ViolationError|Postgres\w*Error|\bsqlstate\b|\bpgcode\b|\bconstraint_name\b|DeadlockDetectedError"
    r"|SerializationError|TooManyConnectionsError|QueryCanceledError|UndefinedTableError|LockNotAvailableError"
)


@dataclass(frozen=True, slots=True, eq=False)
class Occurrence:
    """A node found by name, in the function it stands in."""

    module: ParsedModule
    node: cst.CSTNode
    scope: FunctionScope

    @property
    def place(self) -> str:
        """``path:line`` for messages."""
        line, _ = self.module.line_column(self.module.span(self.node)[0])
        return f"{self.module.source.path}:{line}"


@dataclass(frozen=True, slots=True)
class _File:
    """What one parsed file holds, by name."""

    module: ParsedModule
    awaited: dict[str, list[Occurrence]] = field(default_factory=dict)
    unawaited: dict[str, list[Occurrence]] = field(default_factory=dict)
    attributes: dict[str, list[Occurrence]] = field(default_factory=dict)
    functions: dict[str, list[Occurrence]] = field(default_factory=dict)
    blocks: list[Occurrence] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class ProjectIndex:
    """Name-based look-ups over the files of a project.

    Attributes:
        root: project root.
        files: files that may hold callers, relative to the root.
        read: reads one of them.
        methods: methods of the project's own wrappers around a database.
    """

    root: Path
    files: Sequence[PurePosixPath]
    read: Callable[[Path, PurePosixPath], SourceFile]
    methods: frozenset[str] = frozenset()
    _sources: dict[PurePosixPath, SourceFile | None] = field(default_factory=dict)
    _adopted: dict[PurePosixPath, ParsedModule] = field(default_factory=dict)
    _parsed: dict[PurePosixPath, _File | None] = field(default_factory=dict)
    _names: dict[PurePosixPath, ExceptionNames] = field(default_factory=dict)
    _defining: dict[str, list[PurePosixPath]] = field(default_factory=dict)
    _occurring: dict[str, list[PurePosixPath]] = field(default_factory=dict)
    _guarded: frozenset[tuple[str, str]] | None = None
    _listeners: tuple[str, ...] | None = None
    _shared: frozenset[str] | None = None
    _reach: Reach | None = None
    _blocks: dict[tuple[str, str], list[Occurrence]] | None = None

    def awaited_calls(self, function: str) -> Iterator[Occurrence]:
        """Every ``await ….function(…)`` of the project; the node is the await."""
        for file in self._holding(function, r"\b{}\s*\("):
            yield from file.awaited.get(function, ())

    def unawaited_calls(self, function: str) -> Iterator[Occurrence]:
        """Every ``….function(…)`` that is not awaited on the spot; the node is the call."""
        for file in self._holding(function, r"\b{}\s*\("):
            yield from file.unawaited.get(function, ())

    def readers_of_attribute(self, attribute: str) -> Iterator[Occurrence]:
        """Every ``….attribute`` that is not a target of an assignment."""
        for file in self._holding(attribute, r"\.\s*{}\b"):
            yield from file.attributes.get(attribute, ())

    def functions_named(self, function: str) -> Iterator[Occurrence]:
        """Every definition of a function or method called ``function``; the scope is its own."""
        if not self._defining:
            for path in self.files:
                for name in set(_DEFINITION.findall(self._text(path))):
                    self._defining.setdefault(name, []).append(path)
        for path in self._defining.get(function, ()):
            file = self._file(path)
            if file is not None:
                yield from file.functions.get(function, ())

    def functions_in(self, path: PurePosixPath) -> Iterator[Occurrence]:
        """Every function of a file."""
        file = self._file(path) if path in self.files else None
        for found in file.functions.values() if file is not None else ():
            yield from found

    def modules_naming(self, name: str) -> Iterator[ParsedModule]:
        """Every parsed file whose text has ``name`` as a word."""
        for file in self._holding(name, r"\b{}\b"):
            yield file.module

    def shared_exception_names(self) -> frozenset[str]:
        """Names bound to asyncpg exceptions anywhere in the project."""
        if self._shared is None:
            paths = [path for path in self.files if _NAMES_EXCEPTION.search(self._text(path))]
            files = [file for path in paths if (file := self._file(path))]
            self._shared = frozenset[str]().union(*(shared_names(file.module) for file in files))
        return self._shared

    def exception_names(self, module: ParsedModule) -> ExceptionNames:
        """How one module of the project may call asyncpg's exceptions."""
        path = module.source.path
        if path not in self._names:
            self._names[path] = exception_names(module, self.shared_exception_names())
        return self._names[path]

    def reach(self) -> Reach:
        """Which functions may run for a call."""
        if self._reach is None:
            ancestors = ancestors_of_classes(map(self._text, self.files))
            self._reach = Reach(lambda name: [item.scope for item in self.functions_named(name)], ancestors)
        return self._reach

    def guarded_functions(self) -> frozenset[tuple[str, str]]:
        """Class and name of functions that run under something other than a clause that handles asyncpg exceptions."""
        if self._guarded is None:
            seeds = {call for file, names in self._handling() for call in calls_guarded_otherwise(file.module, names)}
            self._guarded = frozenset(map(function_key, self.reach().of(seeds).values()))
        return self._guarded

    def blocks_around_calls_of(self, function: tuple[str, str]) -> Sequence[Occurrence]:
        """The blocks that handle asyncpg exceptions while a function runs, directly or through others."""
        if self._blocks is None:
            self._blocks = {}
            for file, names in self._handling():
                for block in file.blocks:
                    assert isinstance(block.node, cst.Try | cst.TryStar | cst.With)
                    if any(True for _ in handlers_around(block.node.body, block.node, names)):
                        calls = calls_in(block.node.body, block.scope.class_name)
                        for key in set(map(function_key, self.reach().of(calls).values())):
                            self._blocks.setdefault(key, []).append(block)
        return self._blocks.get(function, ())

    def blocks_in(self, path: PurePosixPath) -> Sequence[Occurrence]:
        """Every block of a file that may handle exceptions."""
        file = self._file(path)
        return file.blocks if file is not None else ()

    def application_handlers(self) -> tuple[str, ...]:
        """Places that handle asyncpg exceptions of the whole application."""
        if self._listeners is None:
            self._listeners = tuple(
                Occurrence(file.module, node, FunctionScope(file.module.tree, "<module>")).place
                for file, names in self._handling()
                for node in listeners(file.module, names)
            )
        return self._listeners

    # -- files

    def adopt(self, module: ParsedModule) -> None:
        """Take over a file that is parsed already, so that it isn't parsed twice."""
        self._sources.setdefault(module.source.path, module.source)
        self._adopted[module.source.path] = module

    def parsed(self, path: PurePosixPath) -> ParsedModule | None:
        """A file the index has parsed already."""
        file = self._parsed.get(path)
        return file.module if file is not None else self._adopted.get(path)

    def holds(self, module: ParsedModule) -> bool:
        """Whether a module is the one the look-ups give for its file, and not a newer text of it."""
        path = module.source.path
        file = self._parsed.get(path)
        return file.module is module if file is not None else self._adopted.get(path) is module

    def _text(self, path: PurePosixPath) -> str:
        if path not in self._sources:
            try:
                self._sources[path] = self.read(self.root, path)
            except SourceError:
                self._sources[path] = None  # the run reports it
        source = self._sources[path]
        return source.text if source is not None else ""

    def _file(self, path: PurePosixPath) -> _File | None:
        if path not in self._parsed:
            source = self._sources[path] if self._text(path) else None
            try:
                module = self._adopted.pop(path, None) or (parse_source(source) if source is not None else None)
                self._parsed[path] = _indexed(module) if module is not None else None
            except SourceError:
                self._parsed[path] = None
        return self._parsed[path]

    def _holding(self, name: str, pattern: str) -> Iterator[_File]:
        wanted = re.compile(pattern.format(re.escape(name)))
        for path in self._words().get(name, ()):
            if wanted.search(self._text(path)) and (file := self._file(path)):
                yield file

    def _words(self) -> Mapping[str, list[PurePosixPath]]:
        """Every word of the project with the files it stands in: each file is looked at once."""
        if not self._occurring:
            for path in self.files:
                for word in set(_WORD.findall(self._text(path))):
                    self._occurring.setdefault(word, []).append(path)
        return self._occurring

    def _handling(self) -> Iterator[tuple[_File, ExceptionNames]]:
        """Files that may handle asyncpg exceptions, under whatever name."""
        shared = self.shared_exception_names()
        for path in self.files:
            text = self._text(path)
            if _NAMES_EXCEPTION.search(text) or any(name in text for name in shared):
                file = self._file(path)
                if file is not None:
                    yield file, self.exception_names(file.module)


def _indexed(module: ParsedModule) -> _File:
    file = _File(module)
    scope = FunctionScope(module.tree, "<module>")
    pending: list[tuple[cst.CSTNode, FunctionScope, str, str | None]] = [(module.tree, scope, "", None)]
    while pending:
        node, scope, prefix, class_name = pending.pop()
        inner = children(node)
        match node:
            case cst.FunctionDef():
                name = prefix + node.name.value
                outer = scope if isinstance(scope.node, cst.FunctionDef) else None
                scope, prefix = FunctionScope(node, name, class_name, outer), f"{name}."
                file.functions.setdefault(node.name.value, []).append(Occurrence(module, node, scope))
            case cst.ClassDef():
                prefix, class_name = f"{prefix}{node.name.value}.", node.name.value
            case cst.Try() | cst.TryStar() | cst.With():
                file.blocks.append(Occurrence(module, node, scope))
            case cst.Await(expression=cst.Call() as call):
                _note(file.awaited, called_name(call), Occurrence(module, node, scope))
                inner = children(call)
            case cst.Call():
                _note(file.unawaited, called_name(node), Occurrence(module, node, scope))
            case cst.Attribute():
                _note(file.attributes, node.attr.value, Occurrence(module, node, scope))
            case cst.AssignTarget(target=cst.Attribute() as target) | cst.AnnAssign(target=cst.Attribute() as target):
                inner = [target.value, *(child for child in inner if child is not target)]
            case _:
                pass
        pending.extend((child, scope, prefix, class_name) for child in reversed(inner))
    return file


def _note(table: dict[str, list[Occurrence]], name: str | None, occurrence: Occurrence) -> None:
    if name is not None:
        table.setdefault(name, []).append(occurrence)
