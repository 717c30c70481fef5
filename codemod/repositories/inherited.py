"""The methods that a repository has: its own, and those of its bases for its model."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import replace

from codemod.files.project_files import ProjectFiles
from codemod.mapping.import_paths import dotted_name
from codemod.mapping.models import MappedTable
from codemod.mapping.modules import Module, read_module
from codemod.repositories.existing import RepositoryClass
from codemod.repositories.known_methods import KnownMethod, known_methods
from codemod.repositories.origins import model_attribute, with_model
from codemod.source import SourceError, read_source


def methods_of(found: RepositoryClass, files: ProjectFiles) -> Iterator[tuple[KnownMethod, Module]]:
    """The methods of a repository that are understood, with the module that their names are those of."""
    module = _with_select(read_module(found.source, found.module))
    held = found.factory if found.holds_session else None
    yield from ((method, module) for method in _known(found.node, found.table, held))
    overridden = {item.name for item in found.node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)}
    model = found.table.class_name
    attribute = model_attribute(found.node, found.bases, model)
    for path, base in found.bases:
        try:
            source = read_source(files.root, path)
        except SourceError:
            continue  # the run reports it
        module = _with_select(read_module(source, dotted_name(path, {})))
        module = replace(module, imports={**module.imports, model: (found.table.module, model)})
        node = with_model(base, attribute, model) if attribute is not None else base
        for method in _known(node, found.table, held):
            if method.name not in overridden:
                yield method, module
        overridden |= {item.name for item in base.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)}


def _known(node: ast.ClassDef, table: MappedTable, held: str | None) -> Iterator[KnownMethod]:
    """The methods of one class that are understood, those that ask the session for an object marked."""
    getting = {
        item.name
        for item in node.body
        if isinstance(item, ast.AsyncFunctionDef) and f".get({table.class_name}, " in ast.unparse(item)
    }
    for method in known_methods(_with_gets(node, table), held):
        yield replace(method, by_identity=method.name in getting)


def _with_gets(node: ast.ClassDef, table: MappedTable) -> ast.ClassDef:
    """A class with ``session.get(Link, id)`` as the query that it runs in a session of its own."""
    keys = [column.attribute for column in table.columns if column.primary_key]

    class Filler(ast.NodeTransformer):
        def visit_Await(self, found: ast.Await) -> ast.expr:
            match found.value:
                case ast.Call(
                    func=ast.Attribute(value=session, attr="get"), args=[ast.Name(id=model), key], keywords=[]
                ) if model == table.class_name and len(keys) == 1:
                    query = f"select({model}).where({model}.{keys[0]} == {ast.unparse(key)})"
                    executed = f"(await {ast.unparse(session)}.execute({query})).scalar_one_or_none()"
                    return ast.parse(executed, mode="eval").body
                case _:
                    return found

    filled = Filler().visit(copy.deepcopy(node))
    assert isinstance(filled, ast.ClassDef), "a class stays one"
    return filled


def _with_select(module: Module) -> Module:
    """A module that has a name for what ``session.get`` runs."""
    return replace(module, imports={"select": ("sqlalchemy", "select"), **module.imports})
