"""ProjectFiles: the source of a project, where a process reads and parses each file once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeVar

from codemod.source import ParsedModule, SourceError, SourceFile, parse_source, read_source

_Read = TypeVar("_Read")


@dataclass(slots=True, eq=False)
class ProjectFiles:
    """The Python files of a project; a copy sent to another process starts without what was read.

    Attributes:
        root: project root.
        paths: the files, relative to the root. Others below it can be read as well.
        read: reads one of them.
    """

    root: Path
    paths: Sequence[PurePosixPath] = ()
    read: Callable[[Path, PurePosixPath], SourceFile] = read_source
    _known: frozenset[PurePosixPath] = field(init=False)
    _sources: dict[PurePosixPath, SourceFile | SourceError] = field(default_factory=dict)
    _modules: dict[PurePosixPath, ParsedModule | SourceError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known = frozenset(self.paths)

    def __contains__(self, path: PurePosixPath) -> bool:
        return path in self._known

    def source(self, path: PurePosixPath) -> SourceFile:
        """A file as text.

        Raises:
            SourceError: it can't be read or decoded.
        """
        if path not in self._sources:
            try:
                self._sources[path] = self.read(self.root, path)
            except SourceError as error:
                self._sources[path] = error
        return _given(self._sources[path])

    def text(self, path: PurePosixPath) -> str:
        """The text of a file; empty for one that can't be read, which the run reports."""
        try:
            return self.source(path).text
        except SourceError:
            return ""

    def module(self, path: PurePosixPath) -> ParsedModule:
        """A file, parsed.

        Raises:
            SourceError: it can't be read, decoded or parsed.
        """
        if path not in self._modules:
            try:
                self._modules[path] = parse_source(self.source(path))
            except SourceError as error:
                self._modules[path] = error
        return _given(self._modules[path])

    def holds(self, module: ParsedModule) -> bool:
        """Whether a module is the one given for its file, and not a newer text of it."""
        return self._modules.get(module.source.path) is module

    def with_module(self, module: ParsedModule) -> ProjectFiles:
        """The same files, with a newer text of one of them."""
        path = module.source.path
        sources, modules = {**self._sources, path: module.source}, {**self._modules, path: module}
        return ProjectFiles(self.root, self.paths, self.read, sources, modules)

    def __reduce__(self) -> tuple[object, ...]:
        return ProjectFiles, (self.root, self.paths, self.read)


def _given(found: _Read | SourceError) -> _Read:
    if isinstance(found, SourceError):
        raise found.with_traceback(None)
    return found
