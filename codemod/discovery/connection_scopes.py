"""ConnectionScope: a block that holds one connection, with the call sites and transactions on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.receivers import dotted
from codemod.discovery.scopes import FunctionScope
from codemod.discovery.tree import bound_by, name_loads, names_of, walk
from codemod.source import ParsedModule

#: asyncpg's names of isolation levels, and those of SQLAlchemy (PostgreSQL manual 13.2).
ISOLATION = {
    "serializable": "SERIALIZABLE",
    "repeatable_read": "REPEATABLE READ",
    "read_committed": "READ COMMITTED",
    "read_uncommitted": "READ UNCOMMITTED",
}


@dataclass(frozen=True, slots=True, eq=False)
class Blocker:
    """Why the sites of a connection can't move to a session, and where."""

    message: str
    node: cst.CSTNode


@dataclass(frozen=True, slots=True, eq=False)
class Transaction:
    """``async with conn.transaction(…):`` on the connection of a scope.

    Attributes:
        block: the ``with`` statement, and ``item`` its part that opens the transaction.
        nested: a transaction of the same connection is open around it: this one is a savepoint.
        options: execution options of the connection that stand for asyncpg's arguments.
    """

    block: cst.With
    item: cst.WithItem
    nested: bool
    options: tuple[tuple[str, str | bool], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ConnectionScope:
    """A block that holds one connection.

    Attributes:
        module: the file.
        scope: the function around the block.
        block: ``async with pool.acquire() as conn:``, and ``item`` the part that acquires.
        source: the pool.
        name: the variable that holds the connection.
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
    sites: tuple[CallSite, ...]
    transactions: tuple[Transaction, ...]
    blocker: Blocker | None

    def transaction_around(self, node: cst.CSTNode) -> Transaction | None:
        """The innermost transaction that a node of the block stands in."""
        found = [item for item in self.transactions if self.is_inside(node, item.block)]
        return found[-1] if found else None

    def is_inside(self, node: cst.CSTNode, block: cst.CSTNode) -> bool:
        """Whether a node of the function stands somewhere below another."""
        current: cst.CSTNode | None = node
        while current is not None and current is not block:
            current = self.scope.parent(current)
        return current is block


def find_connection_scopes(sites: Sequence[CallSite]) -> tuple[ConnectionScope, ...]:
    """The blocks that hold the connections of a module's call sites, in source order."""
    blocks: dict[int, tuple[CallSite, cst.With, cst.WithItem]] = {}
    for site in sites:
        opened = _opened_by(site)
        if opened is not None:
            blocks.setdefault(id(opened[1]), (site, *opened))
    return tuple(_scope(first, block, item, sites) for first, block, item in blocks.values())


def _opened_by(site: CallSite) -> tuple[cst.With, cst.WithItem] | None:
    """The ``async with ….acquire() as conn`` around a site whose receiver is ``conn``."""
    if site.receiver_kind != "connection" or not isinstance(site.receiver, cst.Name):
        return None
    node: cst.CSTNode | None = site.call
    while node is not None:
        if isinstance(node, cst.With):
            for item in node.items:
                if item.asname is not None and site.receiver.value in names_of(item.asname.name):
                    is_ours = isinstance(item.asname.name, cst.Name) and node.asynchronous is not None
                    return (node, item) if is_ours and acquired_from(item.item) is not None else None
        node = site.scope.parent(node)
    return None


def acquired_from(node: cst.BaseExpression) -> cst.BaseExpression | None:
    """The pool of ``pool.acquire()``."""
    match node:
        case cst.Call(func=cst.Attribute(value=pool, attr=cst.Name(value="acquire"))):
            return pool
        case _:
            return None


def _scope(first: CallSite, block: cst.With, item: cst.WithItem, sites: Sequence[CallSite]) -> ConnectionScope:
    assert item.asname is not None
    assert isinstance(item.asname.name, cst.Name)
    name, source = item.asname.name.value, acquired_from(item.item)
    assert source is not None
    inside = {id(node) for node in walk(block)}
    own = [
        site for site in sites if site.scope is first.scope and id(site.call) in inside and site.receiver_text == name
    ]
    openings = list(_transactions(block, name))
    plain = ConnectionScope(
        first.module, first.scope, block, item, source, name, tuple(own), tuple(_nesting(openings, first.scope)), None
    )
    blocker = _bad_option(item.item) or _other_use(plain)
    if blocker is None:
        return plain
    return ConnectionScope(
        plain.module, plain.scope, block, item, source, name, plain.sites, plain.transactions, blocker
    )


def _bad_option(node: cst.BaseExpression) -> Blocker | None:
    """Anything but ``timeout=``: how long to wait for a connection is the engine's to say."""
    assert isinstance(node, cst.Call)
    for argument in node.args:
        if argument.keyword is None or argument.keyword.value != "timeout":
            return Blocker("acquire() has an argument other than timeout", node)
    return None


def _transactions(block: cst.With, name: str) -> Iterator[tuple[cst.With, cst.WithItem, cst.Call]]:
    for node in walk(block):
        if isinstance(node, cst.With):
            for item in node.items:
                call = item.item
                if isinstance(call, cst.Call) and dotted(call.func) == f"{name}.transaction":
                    yield node, item, call


def _nesting(
    openings: Sequence[tuple[cst.With, cst.WithItem, cst.Call]], scope: FunctionScope
) -> Iterator[Transaction]:
    for number, (block, item, call) in enumerate(openings):
        nested = any(_below(block, outer, scope) for outer, _, _ in openings[:number])
        yield Transaction(block, item, nested, transaction_options(call) or ())


def _below(node: cst.CSTNode, block: cst.CSTNode, scope: FunctionScope) -> bool:
    current: cst.CSTNode | None = node
    while current is not None and current is not block:
        current = scope.parent(current)
    return current is block


def transaction_options(call: cst.Call) -> tuple[tuple[str, str | bool], ...] | None:
    """The execution options for the arguments of ``conn.transaction(…)``; None when they can't be told."""
    found: list[tuple[str, str | bool]] = []
    for argument in call.args:
        value = argument.value
        match argument.keyword.value if argument.keyword is not None else None:
            case "isolation" if isinstance(value, cst.SimpleString) and value.evaluated_value in ISOLATION:
                found.append(("isolation_level", ISOLATION[str(value.evaluated_value)]))
            case "readonly" | "deferrable" as word if isinstance(value, cst.Name) and value.value in ("True", "False"):
                if value.value == "True":
                    found.append((f"postgresql_{word}", True))
            case "isolation" if isinstance(value, cst.Name) and value.value == "None":
                pass
            case _:
                return None
    return tuple(found)


def _other_use(scope: ConnectionScope) -> Blocker | None:
    """The first use of the connection's variable that is no call site and no transaction of the block."""
    name = scope.name
    known = {id(site.receiver) for site in scope.sites if not site.in_wrapper_body}
    for entry in scope.transactions:
        blocker = _bad_transaction(entry, scope)
        if blocker is not None:
            return blocker
        assert isinstance(entry.item.item, cst.Call)
        assert isinstance(entry.item.item.func, cst.Attribute)
        known.add(id(entry.item.item.func.value))
    for node in (*scope.block.items, scope.block.body):
        for use in name_loads(node, name):
            if id(use) not in known and not (scope.item.asname is not None and scope.item.asname.name is use):
                return Blocker(f"{name} is used for something else", use)
        for item in walk(node) if node is scope.block.body else ():
            if name in bound_by(item):
                return Blocker(f"{name} is bound again", item)
    binding = next((item for item in scope.scope.flow(name).bindings if item.node is scope.item), None)
    inside = {id(node) for node in walk(scope.block)}
    for use in scope.scope.uses_of(name, binding) if binding is not None else scope.scope.flow(name).uses:
        if id(use) not in inside:
            return Blocker(f"{name} is used after its block", use)
    return None


def _bad_transaction(entry: Transaction, scope: ConnectionScope) -> Blocker | None:
    call = entry.item.item
    assert isinstance(call, cst.Call)
    if entry.block.asynchronous is None or entry.item.asname is not None:
        return Blocker(f"the transaction of {scope.name} is bound to a name", call)
    options = transaction_options(call)
    if options is None or (options and entry.nested):
        return Blocker(f"the options of {dotted(call.func)}() can't be carried over", call)
    if options and not isinstance(entry.block.body, cst.IndentedBlock):
        return Blocker("the transaction stands on one line with its body", call)
    return None
