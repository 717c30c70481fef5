"""The project's own repositories: classes that hold a session factory, or a session, and work on one model."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from codemod.mapping.import_paths import dotted_name, imported_names, preferred_module
from codemod.mapping.models import MappedTable, ModelRegistry
from codemod.project_context import ProjectContext
from codemod.repositories.classes import ProjectClasses
from codemod.repositories.origins import Place, bases_of, factory_of_class, session_of_class
from codemod.source import SourceError, SourceFile, is_test, read_source

_NAME: Final = re.compile(r"^class[ \t]+\w*(?:Repository|Repo)\b", re.M)


@dataclass(frozen=True, slots=True, eq=False)
class RepositoryClass:
    """One repository of the project.

    Attributes:
        source: the file it stands in.
        module: dotted name of the file; ``imported`` the module the project imports the class from.
        table: the model it works on.
        factory: the attribute that holds the session factory, or the session.
        awaited: the factory gives an awaitable.
        methods: names of everything the class and its bases define.
        node: its definition.
        bases: the classes of the project that it inherits from, with their files.
        holds_session: it is made with a session, which its owner commits.
    """

    source: SourceFile
    module: str
    name: str
    table: MappedTable
    factory: str
    awaited: bool
    methods: frozenset[str]
    node: ast.ClassDef
    imported: str = ""
    bases: tuple[Place, ...] = ()
    holds_session: bool = False


def find_repositories(context: ProjectContext, classes: ProjectClasses) -> list[RepositoryClass]:
    """Every repository class of the project, in the order of the files."""
    root = context.config.root
    sources: list[SourceFile] = []
    texts: list[str] = []
    for path in context.files.paths:
        try:
            source = read_source(root, path)
        except SourceError:
            continue  # the run reports it
        texts.append(source.text)
        if _NAME.search(source.text) and not is_test(path):
            sources.append(source)
    names, packages = imported_names(texts)
    found = [
        item
        for source in sources
        for item in _in_file(source, dotted_name(source.path, packages), context.registry, classes)
    ]
    return [replace(item, imported=preferred_module(item.name, item.module, names)) for item in found]


def _in_file(
    source: SourceFile, module: str, registry: ModelRegistry, classes: ProjectClasses
) -> Iterator[RepositoryClass]:
    try:
        tree = ast.parse(source.text)
    except (SyntaxError, ValueError):
        return  # newer syntax than the interpreter's: its repositories are not used
    for node in tree.body:
        if not isinstance(node, ast.ClassDef) or not re.search(r"(Repository|Repo)$", node.name):
            continue
        table = _table(node, registry)
        bases = bases_of(node, classes) if table is not None else ()
        factory = factory_of_class(node, bases, classes) if table is not None else None
        held = session_of_class(node, bases) if table is not None and factory is None else None
        if table is not None and (factory is not None or held is not None):
            attribute, text = factory or (held or "", "")
            yield RepositoryClass(
                source=source,
                module=module,
                name=node.name,
                table=table,
                factory=attribute,
                awaited=f"await self.{attribute.rpartition('.')[2]}()" in text,
                methods=frozenset(_methods([node, *(base for _, base in bases)])),
                node=node,
                bases=bases,
                holds_session=held is not None,
            )


def _methods(classes: Sequence[ast.ClassDef]) -> Iterator[str]:
    for class_ in classes:
        for item in class_.body:
            if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
                yield item.name


def _table(node: ast.ClassDef, registry: ModelRegistry) -> MappedTable | None:
    """The model in the brackets of a base, or called like the repository, else the one its statements name."""
    given = {ast.unparse(base.slice) for base in node.bases if isinstance(base, ast.Subscript)}
    generic = [table for table in registry if table.class_name in given]
    if len(generic) == 1:
        return generic[0]
    stem = re.sub(r"(Repository|Repo)$", "", node.name).lower()
    called = [table for table in registry if table.class_name.lower() == stem]
    if len(called) == 1:
        return called[0]
    names = {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
    used = [table for table in registry if table.class_name in names]
    return used[0] if len(used) == 1 else None
