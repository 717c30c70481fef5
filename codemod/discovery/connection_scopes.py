"""ConnectionScope: a block that holds one connection, with the call sites and transactions on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.connection_transactions import Transaction, find_transactions, is_below
from codemod.discovery.connection_wrappers import ConnectionWrapper, ConnectionWrappers
from codemod.discovery.receivers import dotted
from codemod.discovery.scopes import FunctionScope
from codemod.discovery.tree import bound_by, name_loads, names_of, walk
from codemod.source import ParsedModule


@dataclass(frozen=True, slots=True, eq=False)
class Blocker:
    """Why the sites of a connection can't move to a session, and where."""

    message: str
    node: cst.CSTNode


@dataclass(frozen=True, slots=True, eq=False)
class ConnectionScope:
    """A block that holds one connection.

    Attributes:
        module: the file.
        scope: the function around the block.
        block: ``async with pool.acquire() as conn:``, and ``item`` the part that acquires.
        source: what the connection comes from: the pool.
        name: the variable that is bound, and ``handle`` the expression that is the connection.
        begins: the whole block is a transaction.
        sites: the call sites on it, in source order.
        transactions: its transactions, in source order.
        blocker: the first use of the connection that a session has no equal for.
    """

    module: ParsedModule
    scope: FunctionScope
    block: cst.With
    item: cst.WithItem
    source: cst.BaseExpression
    name: str
    handle: str
    begins: bool
    sites: tuple[CallSite, ...]
    transactions: tuple[Transaction, ...]
    blocker: Blocker | None = None

    def in_transaction(self, node: cst.CSTNode) -> bool:
        """Whether a node of the block runs in a transaction of the connection."""
        covered = [part for entry in self.transactions for part in entry.covered]
        return self.begins or any(is_below(node, part, self.scope) for part in covered)


def find_connection_scopes(sites: Sequence[CallSite], wrappers: ConnectionWrappers) -> tuple[ConnectionScope, ...]:
    """The blocks that hold the connections of a module's call sites, in source order.

    Args:
        sites: every call site of the module.
        wrappers: the project's own ways of giving a connection.
    """
    found: dict[int, ConnectionScope] = {}
    for site in sites:
        opened = _opened_by(site, wrappers)
        if opened is not None and id(opened.item) not in found:
            own = [other for other in sites if _is_on(other, site, opened)]
            found[id(opened.item)] = _examined(opened, own)
    return tuple(found.values())


@dataclass(frozen=True, slots=True, eq=False)
class _Opening:
    block: cst.With
    item: cst.WithItem
    call: cst.Call
    name: str
    wrapper: ConnectionWrapper
    first: CallSite

    @property
    def handle(self) -> str:
        return f"{self.name}.{self.wrapper.attribute}" if self.wrapper.attribute else self.name


def _opened_by(site: CallSite, wrappers: ConnectionWrappers) -> _Opening | None:
    """The ``async with ….acquire() as conn`` around a site whose receiver is ``conn``."""
    root = site.receiver_text.partition(".")[0]
    node: cst.CSTNode | None = site.call
    while node is not None:
        for item in node.items if isinstance(node, cst.With) else ():
            if item.asname is not None and root in names_of(item.asname.name):
                assert isinstance(node, cst.With)
                opening = _opening(node, item, site, wrappers)
                return opening if opening is not None and opening.handle == site.receiver_text else None
        node = site.scope.parent(node)
    return None


def _opening(block: cst.With, item: cst.WithItem, site: CallSite, wrappers: ConnectionWrappers) -> _Opening | None:
    call = item.item
    while isinstance(call, cst.Await):
        call = call.expression
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute):
        return None
    if item.asname is None or block.asynchronous is None:
        return None
    wrapper = wrappers.of_call(dotted(call.func) or f"(…).{call.func.attr.value}")
    bound = item.asname.name
    if wrapper is None or not isinstance(bound, cst.Name):
        return None
    return _Opening(block, item, call, bound.value, wrapper, site)


def _is_on(site: CallSite, first: CallSite, opened: _Opening) -> bool:
    inside = is_below(site.call, opened.block, first.scope) if site.scope is first.scope else False
    return inside and site.receiver_text == opened.handle and not site.in_wrapper_body


def _examined(opened: _Opening, sites: Sequence[CallSite]) -> ConnectionScope:
    first = opened.first
    function = opened.call.func
    assert isinstance(function, cst.Attribute)
    transactions = find_transactions(opened.block, opened.handle, first.scope, begun=opened.wrapper.begins)
    scope = ConnectionScope(
        module=first.module,
        scope=first.scope,
        block=opened.block,
        item=opened.item,
        source=function.value,
        name=opened.name,
        handle=opened.handle,
        begins=opened.wrapper.begins,
        sites=tuple(sites),
        transactions=transactions,
    )
    return replace(scope, blocker=next(_blockers(scope, opened.call), None))


def _blockers(scope: ConnectionScope, call: cst.Call) -> Iterator[Blocker]:
    for argument in call.args:
        # how long to wait for a connection is the engine's to say
        if argument.keyword is None or argument.keyword.value != "timeout":
            yield Blocker("the connection is asked for with more arguments than timeout", argument.value)
    for entry in scope.transactions:
        if entry.problem is not None:
            yield Blocker(entry.problem, entry.call)
    yield from _other_uses(scope)


def _other_uses(scope: ConnectionScope) -> Iterator[Blocker]:
    """Uses of the connection's variable that are no call site and no transaction of the block."""
    name = scope.name
    known = {_root(site.receiver) for site in scope.sites}
    for entry in scope.transactions:
        assert isinstance(entry.call.func, cst.Attribute)
        known.add(_root(entry.call.func.value))
    known.add(id(scope.item.asname.name) if scope.item.asname is not None else 0)
    for part in (*scope.block.items, scope.block.body):
        for use in name_loads(part, name):
            if id(use) not in known:
                yield Blocker(f"{name} is used for something else", use)
    for node in walk(scope.block.body):
        if name in bound_by(node):
            yield Blocker(f"{name} is bound again", node)
    binding = next((item for item in scope.scope.flow(name).bindings if item.node is scope.item), None)
    for use in scope.scope.uses_of(name, binding) if binding is not None else scope.scope.flow(name).uses:
        if not is_below(use, scope.block, scope.scope):
            yield Blocker(f"{name} is used after its block", use)


def _root(node: cst.BaseExpression) -> int:
    while isinstance(node, cst.Attribute):
        node = node.value
    return id(node)
