"""Values that go into a function: a lambda, a function or class of the project, one given as an argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.rewriting.facts.callees import Given, find_callees, parameter_of
from codemod.rewriting.rows.dataclass_fields import field_taking
from codemod.rewriting.rows.holds import Holds, Row
from codemod.rewriting.rows.library_names import library_name
from codemod.rewriting.rows.only_callers import only_callers
from codemod.rewriting.rows.page_sources import into_pages
from codemod.rewriting.rows.typed_places import note_parameter
from codemod.syntax.comprehensions import loads
from codemod.syntax.module_constants import module_constants
from codemod.syntax.scopes import module_scope
from codemod.syntax.tree import parameters

if TYPE_CHECKING:
    from codemod.rewriting.rows.value_flow import Follower

#: Through how many functions a value is followed.
FOLLOWED = 4


@dataclass(frozen=True, slots=True, eq=False)
class Entered:
    """A function that a value went into, and the arguments beside it.

    Attributes:
        arguments: what the call gives for each parameter.
        caller: the follower at the call, for what is meant there.
        seen: it is called by its own name, so that what it returns can be followed.
    """

    function: cst.FunctionDef | cst.Lambda
    arguments: Mapping[str, cst.BaseExpression]
    caller: Follower
    seen: bool


def into_function(follower: Follower, function: cst.BaseExpression, holds: Holds, given: Given) -> bool:
    """Follow a value into the parameter of a function that takes it.

    Args:
        follower: at the call.
        function: the called expression, or what ``map()`` and its kin will call.
        holds: what the value holds.
        given: how it is passed.

    Raises:
        Refusal: ``rows.consumer`` for a use in the function that no handler knows.
    """
    if follower.depth >= FOLLOWED:
        return False
    match function:
        case cst.Lambda():
            return _into_lambda(follower, function, holds, given)
        case cst.Call():
            return _into_made(follower, function, holds, given)
        case cst.Name():
            meant = _meant(follower, function)
            if meant is not None:
                return into_function(meant[0], meant[1], holds, replace(given, seen=False))
        case cst.Attribute(attr=cst.Name(value="_make")) if isinstance(holds, Row) and given.position == 0:
            if not any(True for _ in follower.index.functions_named("_make")):  # then it is that of a named tuple
                return follower.mixed().use("positional", function)
        case _:
            pass
    found = find_callees(function, follower.module, follower.scope, follower.index)
    if not found:
        field = field_taking(function, given, follower)
        if field is not None:
            return follower.kept_as(function, field, holds)
        return into_pages(follower, function, holds, given)
    return all(_into(follower, item, holds, given) for item in found)


def _into(follower: Follower, item: Occurrence, holds: Holds, given: Given) -> bool:
    function = item.node
    assert isinstance(function, cst.FunctionDef), "the index holds definitions"
    is_method = item.scope.class_name is not None and item.scope.outer is None
    parameter = parameter_of(function, given, is_method=is_method)
    if parameter is None:
        return False
    note_parameter(follower, item, parameter, given, holds)
    arguments = {}
    for argument in given.call.args if given.call is not None else ():
        taker = parameter_of(function, Given.by(given.call, argument), is_method=is_method)
        if taker is not None and not argument.star:
            arguments[taker.name.value] = argument.value
    alone = follower.editable and given.call is not None and _is_only_call(function, given.call, follower)
    inner = replace(
        follower.elsewhere(item, alone=alone),
        entered=(*follower.entered, Entered(function, arguments, follower.mixed(), given.seen)),
    )
    return inner.bound(parameter.name, holds, parameter)


def _is_only_call(function: cst.FunctionDef, call: cst.Call, follower: Follower) -> bool:
    """Whether nothing but one call gives a function its arguments."""
    calls = [
        item.node.expression if isinstance(item.node, cst.Await) else item.node
        for item in only_callers(function, follower.index)
    ]
    return len(calls) == 1 and calls[0] is call


def _into_lambda(follower: Follower, function: cst.Lambda, holds: Holds, given: Given) -> bool:
    taking = [item for item in parameters(function.params) if not item.star]
    index = given.position
    if given.keyword is not None:
        index = next((at for at, item in enumerate(taking) if item.name.value == given.keyword), None)
    if index is None or index >= len(taking):
        return False
    arguments = {}
    for at, argument in enumerate(given.call.args if given.call is not None else ()):
        name = (
            argument.keyword.value
            if argument.keyword is not None
            else taking[at].name.value
            if at < len(taking)
            else ""
        )
        if argument.star:
            return False
        arguments[name] = argument.value
    for item in taking:
        if item.default is not None:
            arguments.setdefault(item.name.value, item.default)
    inner = replace(follower, entered=(*follower.entered, Entered(function, arguments, follower.mixed(), given.seen)))
    return all(inner.follow(use, holds) for use in loads(function.body, taking[index].name.value))


def _into_made(follower: Follower, made: cst.Call, holds: Holds, given: Given) -> bool:
    """``operator.itemgetter("x")``, ``functools.partial(f, other)``."""
    positional = [item for item in made.args if item.keyword is None]
    if any(item.star for item in made.args):
        return False
    match library_name(follower, made):
        case "operator.itemgetter" if isinstance(holds, Row) and positional and len(positional) == len(made.args):
            if all(isinstance(item.value, cst.SimpleString) for item in positional):
                return follower.mixed().use("mapping", made)
            integers = all(isinstance(item.value, cst.Integer) for item in positional)
            return integers and follower.mixed().use("positional", made)
        case "functools.partial" if positional and given.position is not None:
            later = Given(given.position + len(positional) - 1, seen=False)
            return into_function(follower.mixed(), positional[0].value, holds, later)
        case _:
            return False


def _meant(follower: Follower, name: cst.Name) -> tuple[Follower, cst.BaseExpression] | None:
    """The function that a name stands for: an argument of the function at hand, a lambda bound before."""
    given = _given(follower, name)
    if given is not None:
        return given
    holder = follower.scope.holding(name.value)
    if holder is None:
        value = module_constants(follower.module).get(name.value)
        scope = module_scope(follower.module.tree)
    else:
        flow, scope = holder.flow(name.value), holder
        only = flow.bindings[0] if len(flow.bindings) == 1 and not flow.elsewhere else None
        value = only.value if only is not None and only.kind == "assign" else None
    if not isinstance(value, cst.Lambda | cst.Call):
        return None
    return replace(follower.mixed(), scope=scope), value


def _given(follower: Follower, name: cst.Name) -> tuple[Follower, cst.BaseExpression] | None:
    """What the call gave for a parameter of the function (or lambda) around ``name``."""
    around = follower.parent(name)
    while around is not None and not isinstance(around, cst.FunctionDef):
        if isinstance(around, cst.Lambda) and _takes(around, name.value):
            return _argument(follower, around, name.value)
        around = follower.parent(around)
    function = follower.scope.node
    if not isinstance(function, cst.FunctionDef) or not _takes(function, name.value):
        return None
    flow = follower.scope.flow(name.value)
    return _argument(follower, function, name.value) if len(flow.bindings) == 1 and not flow.elsewhere else None


def _takes(function: cst.FunctionDef | cst.Lambda, name: str) -> bool:
    return any(item.name.value == name for item in parameters(function.params))


def _argument(
    follower: Follower, function: cst.FunctionDef | cst.Lambda, name: str
) -> tuple[Follower, cst.BaseExpression] | None:
    entered = next((item for item in reversed(follower.entered) if item.function is function), None)
    value = entered.arguments.get(name) if entered is not None else None
    return (entered.caller, value) if entered is not None and value is not None else None
