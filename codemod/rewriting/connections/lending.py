"""Blocks that run on the connection of a function, or on one of their own where it was given none."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemod.discovery.connections.connection_holders import Holder
from codemod.discovery.connections.connection_scopes import ConnectionScope
from codemod.discovery.connections.connection_wrappers import ConnectionWrappers
from codemod.discovery.connections.finding_holders import holder_of, opening_of
from codemod.discovery.connections.shared_flow import waits_for_something
from codemod.rewriting.connections.passings import Lost, Passing
from codemod.syntax.tree import dotted, walk


def givers_of(block: Holder, wrappers: ConnectionWrappers) -> Iterator[Passing]:
    """The function whose connection a block may be given.

    Raises:
        Lost: what gives the connection is not a function's parameter.
    """
    assert block.call is not None
    around = block.scope.parent(block.region)
    names = {name.value for name in block.lent.names} if block.lent is not None else set[str]()
    for name in sorted(names):
        giver = holder_of(name, around, block.scope, block.module, wrappers) if around is not None else None
        if giver is None or giver.name != name or not giver.is_function or not giver.is_handed_on:
            raise Lost(f"{name} may be given to {dotted(block.call.func)}(), and what it is is not known")
        yield Passing(block.call, None, giver, block)


def lent_at(use: cst.CSTNode, holder: Holder, wrappers: ConnectionWrappers) -> Passing | None:
    """The block that a function may give its connection where it names it."""
    node: cst.CSTNode | None = use
    while isinstance(node, cst.BaseExpression | cst.Arg | cst.ComparisonTarget):
        node = holder.scope.parent(node)
    block = holder.scope.parent(node) if isinstance(node, cst.WithItem) else None
    if not isinstance(node, cst.WithItem) or not isinstance(block, cst.With):
        return None
    found = opening_of(block, node, holder.scope, holder.module, wrappers)
    if found is None or found.call is None or found.lent is None or use not in found.lent.names:
        return None
    return Passing(found.call, None, holder, found)


def does_more_than_read(scope: ConnectionScope) -> bool:
    """Whether it matters to a block if it runs in a transaction of its callers or on a session of its own.

    One statement that reads is the same in both, where nothing is waited for after it.
    """
    sites = {id(site.awaited) for site in scope.sites}
    waits = [node for node in walk(scope.block.body) if waits_for_something(node) and id(node) not in sites]
    return bool(len(scope.sites) != 1 or scope.transactions or scope.passed or scope.calling or waits)
