"""Whether a function whose parameter looks like a pool is handed a connection somewhere in the project."""

from __future__ import annotations

import libcst as cst

from codemod.config import Config
from codemod.discovery.call_sites import CallSite
from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.receivers import classify
from codemod.rewriting.facts.callees import Given, parameter_of
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import parameters


def connection_given(site: CallSite, index: ProjectIndex, config: Config) -> str | None:
    """Where a call hands a connection to the function whose parameter the site runs on.

    The statements of such a function belong to the transaction of its caller.

    Args:
        site: a call site whose receiver looks like a pool.
        index: calls of the project.
        config: patterns of the project.
    """
    if not isinstance(site.receiver, cst.Name):
        return None
    scope: FunctionScope | None = site.scope
    while scope is not None and not scope.is_local(site.receiver.value):
        scope = scope.outer
    function = scope.node if scope is not None else None
    if not isinstance(function, cst.FunctionDef):
        return None
    taken = next((item for item in parameters(function.params) if item.name.value == site.receiver.value), None)
    if taken is None:
        return None
    name = function.name.value
    for found in (*index.awaited_calls(name), *index.unawaited_calls(name)):
        call = found.node.expression if isinstance(found.node, cst.Await) else found.node
        assert isinstance(call, cst.Call)
        for argument in call.args:
            reached = parameter_of(
                function, Given.by(call, argument), is_method=scope is not None and scope.class_name is not None
            )
            if reached in (taken, None) and classify(argument.value, found.scope, config) == "connection":
                return found.place
    return None
