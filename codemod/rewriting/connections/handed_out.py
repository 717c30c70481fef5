"""Dependencies of FastAPI that give something which holds the connection of the request: a repository, mostly."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemod.discovery.connections.injections import Dependencies, injection_of
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.rewriting.connections.class_mentions import ClassMentions
from codemod.rewriting.connections.object_dependencies import ObjectDependencies
from codemod.rewriting.connections.passings import Lost
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import name_loads, parameters


def handed_to(scope: FunctionScope, index: ProjectIndex, dependencies: Dependencies) -> str | None:
    """A parameter of a function that FastAPI fills with something that may hold the connection; None where none does.

    Args:
        scope: the function.
        index: the files of the project.
        dependencies: functions that give connections.
    """
    lookup = ObjectDependencies(index)
    for marker, names in lookup.asked():
        if not any(_hands_out(name, index, dependencies) for name in names):
            continue
        try:
            takers = [parameter for _, taker, parameter in lookup.takers(marker) if taker.node is scope.node]
        except Lost:
            return marker.place
        if takers:
            return takers[0].name.value
    return None


def _hands_out(name: str, index: ProjectIndex, dependencies: Dependencies) -> bool:
    """Whether what FastAPI calls by a name gives the connection to something that outlives the call."""
    return any(_escapes(item, dependencies) for item in _called(name, index))


def _called(name: str, index: ProjectIndex) -> Iterator[Occurrence]:
    """The functions of a name, those that they define, and the initializer of a class of that name."""
    init = ClassMentions(index).initializer(name)
    if init is not None:
        yield init
    for found in index.functions_named(name):
        yield found
        for inner in index.functions_in(found.module.source.path):
            if inner.scope.outer is not None and inner.scope.outer.node is found.node:
                yield inner


def _escapes(function: Occurrence, dependencies: Dependencies) -> bool:
    node, scope = function.node, function.scope
    assert isinstance(node, cst.FunctionDef)
    for parameter in parameters(node.params):
        if injection_of(parameter, dependencies) is None:
            continue
        for use in name_loads(node.body, parameter.name.value):
            around = scope.parent(use)
            call = scope.parent(around) if isinstance(around, cst.Arg) else None
            is_awaited = isinstance(call, cst.Call) and isinstance(scope.parent(call), cst.Await)
            if not isinstance(around, cst.Attribute) and not is_awaited:
                return True
    return False
