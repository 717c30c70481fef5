"""What becomes of a coroutine that is not awaited where it is made: calls that run it, tasks, names that keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import libcst as cst

from codemod.discovery.errors.exception_handlers import called_name
from codemod.discovery.occurrences import Occurrence
from codemod.syntax.scopes import FunctionScope

#: Calls that make a task of a coroutine.
_TASKS: Final = frozenset({"create_task", "ensure_future"})

#: Calls that give on what a coroutine gives, or several of them, to whoever awaits them.
_GIVING_ON: Final = frozenset({"gather", "wait_for", "shield"}) | _TASKS

#: Calls that run a coroutine they are given; what it returns comes out elsewhere.
RUNNERS: Final = _GIVING_ON | {"run", "run_until_complete", "run_coroutine_threadsafe", "wait", "as_completed"}


@dataclass(frozen=True, slots=True, eq=False)
class CoroutineUse:
    """What becomes of the coroutine of an unawaited call.

    Attributes:
        kind: ``awaited`` in the same expression, ``later`` in the same function, by the caller to whom it is
            ``returned``, ``dropped`` as a task that nobody asks for its result, or ``unknown``.
        is_read: something may read what it gives.
    """

    kind: Literal["awaited", "later", "returned", "dropped", "unknown"]
    is_read: bool


_UNKNOWN: Final = CoroutineUse("unknown", True)


def use_of_coroutine(call: cst.CSTNode, scope: FunctionScope) -> CoroutineUse:
    """What becomes of the coroutine that an unawaited call (or a name) gives.

    Args:
        call: the call.
        scope: the function it stands in.
    """
    node, is_task = call, False
    while (around := scope.parent(node)) is not None:
        match around:
            case cst.Await():
                return CoroutineUse("awaited", not isinstance(scope.parent(around), cst.Expr))
            case cst.Call() if _gives_on(around) and around.func is not node:
                is_task = called_name(around) in _TASKS
            case cst.Arg() | cst.Element() | cst.StarredElement() | cst.List() | cst.Tuple():
                pass
            case cst.ListComp() | cst.GeneratorExp() if around.elt is node:
                pass
            case cst.Expr() if is_task:
                return CoroutineUse("dropped", False)
            case cst.Return() if scope.node.__class__ is cst.FunctionDef and node is call:
                return CoroutineUse("returned", True)
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
                return _use_of_name(name, scope, is_task=is_task)
            case cst.Call(func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value="append"))):
                return _use_of_name(name, scope, is_task=False)
            case _:
                return _UNKNOWN
        node = around
    return _UNKNOWN


def _gives_on(call: cst.Call) -> bool:
    """``asyncio.gather(…)``, ``anything.create_task(…)``; not a method of the project's own that is called so."""
    match call.func:
        case cst.Attribute(value=cst.Name(value="asyncio")) | cst.Name():
            return called_name(call) in _GIVING_ON
        case _:
            return called_name(call) in _TASKS


def _use_of_name(name: str, scope: FunctionScope, *, is_task: bool) -> CoroutineUse:
    """What becomes of a variable that holds a coroutine, a task, or a list of several."""
    flow = scope.flow(name)
    uses = [use for use in flow.uses if _told(use, scope) not in _TELLING]
    if flow.elsewhere:
        return _UNKNOWN
    if is_task and all(_is_held(use, scope) for use in uses):
        return CoroutineUse("dropped", False)
    given = [_below(use, scope) for use in uses]
    if not given or any(use.kind != "awaited" for use in given):
        return _UNKNOWN
    return CoroutineUse("later", any(use.is_read for use in given))


#: Methods of tasks and of lists of them that run nothing and give no result.
_TELLING: Final = frozenset({"append", "cancel", "done", "cancelled", "add_done_callback", "set_name"})


def _told(use: cst.Name, scope: FunctionScope) -> str | None:
    """``cancel`` of ``task.cancel()``."""
    around = scope.parent(use)
    return around.attr.value if isinstance(around, cst.Attribute) else None


def _is_held(use: cst.Name, scope: FunctionScope) -> bool:
    """``background.add(task)`` with ``task.add_done_callback(background.discard)`` beside it: kept from being lost."""
    argument = scope.parent(use)
    call = scope.parent(argument) if isinstance(argument, cst.Arg) else None
    match call:
        case cst.Call(func=cst.Attribute(value=held, attr=cst.Name(value="add"))):
            wanted = cst.Attribute(held, cst.Name("discard"))
        case _:
            return False
    for other in scope.flow(use.value).uses:
        told = scope.parent(scope.parent(other) or other)
        if _told(other, scope) == "add_done_callback" and isinstance(told, cst.Call):
            return any(item.value.deep_equals(wanted) for item in told.args)
    return False


def _below(use: cst.Name, scope: FunctionScope) -> CoroutineUse:
    """What becomes of a variable's value where it goes on under no other name."""
    if _told(use, scope) == "result":
        return CoroutineUse("awaited", True)
    node: cst.CSTNode | None = use
    while node is not None and not isinstance(node, cst.Await):
        if isinstance(node, cst.Assign | cst.Return):
            return _UNKNOWN
        node = scope.parent(node)
    return use_of_coroutine(use, scope)


def runs_coroutine(occurrence: Occurrence) -> bool:
    """Whether an unawaited call is handed to something that awaits it, so that its value turns up elsewhere."""
    node: cst.CSTNode | None = occurrence.scope.parent(occurrence.node)
    while isinstance(node, cst.Arg | cst.Element | cst.List | cst.ListComp | cst.GeneratorExp | cst.StarredElement):
        node = occurrence.scope.parent(node)
    return isinstance(node, cst.Call) and called_name(node) in RUNNERS
