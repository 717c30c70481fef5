"""Finds what gives a variable its connection."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemod.discovery.connections.connection_holders import CONNECT, Holder
from codemod.discovery.connections.connection_wrappers import ACQUIRE, ConnectionWrapper, ConnectionWrappers
from codemod.discovery.connections.exit_stacks import is_left_first, stacked_in
from codemod.discovery.connections.lent_connections import lent_by_choice, lent_to_call
from codemod.discovery.occurrences import Occurrence
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import children, dotted, names_of, parameters


def holder_of(
    name: str, node: cst.CSTNode, scope: FunctionScope, module: ParsedModule, wrappers: ConnectionWrappers
) -> Holder | None:
    """What gives a variable its connection at a node of a function; None when it is nothing that is understood."""
    current: cst.CSTNode | None = node
    while current is not None:
        if isinstance(current, cst.With):
            for item in current.items:
                if item.asname is not None and name in names_of(item.asname.name):
                    return opening_of(current, item, scope, module, wrappers)
            stacked = [item for item in _stacked(current, scope, module, wrappers) if item.name == name]
            if stacked:
                return stacked[0]
        if isinstance(current, cst.Try):
            by_hand = _acquired_before(current, scope, module)
            if by_hand is not None and by_hand.name == name:
                return by_hand
        current = scope.parent(current)
    function = scope.node
    for parameter in parameters(function.params) if isinstance(function, cst.FunctionDef) else ():
        holder = Holder.of_parameter(module, scope, parameter, wrappers)
        if name in (holder.name, holder.handle):
            return holder
    return None


def holders_in(found: Occurrence, wrappers: ConnectionWrappers) -> Iterator[Holder]:
    """Parameters of a function, and its blocks that acquire a connection."""
    assert isinstance(found.node, cst.FunctionDef)
    for parameter in parameters(found.node.params):
        yield Holder.of_parameter(found.module, found.scope, parameter, wrappers)
    pending: list[cst.CSTNode] = [found.node.body]
    while pending:
        node = pending.pop()
        holders: list[Holder | None] = []
        if isinstance(node, cst.With):
            holders += [opening_of(node, item, found.scope, found.module, wrappers) for item in node.items]
            holders += _stacked(node, found.scope, found.module, wrappers)
        if isinstance(node, cst.Try):
            holders.append(_acquired_before(node, found.scope, found.module))
        yield from (holder for holder in holders if holder is not None)
        if not isinstance(node, cst.FunctionDef | cst.ClassDef):
            pending.extend(children(node))


def opening_of(
    block: cst.With, item: cst.WithItem, scope: FunctionScope, module: ParsedModule, wrappers: ConnectionWrappers
) -> Holder | None:
    """What a part of an ``async with`` gives, where that is a connection in a variable."""
    bound = item.asname.name if item.asname is not None else None
    if block.asynchronous is None or not isinstance(bound, cst.Name):
        return None
    if isinstance(item.item, cst.IfExp):
        lent = lent_by_choice(item.item, module)
        return Holder(module, scope, block, item, lent.call, bound.value, bound.value, lent=lent) if lent else None
    call, wrapper = _acquiring(item.item, wrappers)
    if call is None or wrapper is None:
        return None
    lent = lent_to_call(call, wrapper.may_take) if wrapper.may_take is not None else None
    if wrapper.may_take is not None and lent is None:
        return None
    handle = f"{bound.value}.{wrapper.attribute}" if wrapper.attribute else bound.value
    return Holder(
        module, scope, block, item, call, bound.value, handle, wrapper.begins, wrapper.takes_pool, lent=lent
    )  # fmt: skip


def _stacked(
    block: cst.With, scope: FunctionScope, module: ParsedModule, wrappers: ConnectionWrappers
) -> Iterator[Holder]:
    """The connections that a block acquires with its exit stack."""
    for stacked in stacked_in(block, scope):
        call, wrapper = _acquiring(stacked.entered, wrappers)
        if stacked.name and call is stacked.entered and wrapper == ACQUIRE and is_left_first(stacked, block):
            yield Holder(module, scope, block, stacked.line, call, stacked.name, stacked.name)


def _acquiring(
    value: cst.BaseExpression, wrappers: ConnectionWrappers
) -> tuple[cst.Call | None, ConnectionWrapper | None]:
    while isinstance(value, cst.Await):
        value = value.expression
    if not isinstance(value, cst.Call):
        return None, None
    last = value.func.attr.value if isinstance(value.func, cst.Attribute) else ""
    return value, wrappers.of_call(dotted(value.func) or f"(…).{last}")


def _acquired_before(guard: cst.Try, scope: FunctionScope, module: ParsedModule) -> Holder | None:
    """``conn = await pool.acquire()``, then ``try: … finally: await pool.release(conn)``, and nothing between."""
    around = scope.parent(guard)
    lines = around.body if isinstance(around, cst.IndentedBlock) else ()
    place = next((index for index, line in enumerate(lines) if line is guard), 0)
    line = lines[place - 1] if place else None
    match line:
        case cst.SimpleStatementLine(
            body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=cst.Await() as acquired)]
        ):
            call = acquired.expression
        case _:
            return None
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute) or guard.finalbody is None:
        return None
    called = dotted(call.func) or ""
    is_acquired = called == CONNECT or call.func.attr.value == "acquire"
    released = _released(guard.finalbody, name)
    if not is_acquired or released is None:
        return None
    return Holder(module, scope, guard, line, call, name, name, released=released)


def _released(final: cst.Finally, name: str) -> cst.Await | None:
    """The await of ``finally: await pool.release(conn)``, or of ``await conn.close()``, and nothing else in it."""
    match final.body:
        case cst.IndentedBlock(body=[cst.SimpleStatementLine(body=[cst.Expr(value=cst.Await() as awaited)])]):
            pass
        case _:
            return None
    match awaited.expression:
        case cst.Call(func=cst.Attribute(attr=cst.Name(value="release")), args=[cst.Arg(value=cst.Name() as given)]):
            return awaited if given.value == name else None
        case cst.Call(func=cst.Attribute(value=cst.Name() as given, attr=cst.Name(value="close")), args=[]):
            return awaited if given.value == name else None
        case _:
            return None
