"""The arguments of what may be given a connection where it is entered: ``async with MaybeAcquire(conn, pool=pool)``."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.connections.lenient_wrappers import MayTake, Place, pool_of_expression
from codemod.source import ParsedModule
from codemod.syntax.tree import dotted, is_name, name_loads, walk


@dataclass(frozen=True, slots=True, eq=False)
class Lent:
    """What a block may be given its connection by.

    Attributes:
        names: every mention of the variable that is a connection or None; empty where none is given.
        source: what a connection is acquired from otherwise.
        call: the call that acquires one.
    """

    names: tuple[cst.Name, ...]
    source: cst.BaseExpression
    call: cst.Call


def lent_to_call(call: cst.Call, may_take: MayTake) -> Lent | None:
    """What a call of such a class or function is given; None where that can't be told."""
    if any(argument.star for argument in call.args):
        return None
    source = _source(call, may_take)
    if source is None:
        return None
    match _argument(call, may_take.connection):
        case None if may_take.has_default:
            return Lent((), source, call)
        case cst.Name(value="None"):
            return Lent((), source, call)
        case cst.Name() as given:
            return Lent((given,), source, call)
        case _:
            return None


def lent_by_choice(choice: cst.IfExp, module: ParsedModule) -> Lent | None:
    """``nullcontext(conn) if conn is not None else pool.acquire()``."""
    calls = [node for node in walk(choice) if isinstance(node, cst.Call)]
    acquiring = [call for call in calls if isinstance(call.func, cst.Attribute) and call.func.attr.value == "acquire"]
    given = [call.args[0].value for call in calls if call not in acquiring and len(call.args) == 1]
    if len(calls) != 2 or len(acquiring) != 1 or len(given) != 1 or not isinstance(given[0], cst.Name):
        return None
    called, name = acquiring[0].func, given[0].value
    try:
        written = ast.parse(f"({module.text_of(choice)})", mode="eval").body
    except SyntaxError:
        return None
    assert isinstance(called, cst.Attribute)
    if pool_of_expression(written, name) != dotted(called.value):
        return None
    return Lent(tuple(name_loads(choice, name)), called.value, acquiring[0])


def _source(call: cst.Call, may_take: MayTake) -> cst.BaseExpression | None:
    """What a connection is acquired from; an object of another class stands for its pool."""
    if may_take.pool is not None:
        owner, path = _argument(call, may_take.pool), may_take.path
    elif isinstance(call.func, cst.Attribute):
        owner = call.func.value
        path = may_take.path if is_name(owner, "self") else ""
    else:
        return call.func
    written = dotted(owner) if owner is not None else None
    if written is None or not path:
        return owner if written is not None else None
    return cst.parse_expression(written + path)


def _argument(call: cst.Call, place: Place) -> cst.BaseExpression | None:
    """What a call gives a parameter."""
    for index, argument in enumerate(call.args):
        named = is_name(argument.keyword, place.name)
        if named or (argument.keyword is None and index == place.index):
            return argument.value
    return None
