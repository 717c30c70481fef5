"""Who calls a function, reads an attribute or handles asyncpg's exceptions, by name over the whole project.

Only files whose text holds the name are parsed, and each of them once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

import libcst as cst

from codemod.discovery.errors.exception_handlers import (
    NAMES_EXCEPTION,
    ExceptionNames,
    exception_names,
    handlers_around,
    listeners,
    shared_names,
)
from codemod.discovery.errors.guarded_functions import (
    Reach,
    ancestors_of_classes,
    calls_in,
    function_key,
)
from codemod.discovery.errors.hidden_guards import decorated_by, given_in, runs_application, takers, told_calls
from codemod.discovery.errors.outside_guards import Guarded, OutsideGuard, outside_guards
from codemod.discovery.errors.wrapper_errors import WrapperErrors, find_wrapper_errors
from codemod.discovery.occurrences import IndexedFile, Occurrence, indexed
from codemod.files.project_files import ProjectFiles
from codemod.source import ParsedModule, SourceError
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import walk

_WORD: Final = re.compile(r"\w+")
_DEFINITION: Final = re.compile(r"\bdef[ \t]+(\w+)")


@dataclass(slots=True, eq=False)
class ProjectIndex:
    """Name-based look-ups over the files of a project.

    Attributes:
        files: files that may hold callers.
        methods: methods of the project's own wrappers around a database.
    """

    files: ProjectFiles
    methods: frozenset[str] = frozenset()
    _indexed: dict[PurePosixPath, IndexedFile | None] = field(default_factory=dict)
    _names: dict[PurePosixPath, ExceptionNames] = field(default_factory=dict)
    _defining: dict[str, list[PurePosixPath]] = field(default_factory=dict)
    _occurring: dict[str, list[PurePosixPath]] = field(default_factory=dict)
    _matching: dict[str, list[PurePosixPath]] = field(default_factory=dict)
    _guarded: dict[tuple[str, str], list[Guarded]] | None = None
    _listeners: tuple[Occurrence, ...] | None = None
    _shared: frozenset[str] | None = None
    _named: tuple[PurePosixPath, ...] | None = None
    _wrapped: WrapperErrors | None = None
    _reach: Reach | None = None
    _ancestors: Mapping[str, frozenset[str]] | None = None
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

    def stored_in(self, attribute: str) -> Iterator[Occurrence]:
        """Every assignment to ``….attribute``, or to ``attribute`` in the body of a class."""
        for file in self._holding(attribute, r"\b{}\s*[:=]"):
            yield from file.stored.get(attribute, ())

    def functions_named(self, function: str) -> Iterator[Occurrence]:
        """Every definition of a function or method called ``function``; the scope is its own."""
        if not self._defining:
            for path in self.files.paths:
                for name in set(_DEFINITION.findall(self.files.text(path))):
                    self._defining.setdefault(name, []).append(path)
        for path in self._defining.get(function, ()):
            file = self.file(path)
            if file is not None:
                yield from file.functions.get(function, ())

    def functions_in(self, path: PurePosixPath) -> Iterator[Occurrence]:
        """Every function of a file."""
        file = self.file(path) if path in self.files else None
        for found in file.functions.values() if file is not None else ():
            yield from found

    def modules_naming(self, name: str, pattern: str = r"\b{}\b") -> Iterator[ParsedModule]:
        """Every parsed file whose text has ``name`` as a word, and a pattern with it in its ``{}``."""
        for file in self._holding(name, pattern):
            yield file.module

    def shared_exception_names(self) -> frozenset[str]:
        """Names bound to asyncpg exceptions anywhere in the project."""
        if self._shared is None:
            files = [file for path in self._naming() if (file := self.file(path))]
            self._shared = frozenset[str]().union(*(shared_names(file.module) for file in files))
        return self._shared

    def exception_names(self, module: ParsedModule) -> ExceptionNames:
        """How one module of the project may call asyncpg's exceptions."""
        path = module.source.path
        if path not in self._names:
            wrapped = self.wrapper_errors().named_in(module)
            self._names[path] = exception_names(module, self.shared_exception_names() | wrapped)
        return self._names[path]

    def wrapper_errors(self) -> WrapperErrors:
        """The project's own exceptions that its database wrappers raise instead of asyncpg's."""
        if self._wrapped is None:
            shared = self.shared_exception_names()
            files = [file for path in self._naming() if (file := self.file(path))]
            modules = [(file.module, exception_names(file.module, shared)) for file in files]
            texts = {path: self.files.text(path) for path in self.files.paths}
            self._wrapped = find_wrapper_errors(modules, self.methods, texts)
        return self._wrapped

    @property
    def ancestors(self) -> Mapping[str, frozenset[str]]:
        """Names of the classes above each class of the project."""
        if self._ancestors is None:
            self._ancestors = ancestors_of_classes(map(self.files.text, self.files.paths))
        return self._ancestors

    def reach(self) -> Reach:
        """Which functions may run for a call."""
        if self._reach is None:
            self._reach = Reach(lambda name: [item.scope for item in self.functions_named(name)], self.ancestors)
        return self._reach

    def guards_around(self, function: tuple[str, str]) -> Sequence[Guarded]:
        """The decorators and loops that handle asyncpg exceptions while a function runs, directly or through others.

        One whose function is not known runs every function.
        """
        if self._guarded is None:
            self._guarded = {}
            for file, names in self._handling():
                for guard in outside_guards(file.module, names):
                    self._note_guard(guard, file)
                for place, name in takers(file, names):
                    self._note_taker(place, name)
                for call in told_calls(file, names):
                    inside = [call] if isinstance(call.scope.node, cst.FunctionDef) else []
                    self._note_guarded(Guarded(call.place), inside)
        return (*self._guarded.get(function, ()), *self._guarded.get(("", ""), ()))

    def _note_guard(self, guard: OutsideGuard, file: IndexedFile) -> None:
        if guard.function is not None:
            same = file.functions[guard.function.name.value]
            functions = tuple(item for item in same if item.node is guard.function)
        else:
            named = self.functions_named(guard.loop.name) if guard.loop is not None else ()
            functions = tuple(item for item in named if guard.loop and guard.loop.may_reach(item.scope, self.ancestors))
        place = Occurrence(file.module, guard.node, FunctionScope(file.module.tree, "<module>")).place
        is_any = guard.loop is not None and guard.loop.how in ("plain", "attribute")
        self._note_guarded(Guarded(place, functions, is_certain=not is_any or len(functions) == 1), functions)

    def _note_taker(self, place: str, name: str) -> None:
        """Note what runs under the handler of a function that is given it, by a call or as a decorator."""
        for file in self._holding(name, r"\b{}\b"):
            for item in decorated_by(file, name):
                self._note_guarded(Guarded(place, (item,)), (item,))
        for call in (*self.unawaited_calls(name), *self.awaited_calls(name)):
            for given in given_in(call):
                named = self.functions_named(given.name)
                functions = tuple(item for item in named if given.may_reach(item.scope, self.ancestors))
                if functions:
                    certain = given.how != "attribute" or len(functions) == 1
                    self._note_guarded(Guarded(place, functions, is_certain=certain), functions)

    def _note_guarded(self, guarded: Guarded, functions: Sequence[Occurrence]) -> None:
        """Note a guard for some functions and all that they call; for every function of the project if for none."""
        assert self._guarded is not None, "guards are being looked for"
        calls = {call for item in functions for call in calls_in(item.scope.node, item.scope.class_name)}
        reached = {*map(function_key, self.reach().of(calls).values())}
        for key in reached | {function_key(item.scope) for item in functions} or {("", "")}:
            self._guarded.setdefault(key, []).append(guarded)

    def blocks_around_calls_of(self, function: tuple[str, str]) -> Sequence[Occurrence]:
        """The blocks that handle asyncpg exceptions while a function runs, directly, through others or a framework."""
        if self._blocks is None:
            self._blocks = {}
            for file, names in self._handling():
                for block in file.blocks:
                    assert isinstance(block.node, cst.Try | cst.TryStar | cst.With)
                    if [*handlers_around(block.node.body, block.node, names)]:
                        calls = calls_in(block.node.body, block.scope.class_name)
                        reached = set(map(function_key, self.reach().of(calls).values()))
                        for key in {("", "")} if runs_application(block) else reached:
                            self._blocks.setdefault(key, []).append(block)
        return (*self._blocks.get(function, ()), *self._blocks.get(("", ""), ()))

    def blocks_in(self, path: PurePosixPath) -> Sequence[Occurrence]:
        """Every block of a file that may handle exceptions."""
        file = self.file(path)
        return file.blocks if file is not None else ()

    def handlers_in(self, function: cst.FunctionDef, module: ParsedModule) -> Iterator[str]:
        """Places of the blocks of a function that handle asyncpg exceptions."""
        names = self.exception_names(module)
        blocks = (node for node in walk(function.body) if isinstance(node, cst.Try | cst.TryStar | cst.With))
        for node in blocks:
            if any(True for _ in handlers_around(node.body, node, names)):
                yield Occurrence(module, node, FunctionScope(function, "")).place

    def application_handlers(self) -> tuple[Occurrence, ...]:
        """Calls that handle asyncpg exceptions of the whole application; the scopes are their functions."""
        if self._listeners is None:
            self._listeners = tuple(
                Occurrence(file.module, node, scope)
                for file, names in self._handling()
                for node, scope in listeners(file.module, names)
            )
        return self._listeners

    # -- words

    def has_word(self, word: str) -> bool:
        """Whether a word occurs anywhere in the project."""
        return word in self._words()

    def files_of_relatives(self, class_name: str) -> set[PurePosixPath]:
        """The files that may define a class above or below a class, or another one of its name."""
        above = self.ancestors.get(class_name, frozenset())
        below = {name for name, over in self.ancestors.items() if class_name in over}
        defined = re.compile(rf"\bclass[ \t]+({'|'.join(map(re.escape, {class_name, *above, *below}))})\b")
        return {path for path in self.files.paths if defined.search(self.files.text(path))}

    # -- files

    def text_of(self, path: PurePosixPath) -> str:
        """The text of a file; empty for one that is not of the project or can't be read."""
        return self.files.text(path) if path in self.files else ""

    def with_module(self, module: ParsedModule) -> ProjectIndex:
        """The index of the project with a newer text of one of its files."""
        others = {path: file for path, file in self._indexed.items() if path != module.source.path}
        return ProjectIndex(self.files.with_module(module), self.methods, others)

    def file(self, path: PurePosixPath) -> IndexedFile | None:
        """What a file holds; None where it doesn't parse."""
        if path not in self._indexed:
            try:
                self._indexed[path] = indexed(self.files.module(path))
            except SourceError:
                self._indexed[path] = None  # the run reports it
        return self._indexed[path]

    def _holding(self, name: str, pattern: str) -> Iterator[IndexedFile]:
        pattern = pattern.format(re.escape(name))
        if pattern not in self._matching:
            wanted = re.compile(pattern)
            paths = self._words().get(name, ())
            self._matching[pattern] = [path for path in paths if wanted.search(self.files.text(path))]
        yield from filter(None, map(self.file, self._matching[pattern]))

    def _words(self) -> Mapping[str, list[PurePosixPath]]:
        """Every word of the project with the files it stands in: each file is looked at once."""
        if not self._occurring:
            for path in self.files.paths:
                for word in set(_WORD.findall(self.files.text(path))):
                    self._occurring.setdefault(word, []).append(path)
        return self._occurring

    def _naming(self) -> tuple[PurePosixPath, ...]:
        """Files that name exceptions of asyncpg."""
        if self._named is None:
            texts = ((path, self.files.text(path)) for path in self.files.paths)
            self._named = tuple(path for path, text in texts if NAMES_EXCEPTION.search(text))
        return self._named

    def _handling(self) -> Iterator[tuple[IndexedFile, ExceptionNames]]:
        """Files that may handle asyncpg exceptions, under whatever name."""
        naming = frozenset(self._naming())
        names = {*self.shared_exception_names(), *self.wrapper_errors().origins}
        for path in self.files.paths:
            text = self.files.text(path)
            if path in naming or any(name in text for name in names):
                file = self.file(path)
                if file is not None:
                    yield file, self.exception_names(file.module)
