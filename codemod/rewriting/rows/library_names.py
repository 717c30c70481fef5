"""The full name of a called function of Python or of a library, as its module imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from codemod.rewriting.facts.expression_facts import place_of
from codemod.source import ParsedModule
from codemod.syntax.tree import dotted

if TYPE_CHECKING:
    from codemod.rewriting.rows.value_flow import Follower


def library_name(follower: Follower, call: cst.Call) -> str:
    """``sorted`` or ``itertools.groupby`` for ``groupby(…)``; empty for a name the function or module binds itself.

    Args:
        follower: tells the function and the module of the call.
        call: the call.
    """
    name = dotted(call.func) or ""
    first = name.partition(".")[0]
    if not first or follower.scope.is_local(first):
        return ""
    outer = follower.scope.outer
    while outer is not None:
        if outer.is_local(first):
            return ""
        outer = outer.outer
    return full_name(follower.module, call.func) or (
        "" if place_of(follower.scope, follower.module).binds(first) else name
    )


def full_name(module: ParsedModule, node: cst.BaseExpression) -> str:
    """What an expression names by the imports at the top of its module; empty where they don't tell."""
    first, _, rest = (dotted(node) or "").partition(".")
    for statement in module.tree.body if first else ():
        for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            full = _imported(small, first)
            if full:
                return f"{full}.{rest}" if rest else full
    return ""


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
