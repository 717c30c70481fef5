"""Who calls a function and who reads an attribute, by name, over the whole project; parses lazily."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import libcst as cst

from codemod.discovery.name_flow import children
from codemod.discovery.scopes import FunctionScope
from codemod.source import ParsedModule, SourceError, SourceFile, parse_source


@dataclass(frozen=True, slots=True, eq=False)
class Occurrence:
    """A node found by name, in the function it stands in."""

    module: ParsedModule
    node: cst.BaseExpression
    scope: FunctionScope

    @property
    def place(self) -> str:
        """``path:line`` for messages."""
        line, _ = self.module.line_column(self.module.span(self.node)[0])
        return f"{self.module.source.path}:{line}"


@dataclass(slots=True, eq=False)
class ProjectIndex:
    """Name-based look-ups over the files of a project.

    Attributes:
        root: project root.
        files: files that may hold callers, relative to the root.
        read: reads one of them.
    """

    root: Path
    files: Sequence[PurePosixPath]
    read: Callable[[Path, PurePosixPath], SourceFile]
    _texts: dict[PurePosixPath, str] = field(default_factory=dict)
    _modules: dict[PurePosixPath, ParsedModule | None] = field(default_factory=dict)
    _calls: dict[PurePosixPath, dict[str, list[Occurrence]]] = field(default_factory=dict)
    _guarded: frozenset[str] | None = None

    def awaited_calls(self, function: str) -> Iterator[Occurrence]:
        """Every ``await ….function(…)`` of the project; the node is the await."""
        for path in self._holding(rf"\b{re.escape(function)}\s*\("):
            yield from self._names_in(path).get(f"await {function}", [])

    def attribute_loads(self, attribute: str) -> Iterator[Occurrence]:
        """Every ``….attribute`` that is read (or written: the caller looks at what stands around it)."""
        for path in self._holding(rf"\.\s*{re.escape(attribute)}\b"):
            yield from self._names_in(path).get(f".{attribute}", [])

    def functions_guarded_elsewhere(self) -> frozenset[str]:
        """Names of functions called, directly or through others, under a handler of an asyncpg exception."""
        if self._guarded is None:
            self._guarded = self._find_guarded()
        return self._guarded

    def _holding(self, pattern: str) -> Iterator[PurePosixPath]:
        wanted = re.compile(pattern)
        for path in self.files:
            if wanted.search(self._text(path)):
                yield path

    def _text(self, path: PurePosixPath) -> str:
        if path not in self._texts:
            try:
                self._texts[path] = self.read(self.root, path).text
            except SourceError:
                self._texts[path] = ""
        return self._texts[path]

    def module(self, path: PurePosixPath) -> ParsedModule | None:
        """The parsed file; None when it can't be parsed."""
        if path not in self._modules:
            try:
                self._modules[path] = parse_source(self.read(self.root, path))
            except SourceError:
                self._modules[path] = None
        return self._modules[path]

    def _names_in(self, path: PurePosixPath) -> dict[str, list[Occurrence]]:
        if path not in self._calls:
            found: dict[str, list[Occurrence]] = {}
            module = self.module(path)
            if module is not None:
                for key, occurrence in _occurrences(module):
                    found.setdefault(key, []).append(occurrence)
            self._calls[path] = found
        return self._calls[path]

    def _find_guarded(self) -> frozenset[str]:
        guarded: set[str] = set()
        calls: dict[str, set[str]] = {}
        for path in self._holding(r"asyncpg"):
            module = self.module(path)
            if module is not None:
                guarded |= _called_under_handlers(module)
        for path in self.files:
            if guarded and any(name in self._text(path) for name in guarded):
                for key, occurrences in self._names_in(path).items():
                    if key.startswith("await "):
                        for occurrence in occurrences:
                            caller = occurrence.scope.qualified_name.rpartition(".")[2]
                            calls.setdefault(caller, set()).add(key.removeprefix("await "))
        grown = True
        while grown:
            reached = {callee for caller in guarded for callee in calls.get(caller, ())}
            grown = not reached <= guarded
            guarded |= reached
        return frozenset(guarded)


def _occurrences(module: ParsedModule) -> Iterator[tuple[str, Occurrence]]:
    pending: list[tuple[cst.CSTNode, FunctionScope, str, str | None]] = [
        (module.tree, FunctionScope(module.tree, "<module>"), "", None)
    ]
    while pending:
        node, scope, prefix, class_name = pending.pop()
        if isinstance(node, cst.FunctionDef):
            name = prefix + node.name.value
            outer = scope if isinstance(scope.node, cst.FunctionDef) else None
            scope, prefix = FunctionScope(node, name, class_name, outer), f"{name}."
        elif isinstance(node, cst.ClassDef):
            prefix, class_name = f"{prefix}{node.name.value}.", node.name.value
        elif isinstance(node, cst.Await) and isinstance(node.expression, cst.Call):
            called = called_name(node.expression)
            if called is not None:
                yield f"await {called}", Occurrence(module, node, scope)
        elif isinstance(node, cst.Attribute):
            yield f".{node.attr.value}", Occurrence(module, node, scope)
        pending.extend((child, scope, prefix, class_name) for child in reversed(children(node)))


def called_name(call: cst.Call) -> str | None:
    """``F`` of ``x.F(…)`` and ``F(…)``."""
    match call.func:
        case cst.Attribute():
            return call.func.attr.value
        case cst.Name():
            return call.func.value
        case _:
            return None


def asyncpg_names(module: ParsedModule) -> frozenset[str]:
    """Local names of exceptions imported from asyncpg."""
    found = set()
    for statement in module.tree.body:
        if isinstance(statement, cst.SimpleStatementLine):
            for small in statement.body:
                if isinstance(small, cst.ImportFrom) and small.module is not None and not isinstance(small.names, cst.ImportStar):
                    if module.tree.code_for_node(small.module).startswith("asyncpg"):
                        found |= {alias.evaluated_alias or alias.evaluated_name for alias in small.names}
    return frozenset(found)


def names_asyncpg(node: cst.CSTNode, local: frozenset[str]) -> bool:
    """Whether an expression names asyncpg or something imported from it."""
    pending = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, cst.Name) and (item.value == "asyncpg" or item.value in local):
            return True
        pending.extend(children(item))
    return False


def _called_under_handlers(module: ParsedModule) -> set[str]:
    local = asyncpg_names(module)
    found: set[str] = set()
    pending: list[cst.CSTNode] = [module.tree]
    while pending:
        node = pending.pop()
        guarded: cst.CSTNode | None = None
        if isinstance(node, cst.Try | cst.TryStar):
            if any(handler.type is not None and names_asyncpg(handler.type, local) for handler in node.handlers):
                guarded = node.body
        elif isinstance(node, cst.With) and any(names_asyncpg(item.item, local) for item in node.items):
            if any(isinstance(item.item, cst.Call) and called_name(item.item) == "suppress" for item in node.items):
                guarded = node.body
        if guarded is not None:
            inner: list[cst.CSTNode] = [guarded]
            while inner:
                item = inner.pop()
                if isinstance(item, cst.Call) and (name := called_name(item)):
                    found.add(name)
                inner.extend(children(item))
        pending.extend(children(node))
    return found
