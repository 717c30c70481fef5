"""The project's own repositories: classes that hold a session factory and work on one model."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from codemod.mapping.import_paths import dotted_name, imported_names, preferred_module
from codemod.mapping.models import MappedTable, ModelRegistry
from codemod.source import SourceError, SourceFile, read_source

_NAME: Final = re.compile(r"^class[ \t]+\w*(?:Repository|Repo)\b", re.M)


@dataclass(frozen=True, slots=True, eq=False)
class RepositoryClass:
    """One repository of the project.

    Attributes:
        source: the file it stands in.
        module: dotted name of the file; ``imported`` the module the project imports the class from.
        table: the model it works on.
        factory: the attribute that holds the session factory.
        awaited: the factory gives an awaitable.
        methods: names of everything the class defines.
        node: its definition.
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


def find_repositories(root: Path, files: Sequence[PurePosixPath], registry: ModelRegistry) -> list[RepositoryClass]:
    """Every repository class of the project, in the order of the files."""
    sources: list[SourceFile] = []
    texts: list[str] = []
    for path in files:
        try:
            source = read_source(root, path)
        except SourceError:
            continue  # the run reports it
        texts.append(source.text)
        if _NAME.search(source.text) and not {"tests", "test"} & set(path.parts):
            sources.append(source)
    names, packages = imported_names(texts)
    found = [item for source in sources for item in _in_file(source, dotted_name(source.path, packages), registry)]
    return [replace(item, imported=preferred_module(item.name, item.module, names)) for item in found]


def _in_file(source: SourceFile, module: str, registry: ModelRegistry) -> Iterator[RepositoryClass]:
    try:
        tree = ast.parse(source.text)
    except (SyntaxError, ValueError):
        return  # newer syntax than the interpreter's: its repositories are not used
    for node in tree.body:
        if not isinstance(node, ast.ClassDef) or not re.search(r"(Repository|Repo)$", node.name):
            continue
        factory = _factory(node)
        table = _table(node, registry)
        if factory is not None and table is not None:
            names = {item.name for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)}
            yield RepositoryClass(
                source=source,
                module=module,
                name=node.name,
                table=table,
                factory=factory,
                awaited=f"await self.{factory}()" in ast.unparse(node),
                methods=frozenset(names),
                node=node,
            )


def _factory(node: ast.ClassDef) -> str | None:
    """The attribute of ``self.factory = factory`` in ``__init__`` that the class calls for a session."""
    text = ast.unparse(node)
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and item.name == "__init__" and _takes_one(item):
            for statement in item.body:
                match statement:
                    case (
                        ast.Assign(
                            targets=[ast.Attribute(value=ast.Name(id="self"), attr=attribute)], value=ast.Name(id=given)
                        )
                        | ast.AnnAssign(
                            target=ast.Attribute(value=ast.Name(id="self"), attr=attribute), value=ast.Name(id=given)
                        )
                    ) if given == item.args.args[1].arg and f"self.{attribute}()" in text:
                        return attribute
    return None


def _takes_one(function: ast.FunctionDef) -> bool:
    """Whether ``__init__`` asks for one argument and no more."""
    arguments = function.args
    required = len(arguments.args) - len(arguments.defaults)
    return required == 2 and not any(default is None for default in arguments.kw_defaults)


def _table(node: ast.ClassDef, registry: ModelRegistry) -> MappedTable | None:
    """The model called like the repository, else the one model its statements name."""
    stem = re.sub(r"(Repository|Repo)$", "", node.name).lower()
    called = [table for table in registry if table.class_name.lower() == stem]
    if len(called) == 1:
        return called[0]
    names = {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
    used = [table for table in registry if table.class_name in names]
    return used[0] if len(used) == 1 else None
