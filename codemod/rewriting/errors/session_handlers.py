"""Handlers of SQLAlchemy's exceptions in callers: meant for sessions, they would begin to catch what moves to one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.discovery.errors.guarded_functions import calls_in, function_key
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.rewriting.errors.caught_classes import caught_classes, elements
from codemod.rewriting.errors.handler_forms import gives_cause

#: A file without a match handles no exception of SQLAlchemy.
_NAMES_EXCEPTION: Final = re.compile(r"\bsqlalchemy[\w.]*\b[^\n]*\b(exc|\w+Error)\b|\bsqlalchemy\.exc\b")


@dataclass(slots=True, eq=False)
class SessionHandlers:
    """The blocks that handle SQLAlchemy's exceptions, by the functions that run in them."""

    index: ProjectIndex
    _places: dict[tuple[str, str], str] | None = None

    def place_around(self, function: tuple[str, str]) -> str | None:
        """Where SQLAlchemy's exceptions, and not asyncpg's, are handled while a function runs."""
        if self._places is None:
            self._places = {}
            for block in self._blocks():
                assert isinstance(block.node, cst.Try)
                calls = calls_in(block.node.body, block.scope.class_name)
                for scope in self.index.reach().of(calls).values():
                    self._places.setdefault(function_key(scope), block.place)
        return self._places.get(function)

    def _blocks(self) -> Iterator[Occurrence]:
        for path in self.index.files.paths:
            if _NAMES_EXCEPTION.search(self.index.text_of(path)):
                for block in self.index.blocks_in(path):
                    handlers = block.node.handlers if isinstance(block.node, cst.Try) else ()
                    if any(self._is_for_sessions(clause, block) for clause in handlers):
                        yield block

    def _is_for_sessions(self, clause: cst.ExceptHandler, block: Occurrence) -> bool:
        if clause.type is None or gives_cause(clause):
            return False
        caught = caught_classes(elements(clause.type), block.module, self.index.exception_names(block.module))
        return bool(caught.sqlalchemy) and not caught.asyncpg
