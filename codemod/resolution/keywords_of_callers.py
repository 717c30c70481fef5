"""The keywords that the calls of a function put into its ``**fields``, where all of its calls are in sight."""

from __future__ import annotations

import libcst as cst

from codemod.resolution.constants import ConstantResolver
from codemod.resolution.object_classes import ObjectClasses
from codemod.resolution.texts_of_callers import Mentions, calls_in_sight, calls_its_own
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope


def keywords_of_callers(
    param: cst.Param, module: ParsedModule, scope: FunctionScope, constants: ConstantResolver
) -> tuple[tuple[str, ...], ...] | None:
    """Every list of keywords that a call gives ``**param``; None where a call may give any, or not be in sight.

    Args:
        param: the parameter with two stars.
        module: the module of the function.
        scope: the function.
        constants: finds the project's files and classes.
    """
    function = scope.node
    mentions = calls_in_sight(scope, constants.files)
    if mentions is None or not isinstance(function, cst.FunctionDef) or function.params.star_kwarg is not param:
        return None
    is_method = scope.class_name is not None
    if not calls_its_own(mentions, is_method=is_method) and not _is_called(mentions, module, scope, constants):
        return None
    own = {item.name.value for item in (*function.params.params, *function.params.kwonly_params)}
    found: dict[tuple[str, ...], None] = {}
    for call in mentions.calls:
        if any(item.star == "**" for item in call.args):
            return None
        given = (item.keyword.value for item in call.args if item.keyword is not None)
        found[tuple(key for key in given if key not in own)] = None
    return tuple(found)


def _is_called(mentions: Mentions, module: ParsedModule, scope: FunctionScope, constants: ConstantResolver) -> bool:
    """Whether a call in another module is surely one of the method: by the class that annotations give its object."""
    classes = constants.classes
    function, owner = scope.node, cst.Name(scope.class_name or "")
    assert isinstance(function, cst.FunctionDef), "only functions are called"
    identity = classes.resolved(owner, module)
    below = classes.below(identity) if identity is not None else None
    if not below or any(not isinstance(call.func, cst.Attribute) for call in mentions.calls):
        return False
    objects = ObjectClasses(classes)
    for there in classes.index.modules_naming(function.name.value, r"\b{}\b"):
        file = classes.index.file(there.source.path)
        name = function.name.value
        for item in (*file.awaited.get(name, ()), *file.unawaited.get(name, ())) if file is not None else ():
            call = item.node.expression if isinstance(item.node, cst.Await) else item.node
            called = call.func if isinstance(call, cst.Call) else None
            if isinstance(called, cst.Attribute) and objects.of(called.value, there, item.scope) in below:
                return True
    return False
