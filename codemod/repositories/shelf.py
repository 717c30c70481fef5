"""Shelf: one repository of a run, the project's or a new one."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePosixPath

from codemod.english import camel_case, snake_case
from codemod.mapping.import_paths import dotted_name, imported_names
from codemod.mapping.models import MappedTable
from codemod.mapping.modules import Module
from codemod.outcome import Refusal
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
    holds_session: bool = False

    def method_for(self, draft: MethodDraft, wanted: str | None) -> tuple[str, MethodDraft] | None:
        """The method of the run that a site calls, as it has to be for it; None where there is none.

        Args:
            draft: what the site needs.
            wanted: the name that the configuration gives it.
        """
        if draft.key in self.drafts:
            return self.drafts[draft.key]
        for name, other in self.drafts.values():
            served = other.serving(draft) if wanted in (None, name) else None
            if served is not None:
                return name, served
        return None

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
        holds_session=found.holds_session,
    )


def new_shelf(
    table: MappedTable, shelves: Iterable[Shelf], context: ProjectContext, *, awaited: bool, holds_session: bool
) -> Shelf:
    """A repository that is not there yet.

    Args:
        table: its table.
        shelves: those there are: it stands beside them.
        context: models and configuration.
        awaited: its factory gives an awaitable.
        holds_session: it is made with a session.

    Raises:
        Refusal: ``style.repository`` when a file is in its way.
    """
    # a Core table is called like its variable: t_links
    name = f"{camel_case(table.name if table.core else table.class_name)}Repository"
    path = _folder(table, shelves) / f"{snake_case(name)}.py"
    if (context.config.root / path).exists():
        raise Refusal("style.repository", f"{path} is in the way of a new repository")
    _, packages = imported_names(map(context.files.text, context.files.paths))
    module = dotted_name(path, packages)
    context.import_graph.plan(module, table.module)
    factory = "session" if holds_session else "session_factory"
    return Shelf(table, module, name, path, factory, awaited, holds_session=holds_session)


def _folder(table: MappedTable, shelves: Iterable[Shelf]) -> PurePosixPath:
    """Where the project keeps its repositories, else ``repositories`` beside its models."""
    folders = {shelf.path.parent for shelf in shelves}
    if len(folders) == 1:
        return folders.pop()
    parts = PurePosixPath(table.path).parts
    index = next((i for i, part in enumerate(parts) if "model" in part.lower()), len(parts) - 1)
    return PurePosixPath(*parts[:index], "repositories")
