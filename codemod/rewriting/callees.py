"""The functions of the project that a call certainly reaches, and the parameter that takes an argument."""

from __future__ import annotations

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.scopes import FunctionScope
from codemod.discovery.tree import parameters
from codemod.source import ParsedModule


def find_callees(
    function: cst.BaseExpression, module: ParsedModule, scope: FunctionScope, index: ProjectIndex
) -> list[Occurrence]:
    """Every function of the project that may run for ``function(…)``; none when another one could.

    Args:
        function: the called expression.
        module: the file of the call.
        scope: the function of the call.
        index: definitions of the project.
    """
    match function:
        case cst.Attribute(value=cst.Name(value="self" | "cls"), attr=cst.Name(value=name)):
            found = [item for item in index.functions_named(name) if item.scope.class_name is not None]
            own = [item for item in found if item.module.source.path == module.source.path]
            is_own = any(item.scope.class_name == scope.class_name for item in own)
            return found if is_own else []  # all of them: an override in a subclass may be the one that runs
        case cst.Name(value=name) if not _is_local(name, scope):
            plain = [item for item in index.functions_named(name) if item.scope.class_name is None]
            made = [item for item in index.functions_named("__init__") if item.scope.class_name == name]
            found = [item for item in (*plain, *made) if _is_visible(item, name, module)]
            return found if len(found) == 1 and found[0].scope.outer is None else []
        case cst.Attribute(value=cst.Name(value=holder), attr=cst.Name(value=name)) if not _is_local(holder, scope):
            named = [item for item in index.functions_named(name) if item.scope.class_name == holder]
            found = [item for item in named if _is_visible(item, holder, module) and _needs_no_object(item.node)]
            return found if len(found) == 1 else []
        case _:
            return []


def _needs_no_object(function: cst.CSTNode) -> bool:
    decorators = function.decorators if isinstance(function, cst.FunctionDef) else ()
    names = {item.decorator.value for item in decorators if isinstance(item.decorator, cst.Name)}
    return bool(names & {"classmethod", "staticmethod"})


def _is_local(name: str, scope: FunctionScope | None) -> bool:
    return scope is not None and (scope.is_local(name) or _is_local(name, scope.outer))


def _is_visible(item: Occurrence, name: str, module: ParsedModule) -> bool:
    """Whether ``name`` of a module is this definition: its own, or imported from the file that holds it."""
    path = item.module.source.path
    if path == module.source.path:
        return True
    holder = path.parent.name if path.stem == "__init__" else path.stem
    for statement in module.tree.body:
        for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            if isinstance(small, cst.ImportFrom) and not isinstance(small.names, cst.ImportStar):
                source = small.module.attr if isinstance(small.module, cst.Attribute) else small.module
                if source is not None and source.value == holder:
                    return any(alias.evaluated_name == name and alias.asname is None for alias in small.names)
    return False


def parameter_of(function: cst.FunctionDef, call: cst.Call, argument: cst.Arg, *, is_method: bool) -> cst.Param | None:
    """The parameter that takes an argument; None when it can't be told."""
    decorators = {item.decorator.value for item in function.decorators if isinstance(item.decorator, cst.Name)}
    if len(decorators) != len(function.decorators) or not decorators <= {"staticmethod", "classmethod"}:
        return None
    if argument.keyword is not None:
        wanted = argument.keyword.value
        named = [item for item in parameters(function.params) if item.name.value == wanted and not item.star]
        return named[0] if named else None
    before = call.args[: call.args.index(argument)]
    if any(item.star for item in before):
        return None
    position = len(before) + (1 if is_method and "staticmethod" not in decorators else 0)
    positional = [*function.params.posonly_params, *function.params.params]
    return positional[position] if position < len(positional) else None


def is_self(function: cst.BaseExpression) -> bool:
    """Whether a called expression is a method of the object itself."""
    holder = function.value if isinstance(function, cst.Attribute) else None
    return isinstance(holder, cst.Name) and holder.value in ("self", "cls")
