"""ConnectionScope: a block or function that holds one connection, with the call sites and transactions on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.connections.connection_holders import CONNECT, Holder
from codemod.discovery.connections.connection_transactions import Transaction, find_transactions, is_below
from codemod.discovery.connections.optional_connections import PoolInstead
from codemod.discovery.driver_uses import DriverUse, driver_use, is_begun
from codemod.discovery.prepared_statements import odd_uses
from codemod.source import ParsedModule
from codemod.syntax.functions import is_generator
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import bound_by, dotted, may_swallow, name_loads, names_below, walk

#: What a handler calls the error of a pool that has no connection in time, or one above it.
_TIMEOUTS: Final = frozenset({"TimeoutError", "OSError", "IOError", "EnvironmentError"})


@dataclass(frozen=True, slots=True, eq=False)
class Blocker:
    """Why the sites of a connection can't move to a session, and where; ``code`` is that of the refusal."""

    message: str
    node: cst.CSTNode
    code: str = "session.group"


@dataclass(frozen=True, slots=True, eq=False)
class ConnectionScope:
    """A block or function that holds one connection.

    Attributes:
        holder: what holds it.
        begun: a transaction is open around all of it.
        sites: the call sites on the connection, in source order.
        transactions: its transactions, in source order.
        lends: whoever called the function goes on with the connection.
        passed: the arguments that hand it, or an object that keeps it, to functions which go along.
        calling: the calls of methods of objects that keep it.
        copying: the uses that stay on the raw connection of the session.
        carried: what decorates the function hands the connection on to it as it comes.
        lending: the names by which a function may give its connection to blocks that acquire one otherwise.
        blocker: the first use of the connection that a session has no equal for.
    """

    holder: Holder
    begun: bool
    lends: bool
    sites: tuple[CallSite, ...]
    transactions: tuple[Transaction, ...]
    passed: tuple[cst.Arg, ...] = ()
    calling: tuple[cst.Call, ...] = ()
    copying: tuple[DriverUse, ...] = ()
    carried: bool = False
    lending: tuple[cst.Name, ...] = ()
    blocker: Blocker | None = None

    @property
    def module(self) -> ParsedModule:
        """The file."""
        return self.holder.module

    @property
    def scope(self) -> FunctionScope:
        """The function."""
        return self.holder.scope

    @property
    def is_initializer(self) -> bool:
        """Whether the function makes the objects of a class."""
        return self.scope.qualified_name.endswith(".__init__")

    @property
    def is_getter(self) -> bool:
        """Whether the function is a property that gives the connection."""
        kept = self.holder.kept
        return kept is not None and any(item.node is self.scope.node for item in kept.getters)

    @property
    def keeping(self) -> tuple[cst.BaseExpression, ...]:
        """What reads the connection to keep it in an object, or to give it as that object's."""
        if self.is_getter:
            return tuple(self.holder.loads(self.block.body))
        line = self.holder.keeps.stored if self.holder.keeps is not None else None
        return (line.value,) if line is not None and line.value is not None else ()

    @property
    def own_awaits(self) -> tuple[cst.CSTNode, ...]:
        """What awaits asyncpg in it besides call sites and transactions."""
        prepared = (site.prepared.awaited for site in self.sites if site.prepared is not None)
        return (*self.holder.own_awaits, *prepared)

    @property
    def block(self) -> cst.With | cst.Try | cst.FunctionDef:
        """The block or function."""
        return self.holder.region

    def in_transaction(self, node: cst.CSTNode) -> bool:
        """Whether a node of the block runs in a transaction of the connection."""
        covered = [part for entry in self.transactions for part in entry.covered]
        return self.begun or any(is_below(node, part, self.scope) for part in covered)


def scope_of(
    holder: Holder,
    sites: Sequence[CallSite],
    passed: Sequence[cst.Arg],
    calling: Sequence[cst.Call] = (),
    *,
    begun: bool,
    lends: bool,
    carried: bool = False,
    lending: Sequence[cst.Name] = (),
) -> ConnectionScope:
    """The scope of a holder.

    Args:
        holder: what holds the connection.
        sites: the call sites of its module.
        passed: the arguments that hand the connection to functions which go along.
        calling: the calls of methods of objects that keep it.
        begun: the callers of a function are in a transaction.
        lends: whoever called the function goes on with the connection.
        carried: what decorates the function hands the connection on to it as it comes.
        lending: the names by which it may give the connection to blocks that acquire one otherwise.
    """
    begun = begun or holder.begins
    scope = ConnectionScope(
        holder=holder,
        begun=begun,
        lends=lends,
        sites=tuple(site for site in sites if _is_on(site, holder)),
        transactions=find_transactions(holder.region, holder.handles, holder.scope, begun=begun),
        passed=tuple(passed),
        calling=tuple(calling),
        carried=carried,
        lending=tuple(lending),
    )
    scope = replace(scope, copying=tuple(_copying(scope)))
    return replace(scope, blocker=next(_blockers(scope), None))


def _copying(scope: ConnectionScope) -> Iterator[DriverUse]:
    """COPY in a transaction that has begun."""
    holder = scope.holder
    for use in holder.loads(scope.block.body) if holder.kept or holder.handle == holder.name else ():
        driver = driver_use(use, scope.scope)
        if driver is None or driver.line is None:
            continue
        if is_begun(driver, scope.sites, scope.transactions, scope.scope, begun=scope.begun):
            yield driver


def _is_on(site: CallSite, holder: Holder) -> bool:
    if site.scope.node is not holder.scope.node or site.receiver_text not in holder.handles:
        return False
    if site.in_wrapper_body or site.wrapper is not None:
        return False
    around = holder.region.body if isinstance(holder.region, cst.Try) else holder.region
    return is_below(site.call, around, holder.scope) and is_below(site.receiver, around, holder.scope)


def _blockers(scope: ConnectionScope) -> Iterator[Blocker]:
    call = scope.holder.call
    connects = call is not None and dotted(call.func) == CONNECT
    for argument in call.args if call is not None else ():
        # how long to wait for a connection is the engine's to say, and so is which one where sessions are configured
        named = dotted(call.func) if call is not None and (connects or scope.holder.is_told_its_pool) else None
        if named is not None:
            if any(isinstance(node, cst.Call | cst.Await) for node in walk(argument.value)):
                yield Blocker(f"an argument of {named}() does something", argument.value)
        elif argument.keyword is None or argument.keyword.value != "timeout":
            yield Blocker("the connection is asked for with more arguments than timeout", argument.value)
        elif (waiting := _waiting_for_timeout(scope)) is not None:
            yield Blocker("a handler waits for the time limit of acquire()", waiting)
    if isinstance(scope.block, cst.FunctionDef):
        yield from _unfit_function(scope, scope.block)
    if isinstance(scope.block, cst.Try) and scope.block.orelse is not None:
        yield Blocker("the block of the connection has an else clause", scope.block.orelse)
    if scope.holder.instead is not None:
        yield from _unfit_alias(scope, scope.holder.instead)
    for entry in scope.transactions:
        if entry.problem is not None:
            yield Blocker(entry.problem, entry.call)
    for variable, use in odd_uses(scope.sites):
        yield Blocker(f"the prepared statement {variable} is used for something else", use)
    yield from _other_uses(scope)


def _waiting_for_timeout(scope: ConnectionScope) -> cst.CSTNode | None:
    """A handler around the block that catches TimeoutError: SQLAlchemy's pool raises an error of its own."""
    node: cst.CSTNode = scope.block
    if scope.holder.is_stacked and _TIMEOUTS & set(names_below(scope.block.body)):
        return node  # the stack may have entered something that suppresses it
    while (around := scope.scope.parent(node)) is not None:
        caught: list[cst.BaseExpression | None] = []
        if isinstance(around, cst.Try | cst.TryStar) and around.body is node:
            caught += [handler.type for handler in around.handlers]
        if isinstance(around, cst.With) and may_swallow(around):
            caught += [item.item for item in around.items]
        if any(_TIMEOUTS & set(names_below(item)) for item in caught if item is not None):
            return around
        node = around
    return None


def _unfit_function(scope: ConnectionScope, function: cst.FunctionDef) -> Iterator[Blocker]:
    parameter, injected = scope.holder.opener, scope.holder.injection is not None
    assert isinstance(parameter, cst.Param)
    if not _runs_plainly(scope, function):
        yield Blocker(f"{function.name.value}() is decorated, or not asynchronous", function)
    only_hands_on = scope.holder.may_be_none and not (scope.sites or scope.transactions or scope.copying)
    has_default = parameter.default is not None and scope.holder.instead is None and not injected
    if (has_default and not only_hands_on) or parameter.star:
        yield Blocker(f"{parameter.name.value} has a default", parameter)
    if is_generator(function):
        yield Blocker(f"{function.name.value}() is a generator", function)
    if scope.scope.outer is not None and not injected:
        yield Blocker(f"{function.name.value}() stands in another function", function)


def _runs_plainly(scope: ConnectionScope, function: cst.FunctionDef) -> bool:
    """Whether a function runs where it is awaited, or only hands the connection to an object that it makes."""
    holder = scope.holder
    if scope.is_getter or scope.is_initializer:
        return scope.is_getter or not function.decorators
    if function.asynchronous is None:
        return holder.injection is not None and not scope.sites and not scope.transactions
    return holder.injection is not None or scope.carried or (holder.is_own and not function.decorators)


def _unfit_alias(scope: ConnectionScope, instead: PoolInstead) -> Iterator[Blocker]:
    """What a pool can't do in the place of the connection, and a session of its own for each statement neither."""
    plain = (site for site in scope.sites if not site.runs.streams and site.prepared is None)
    known = {id(part) for site in plain for part in _parts(site.receiver)}
    known |= {id(node) for node in walk(instead.line)}
    for use in name_loads(scope.block.body, instead.alias):
        if id(use) not in known:
            yield Blocker(f"{instead.alias} may be a pool, and is used for something else", use)


def _other_uses(scope: ConnectionScope) -> Iterator[Blocker]:
    """Uses of the connection's variable that are no call site, no transaction and no passing on."""
    holder, name = scope.holder, scope.holder.name
    known = {id(part) for site in scope.sites for part in _parts(site.receiver)}
    known |= {id(argument.value) for argument in scope.passed} | {id(node) for node in scope.keeping}
    known |= {id(use.name) for use in scope.copying} | {id(use) for use in scope.lending}
    known |= {id(node) for node in walk(holder.instead.line)} if holder.instead is not None else set()
    for entry in scope.transactions:
        assert isinstance(entry.call.func, cst.Attribute)
        known |= {id(part) for part in _parts(entry.call.func.value)}
    items = scope.block.items if isinstance(scope.block, cst.With) else ()
    known |= {id(item.asname.name) for item in items if item is holder.opener and item.asname is not None}
    opening = {id(node) for node in walk(holder.opener)} if holder.is_stacked else set[int]()
    known |= opening
    parts = (*items, scope.block.body, *(scope.block.handlers if isinstance(scope.block, cst.Try) else ()))
    for part in parts:
        for use in holder.loads(part):
            if id(use) not in known:
                yield _other_use(use, scope.scope)
    for node in walk(scope.block.body):
        if name in bound_by(node) and holder.instead is None and id(node) not in opening:
            yield Blocker(f"{name} is bound again", node)
    if holder.is_function:
        return
    binding = next((item for item in scope.scope.flow(name).bindings if item.node is holder.opener), None)
    for use in scope.scope.uses_of(name, binding) if binding is not None else scope.scope.flow(name).uses:
        if not is_below(use, scope.block, scope.scope):
            yield Blocker(f"{name} is used after its block", use)


def _other_use(use: cst.Name | cst.Attribute, scope: FunctionScope) -> Blocker:
    driver, written = driver_use(use, scope), dotted(use)
    if driver is None:
        return Blocker(f"{written} is used for something else", use)
    if driver.line is not None:
        message = f"no statement of a transaction has certainly run before {written}.{driver.method}()"
        return Blocker(message, use, "session.driver")
    why = "stands in an expression" if driver.copies else "is about the connection itself"
    return Blocker(f"{written}.{driver.method}() {why}", use, "session.driver")


def _parts(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """``conn`` of ``tx.conn``, and ``tx``."""
    yield node
    while isinstance(node, cst.Attribute):
        node = node.value
        yield node
