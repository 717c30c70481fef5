"""The full name of a called function of Python or of a library, as its module imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from codemod.discovery.receivers import dotted
from codemod.rewriting.facts.expression_facts import place_of

if TYPE_CHECKING:
    from codemod.rewriting.rows.value_flow import Follower


def library_name(follower: Follower, call: cst.Call) -> str:
    """``sorted`` or ``itertools.groupby`` for ``groupby(…)``; empty for a name the function or module binds itself.

    Args:
        follower: tells the function and the module of the call.
        call: the call.
    """
    name = dotted(call.func) or ""
    first, _, rest = name.partition(".")
    if not first or follower.scope.is_local(first):
        return ""
    outer = follower.scope.outer
    while outer is not None:
        if outer.is_local(first):
            return ""
        outer = outer.outer
    for statement in follower.module.tree.body:
        for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            full = _imported(small, first)
            if full:
                return f"{full}.{rest}" if rest else full
    return "" if place_of(follower.scope, follower.module).binds(first) else name


def _imported(node: cst.BaseSmallStatement, name: str) -> str:
    """What an import binds to ``name``, by its full name."""
    if not isinstance(node, cst.Import | cst.ImportFrom) or isinstance(node.names, cst.ImportStar):
        return ""
    for alias in node.names:
        if (alias.evaluated_alias or alias.evaluated_name) == name:
            if isinstance(node, cst.Import):
                return alias.evaluated_name
            source = dotted(node.module) if node.module is not None else ""
            return f"{source}.{alias.evaluated_name}" if source and not node.relative else ""
    return ""
