"""Shelf: one repository of a run, the project's or a new one."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePosixPath

from codemod.mapping.models import MappedTable
from codemod.mapping.modules import Module
from codemod.project_context import ProjectContext
from codemod.repositories.distinctions import Taken
from codemod.repositories.drafts import MethodDraft
from codemod.repositories.existing import RepositoryClass
from codemod.repositories.inherited import methods_of
from codemod.repositories.known_methods import KnownMethod


@dataclass(slots=True, eq=False)
class Shelf:
    """One repository of the run: the project's, or a new one."""

    table: MappedTable
    module: str
    name: str
    path: PurePosixPath
    factory: str
    awaited: bool
    existing: RepositoryClass | None = None
    taken: set[str] = field(default_factory=set)
    lines: Mapping[str, int] = field(default_factory=dict)
    drafts: dict[str, tuple[str, MethodDraft]] = field(default_factory=dict)
    widened: dict[str, MethodDraft] = field(default_factory=dict)
    known: list[tuple[KnownMethod, Module]] = field(default_factory=list)

    def holder_of(self, name: str) -> Taken | None:
        """The method that has a name, where it is understood."""
        drafts = (Taken(draft.lowered.expression, draft.reader) for own, draft in self.drafts.values() if own == name)
        known = (Taken(item.statement, item.reader) for item, _ in self.known if item.name == name)
        return next(chain(drafts, known), None)


def shelf_of(found: RepositoryClass, context: ProjectContext) -> Shelf:
    """A repository of the project."""
    return Shelf(
        table=found.table,
        module=found.imported,
        name=found.name,
        path=found.source.path,
        factory=found.factory,
        awaited=found.awaited,
        existing=found,
        taken=set(found.methods),
        lines={item.name: item.lineno for item in found.node.body if isinstance(item, ast.AsyncFunctionDef)},
        known=list(methods_of(found, context.files)),
    )
