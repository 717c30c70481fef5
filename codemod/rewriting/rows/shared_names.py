"""Values kept in a variable of the module: every function that reads it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.rewriting.rows.holds import Holds
from codemod.rewriting.rows.value_flow import Follower
from codemod.syntax.comprehensions import loads
from codemod.syntax.scopes import FunctionScope, module_scope
from codemod.syntax.tree import walk


def kept_globally(follower: Follower, name: cst.Name, holds: Holds) -> bool:
    """Follow a value that is kept under a name of the module, or in a container that has one.

    What another module imports may be read there in any way.
    """
    others = [
        item for item in follower.index.modules_naming(name.value) if item.source.path != follower.module.source.path
    ]
    scope: FunctionScope | None = follower.scope
    while scope is not None:
        if scope.is_local(name.value) and not scope.flow(name.value).elsewhere:
            return False
        scope = scope.outer
    if any(_may_read(item.tree, name.value) for item in others) or not _is_bound(follower.module.tree, name.value):
        return False
    follower.use("escapes", name)
    readers = list(_readers(follower, name.value))
    return all(follower.elsewhere(item).follow(item.node, holds) for item in readers)


def _may_read(tree: cst.Module, name: str) -> bool:
    """Whether another module imports the name, or reads it from a module."""
    for node in walk(tree):
        match node:
            case cst.ImportFrom(names=cst.ImportStar()):
                return True
            case cst.ImportAlias() if node.evaluated_name == name:
                return True
            case cst.Attribute(value=cst.Name(value=holder), attr=cst.Name(value=attribute)) if attribute == name:
                if holder not in ("self", "cls"):
                    return True
            case _:
                pass
    return False


def _is_bound(module: cst.Module, name: str) -> bool:
    """Whether the module itself binds a name."""
    flow = module_scope(module).flow(name)
    return any(item.kind == "assign" for item in flow.bindings)


def _readers(follower: Follower, name: str) -> Iterator[Occurrence]:
    path = follower.module.source.path
    functions = [item for item in follower.index.functions_in(path) if item.scope.outer is None]
    module = functions[0].module if functions else follower.module
    top = module_scope(module.tree)
    for item in functions:
        assert isinstance(item.node, cst.FunctionDef), "the index holds definitions"
        if not item.scope.is_local(name) or item.scope.flow(name).elsewhere:
            for use in loads(item.node.body, name):
                if not isinstance(item.scope.parent(use), cst.AssignTarget | cst.NameItem):
                    yield Occurrence(module, use, item.scope)
    inside = {id(use) for item in functions for use in loads(item.node, name)}
    for use in top.flow(name).uses:
        if id(use) not in inside:
            yield Occurrence(module, use, top)
