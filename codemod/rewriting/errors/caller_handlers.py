"""Handlers of asyncpg's exceptions in the callers of a site's function, wherever in the project they stand."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Final

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.errors.exception_handlers import GuardingHandler, handlers_around
from codemod.discovery.errors.guarded_functions import function_key
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.rewriting.errors.boundaries import Boundary, plan_boundaries
from codemod.rewriting.errors.handler_edits import edits_of_handler
from codemod.rewriting.errors.handlers import HandlerPlan, plan_handler
from codemod.rewriting.errors.session_handlers import SessionHandlers
from codemod.rewriting.layout import Layout
from codemod.rewriting.rows.reader_edits import ReaderEdit

#: How a handler would be written somewhere: whether it can be does not depend on that.
_ANY_LAYOUT: Final = Layout(88, False, "\n", "    ")


@dataclass(frozen=True, slots=True, order=True)
class HandlerPlace:
    """Where a handler stands in the project as it was before the run."""

    path: PurePosixPath
    offset: int


@dataclass(frozen=True, slots=True)
class Orders:
    """What a run asks of its converters besides the files.

    Attributes:
        writable: the files that may be changed for call sites of others; None for all.
        followed: those of them whose own call sites are to stay.
        handlers: handlers to be rewritten for sites of other functions.
        readers: edits of functions that read what sites of other files give.
        journeys: keys of connections that go through several files, with a file that has to take part.
        stopped: those of them that can't be converted, with the reason.
    """

    writable: frozenset[PurePosixPath] | None = None
    followed: frozenset[PurePosixPath] = frozenset()
    handlers: frozenset[HandlerPlace] = frozenset()
    readers: frozenset[ReaderEdit] = frozenset()
    journeys: frozenset[tuple[PurePosixPath, str]] = frozenset()
    stopped: tuple[tuple[str, str], ...] = ()

    @property
    def converted(self) -> frozenset[PurePosixPath] | None:
        """The files of ``writable`` whose call sites are to be converted, too."""
        return None if self.writable is None else self.writable - self.followed

    def without(self, paths: Set[PurePosixPath]) -> Orders:
        """The same orders, but some files may not be changed for others, and nothing is asked of any file yet."""
        assert self.writable is not None, "a run says which files it may change"
        return replace(self, writable=self.writable - paths, handlers=frozenset(), readers=frozenset())

    def in_file(self, path: PurePosixPath) -> frozenset[int]:
        """Offsets of the handlers to be rewritten in a file."""
        return frozenset(place.offset for place in self.handlers if place.path == path)

    def asks_for(self, path: PurePosixPath) -> bool:
        """Whether something is asked of a file that its own call sites don't ask for."""
        return bool(self.in_file(path) or self.readers_in(path) or self.journeys_in(path))

    def readers_in(self, path: PurePosixPath) -> tuple[ReaderEdit, ...]:
        """Edits of what reads rows in a file, in order."""
        return tuple(sorted(reader for reader in self.readers if reader.path == path))

    def journeys_in(self, path: PurePosixPath) -> frozenset[str]:
        """Keys of the connections that a file has to take part with."""
        return frozenset(key for place, key in self.journeys if place == path)


@dataclass(slots=True, eq=False)
class CallerHandlers:
    """The handlers around calls of functions, each looked at once.

    Attributes:
        writable: the files that the run may change; None for all.
    """

    index: ProjectIndex
    writable: Set[PurePosixPath] | None = None
    _needed: dict[tuple[str, str], tuple[HandlerPlace, ...] | Refusal] = field(default_factory=dict)
    _of_sessions: SessionHandlers = field(init=False)

    def __post_init__(self) -> None:
        self._of_sessions = SessionHandlers(self.index)

    def needed_by(self, site: CallSite) -> tuple[HandlerPlace, ...]:
        """The handlers that have to be rewritten when a site is.

        Raises:
            Refusal: ``errors.handler`` when one of them can't be.
        """
        key = function_key(site.scope)
        if key not in self._needed:
            try:
                self._needed[key] = self._around(site, key)
            except Refusal as refusal:
                self._needed[key] = refusal
        needed = self._needed[key]
        if isinstance(needed, Refusal):
            raise needed.with_traceback(None)
        return needed

    def _around(self, site: CallSite, key: tuple[str, str]) -> tuple[HandlerPlace, ...]:
        place = self._of_sessions.place_around(key)
        if place is not None:
            message = (
                f"{site.function}() is called at {place}, where SQLAlchemy's errors are caught and asyncpg's are not"
            )
            raise Refusal("errors.handler", message)
        found = {place_of(boundary) for boundary in self._boundaries(site, key)}
        for block in self.index.blocks_around_calls_of(key):
            for guard in self._guards(block):
                try:
                    plan = plan_handler(guard, block.module, block.scope, self.index)
                    if plan.complete:
                        continue
                    edits_of_handler(plan, frozenset(), frozenset(), _ANY_LAYOUT, _written_name)
                except Refusal as refusal:
                    message = f"{site.function}() is called at {block.place}: {refusal.message}"
                    raise Refusal(refusal.code, message) from refusal
                if self.writable is not None and block.module.source.path not in self.writable:
                    message = f"{site.function}() runs under a handler at {block.place}, a file that is to stay"
                    raise Refusal("errors.handler", message)
                found.add(place_of(plan))
        return tuple(sorted(found))

    def _boundaries(self, site: CallSite, key: tuple[str, str]) -> Iterator[Boundary]:
        for guard in self.index.guards_around(key):
            message = f"{site.function}() runs under something that handles asyncpg exceptions at {guard.place}"
            try:
                boundaries = plan_boundaries(guard, self.index)
            except Refusal as refusal:
                raise Refusal(refusal.code, f"{message}: {refusal.message}") from refusal
            for boundary in boundaries:
                if self.writable is not None and boundary.module.source.path not in self.writable:
                    raise Refusal("errors.handler", f"{message}, and {boundary.module.source.path} is to stay")
                yield boundary

    def plans_at(self, places: Set[int], path: PurePosixPath) -> Iterator[HandlerPlan]:
        """The handlers of a file that stand at some offsets."""
        for block in self.index.blocks_in(path):
            for guard in self._guards(block):
                if block.module.span(guard.handler or guard.around)[0] in places:
                    yield plan_handler(guard, block.module, block.scope, self.index)

    def boundaries_at(self, places: Set[int], path: PurePosixPath) -> Iterator[str]:
        """Qualified names of the functions of a file that have to give asyncpg's own exceptions."""
        for function in self.index.functions_in(path):
            if function.module.span(function.node)[0] in places:
                yield function.scope.qualified_name

    def _guards(self, block: Occurrence) -> Iterator[GuardingHandler]:
        assert isinstance(block.node, cst.Try | cst.TryStar | cst.With)
        yield from handlers_around(block.node.body, block.node, self.index.exception_names(block.module))


def place_of(plan: HandlerPlan | Boundary) -> HandlerPlace:
    """Where a handler, or a function that gives asyncpg's exceptions, stands."""
    return HandlerPlace(plan.module.source.path, plan.module.span(plan.node)[0])


def _written_name(wanted: ImportName) -> str:
    return wanted.name
