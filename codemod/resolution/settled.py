"""Whether an expression has the value where the call stands that it had where the query text was put together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.resolution.fixed_values import is_fixed
from codemod.resolution.readable import is_readable, only_looks_at
from codemod.resolution.whole_numbers import is_whole_number
from codemod.syntax.leaving import leaves
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import walk

#: What runs somebody's code, which may change any attribute and fill or empty any list, or does so itself.
_RUNS: Final = (
    cst.Call, cst.Await, cst.Yield, cst.Subscript, cst.For, cst.With, cst.NamedExpr, cst.AugAssign, cst.Del,
    cst.Import, cst.ImportFrom, cst.FunctionDef, cst.ClassDef,
)  # fmt: skip


def is_settled(
    node: cst.BaseExpression, at: cst.CSTNode, site: CallSite, *, test: bool, harmless: Collection[int] = ()
) -> bool:
    """Whether a name or a condition decides the same where the call stands.

    Args:
        node: a name; or a condition of names, their attributes and constants.
        at: the statement that puts the text together.
        site: the call.
        test: only the truth of the expression counts, which a list changes as it grows.
        harmless: ids of nodes that are known to change nothing but the text and its arguments.
    """
    between = statements_between(at, site)
    is_number = is_whole_number(node, site.scope) and not any(isinstance(item, cst.Call) for item in walk(node))
    if between is None or not (is_number or is_readable(node, site.scope)):
        return False
    attributes = {id(item.attr) for item in walk(node) if isinstance(item, cst.Attribute)}
    names = {item.value for item in walk(node) if isinstance(item, cst.Name) and id(item) not in attributes}
    # `order = "DESC" if order else "ASC"` binds what it reads
    line = () if at is site.statement else (at,)
    if any(_is_rebound(name, (*line, *between, site.call), site.scope) for name in names):
        return False
    if is_number or is_fixed(node, site.module, site.scope, test=test):
        return True
    own = (at,) if isinstance(at, cst.BaseCompoundStatement) else ()
    parts = (*own, *between, *site.arguments)
    ran = (item for part in parts for item in walk(part) if id(item) not in harmless)
    left = {id(item) for part in parts for branch in _left(part) for item in walk(branch)}
    return not any(_may_change(item, site.scope) for item in ran if id(item) not in left)


def can_be_evaluated_later(
    node: cst.BaseExpression, at: cst.CSTNode, site: CallSite, *, harmless: Collection[int]
) -> bool:
    """Whether an argument has the value at the call that it had in a statement before it, and nothing else happens."""
    inside = list(walk(node))
    if at is site.statement:
        return is_whole_number(node, site.scope) or not any(
            isinstance(item, cst.Call | cst.Await | cst.Yield | cst.NamedExpr) and not _only_converts(item, site.scope)
            for item in inside
        )
    if isinstance(node, cst.FormattedString):
        inserted = [part.expression for part in inside if isinstance(part, cst.FormattedStringExpression)]
        # a list that has grown reads otherwise
        return all(
            isinstance(item, cst.Name) and is_settled(item, at, site, test=True, harmless=harmless) for item in inserted
        )
    if not any(isinstance(item, cst.Name | cst.Call) for item in inside):
        return True
    return is_settled(node, at, site, test=False, harmless=harmless)


#: Functions that make a value of another, and do nothing else.
_CONVERTING: Final = frozenset({"int", "str", "float", "bool", "len", "list", "tuple", "set", "sorted"})


def _only_converts(node: cst.CSTNode, scope: FunctionScope) -> bool:
    """``int(text)``, ``map(int, texts)``: the order of which doesn't matter."""
    match node:
        case cst.Call(func=cst.Name(value="map"), args=[cst.Arg(value=cst.Name(value=function)), _]):
            return function in _CONVERTING and not scope.is_local(function)
        case cst.Call(func=cst.Name(value=function), args=[cst.Arg(star="", keyword=None)]):
            return function in _CONVERTING and not scope.is_local(function)
        case _:
            return False


def _left(part: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Branches of an ``if`` that never get to the call."""
    if isinstance(part, cst.If):
        yield from (branch for branch in (part.body, part.orelse) if branch is not None and leaves(branch))
        yield from _left(part.orelse) if isinstance(part.orelse, cst.If) else ()


def _may_change(node: cst.CSTNode, scope: FunctionScope) -> bool:
    match node:
        case cst.Call() if only_looks_at(node, scope):
            return False
        case cst.AssignTarget(target=target) | cst.AnnAssign(target=target):
            return not isinstance(target, cst.Name)
        case cst.Subscript():
            return not is_readable(node, scope)
        case _:
            return isinstance(node, _RUNS)


def statements_between(at: cst.CSTNode, site: CallSite) -> tuple[cst.CSTNode, ...] | None:
    """What may run from the end of a statement on until the call does, a compound statement around it as a whole.

    None where the call may run without the statement before it.
    """
    if at is site.statement:
        return ()
    block = site.scope.parent(at)
    siblings = list(block.body) if isinstance(block, cst.IndentedBlock | cst.Module) else []
    outer: cst.CSTNode | None = site.statement
    while outer is not None and not any(item is outer for item in siblings):
        outer = site.scope.parent(outer)
    places = {id(item): place for place, item in enumerate(siblings)}
    if outer is None or places.get(id(at), len(siblings)) >= places[id(outer)]:
        return None
    between = siblings[places[id(at)] + 1 : places[id(outer)]]
    return (*between, *([outer] if outer is not site.statement else []))


def _is_rebound(name: str, between: tuple[cst.CSTNode, ...], scope: FunctionScope) -> bool:
    flow = scope.flow(name)
    inside = {id(item) for part in between for item in walk(part)}
    return flow.elsewhere or any(id(binding.node) in inside for binding in flow.bindings)
