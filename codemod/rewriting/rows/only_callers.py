"""Functions whose every call is in sight: what they give, or are given, may become another kind of object."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Final

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.rewriting.facts.callees import find_callees, only_method
from codemod.rewriting.facts.function_mentions import other_mentions
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import children, walk

#: Words in the bases of a class whose library calls no method by a name of its own choice, but for some prefixes.
_QUIET: Final = frozenset(
    {
        *("commands", "Cog", "GroupCog", "abc", "ABC", "object", "Generic", "typing", "metaclass"),
        *("DeclarativeBase", "orm", "sqlalchemy"),  # a model may have the name of the class at hand
    }
)
_PREFIXES: Final = ("cog_", "bot_", "on_", "__")


def only_callers(function: cst.FunctionDef, index: ProjectIndex) -> Sequence[Occurrence]:
    """Every call of a function, or the await of it; nothing where something else may get what it gives.

    The name has to be that of no other function of the project, and nothing may mention it but calls that reach
    this one. A library may call the methods of its own classes.
    """
    if function.name.value == "__init__":
        return _makers(function, index)
    found = list(index.functions_named(function.name.value))
    if function.decorators or len(found) != 1 or found[0].node is not function or found[0].scope.outer is not None:
        return ()
    if _may_be_called_by_library(found[0].scope, function.name.value, index):
        return ()
    find = index.unawaited_calls if function.asynchronous is None else index.awaited_calls
    calls = list(find(function.name.value))
    known = set()
    for item in calls:
        call = item.node.expression if isinstance(item.node, cst.Await) else item.node
        assert isinstance(call, cst.Call), "calls are looked for"
        meant = find_callees(call.func, item.module, item.scope, index)
        meant = meant or only_method(call.func, item.module, item.scope, index)
        if [other.node for other in meant] != [function]:
            return ()
        known.add(id(call))
    named = re.compile(rf"[\"'](?:[\w.]+\.)?{re.escape(function.name.value)}[\"']")  # what getattr() and mocks take
    told = any(named.search(module.source.text) for module in index.modules_naming(function.name.value))
    mentioned = told or any(True for _ in other_mentions(function.name.value, function, known, index))
    return () if mentioned else calls


#: What makes an object of a class that it doesn't name.
_MADE_UNNAMED: Final = re.compile(r"\bcls\s*\(|\btype\(self\)\s*\(|__class__\s*\(|\bsuper\(\)\.__new__")


def _makers(function: cst.FunctionDef, index: ProjectIndex) -> Sequence[Occurrence]:
    """Every call that makes an object of the class an initializer belongs to; nothing where others may."""
    own = [item for item in index.functions_named("__init__") if item.node is function]
    name = own[0].scope.class_name if own and own[0].scope.outer is None else None
    if name is None or function.decorators or any(name in above for above in index.ancestors.values()):
        return ()
    modules = list(index.modules_naming(name))
    classes = [
        (module, node)
        for module in modules
        for node in walk(module.tree)
        if isinstance(node, cst.ClassDef) and node.name.value == name
    ]
    if len(classes) != 1 or classes[0][1].decorators or _MADE_UNNAMED.search(classes[0][0].text_of(classes[0][1])):
        return ()
    calls = list(index.unawaited_calls(name))
    for item in calls:
        assert isinstance(item.node, cst.Call), "calls are looked for"
        if [found.node for found in find_callees(item.node.func, item.module, item.scope, index)] != [function]:
            return ()
    called = {id(item.node.func) for item in calls if isinstance(item.node, cst.Call)}
    return () if any(_is_given_on(module, name, called) for module in modules) else calls


def _is_given_on(module: ParsedModule, name: str, called: Set[int]) -> bool:
    """Whether a module mentions a class otherwise than in calls, imports, annotations and for what it has."""
    if re.search(rf"[\"'](?:[\w.]+\.)?{re.escape(name)}[\"']", module.source.text):
        return True
    pending: list[cst.CSTNode] = [module.tree]
    while pending:
        node = pending.pop()
        match node:
            case cst.Annotation() | cst.Import() | cst.ImportFrom():
                continue
            case cst.Attribute(value=cst.Name(value=holder)) if holder == name:
                continue
            case cst.ClassDef():
                pending += [*node.bases, *node.keywords, *node.decorators, node.body]
                continue
            case cst.Name(value=found) if found == name and id(node) not in called:
                return True
            case _:
                pending += children(node)
    return False


def _may_be_called_by_library(scope: FunctionScope, name: str, index: ProjectIndex) -> bool:
    if scope.class_name is None:
        return False
    unknown = index.ancestors.get(scope.class_name, frozenset()) - index.ancestors.keys() - _QUIET
    return name.startswith(_PREFIXES) or bool(unknown)
