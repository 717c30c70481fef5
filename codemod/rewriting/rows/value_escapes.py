"""Values that leave their function: kept on objects, returned to callers, passed to functions of the project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from codemod.discovery.coroutine_runners import runs_coroutine
from codemod.discovery.occurrences import Occurrence
from codemod.rewriting.facts.callees import Given, is_self
from codemod.rewriting.rows.function_values import FOLLOWED, into_function
from codemod.rewriting.rows.holds import Coroutine, Holds, Many, Stream
from codemod.rewriting.rows.only_callers import only_callers
from codemod.rewriting.rows.value_flow import Follower
from codemod.syntax.functions import returns_of
from codemod.syntax.tree import is_empty, is_name


def kept(follower: Follower, target: cst.Attribute, holds: Holds) -> bool:
    """A value kept on an object: every reader of the attribute, by name, over the project."""
    owner = follower.scope.class_name if is_name(target.value, "self") else None
    return follower.kept_as(target, target.attr.value, holds, owner)


def returned(follower: Follower, node: cst.CSTNode, holds: Holds) -> bool:
    """A value returned: what the callers of the function do with it, by name, over the project.

    Raises:
        Refusal: ``rows.consumer`` where the function is awaited out of sight.
    """
    function, scope = follower.scope.node, follower.scope
    if not isinstance(function, cst.FunctionDef) or not follower.in_own_function(node) or _is_called_for(follower):
        return False
    name = function.name.value
    if isinstance(holds, Coroutine):
        return _given_coroutine(follower, function, node, holds)
    if scope.outer is not None:
        calls = _calls_of_nested(follower, name) if function.asynchronous is None else None
        return calls is not None and _all(follower, calls, holds)
    callers = _only_callers(follower, function, node)
    if callers:
        return _all(follower, callers, holds, alone=True)
    follower.use("escapes", node)
    found = follower.index.unawaited_calls(name)
    if function.asynchronous is None:
        return _all(follower, found, holds)
    for call in found:
        if _calls_this(follower, call, name) or runs_coroutine(call):
            raise follower.refusal(node, f"is awaited out of sight: see the call at {call.place}")
    return _all(follower, follower.index.awaited_calls(name), holds)


def _only_callers(follower: Follower, function: cst.FunctionDef, node: cst.CSTNode) -> Sequence[Occurrence]:
    """The callers of a function, where all of them are in sight and get this value, or None, and no other."""
    gives = [item for item in returns_of(function) if not is_empty(item.value)]
    return only_callers(function, follower.index) if follower.editable and gives == [node] else ()


def _given_coroutine(follower: Follower, function: cst.FunctionDef, node: cst.CSTNode, holds: Coroutine) -> bool:
    """A coroutine that a plain function gives to its callers, who await it."""
    if function.asynchronous is not None or function.decorators or follower.scope.outer is not None:
        return False
    follower.use("escapes", node)
    awaited = follower.index.awaited_calls(function.name.value)
    kept = follower.index.unawaited_calls(function.name.value)
    return _all(follower, awaited, holds.value) and _all(follower, kept, holds)


def yielded(follower: Follower, node: cst.CSTNode, holds: Holds) -> bool:
    """A value that a generator gives: the loops over its calls, by name, over the project."""
    function, scope = follower.scope.node, follower.scope
    dropped = isinstance(follower.parent(node), cst.Expr)
    if not isinstance(function, cst.FunctionDef) or not follower.in_own_function(node) or not dropped:
        return False
    name = function.name.value
    if function.decorators or _is_called_for(follower):
        return False  # a context manager, a fixture
    if scope.outer is None:
        follower.use("escapes", node)
    given: Holds = Many(holds) if function.asynchronous is None else Stream(holds)
    calls = follower.index.unawaited_calls(name) if scope.outer is None else _calls_of_nested(follower, name)
    return calls is not None and _all(follower, calls, given)


def _is_called_for(follower: Follower) -> bool:
    """Whether the function at hand was called by another one (``map(f, rows)``), which gets what it returns."""
    return any(item.function is follower.scope.node and not item.seen for item in follower.entered)


def _calls_of_nested(follower: Follower, name: str) -> list[Occurrence] | None:
    """The calls of a function inside the one that defines it; None where the function itself is given on."""
    outer = follower.scope.outer
    assert outer is not None, "it stands in a function"
    flow = outer.flow(name)
    calls = [outer.parent(use) for use in flow.uses]
    for use, call in zip(flow.uses, calls, strict=True):
        if not isinstance(call, cst.Call) or call.func is not use:
            return None
    if flow.elsewhere:
        return None
    return [Occurrence(follower.module, call, outer) for call in calls if call is not None]


def _calls_this(follower: Follower, call: Occurrence, name: str) -> bool:
    """Whether an unawaited call is certainly of this function: ``self.F()`` of its class, ``F()`` of its module."""
    assert isinstance(call.node, cst.Call)
    if follower.scope.class_name is None:
        return isinstance(call.node.func, cst.Name) and name == call.node.func.value
    return is_self(call.node.func) and call.scope.class_name == follower.scope.class_name


def passed(follower: Follower, call: cst.Call, argument: cst.Arg, holds: Holds) -> bool:
    """A value passed to a function of the project: what the function does with its parameter."""
    return not argument.star and into_function(follower, call.func, holds, Given.by(call, argument))


def _all(follower: Follower, occurrences: Iterable[Occurrence], holds: Holds, *, alone: bool = False) -> bool:
    return follower.depth < FOLLOWED and all(
        follower.elsewhere(item, alone=alone).follow(item.node, holds) for item in occurrences
    )
