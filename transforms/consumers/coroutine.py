"""Coroutines and tasks that give a result: awaited, gathered, with a time limit, asked for their result."""

from __future__ import annotations

from typing import Final

import libcst as cst

from codemod.registry import rewrites_consumer
from codemod.rewriting.rows.holds import Among, Coroutine, Holds, Many
from codemod.rewriting.rows.value_flow import Follower

#: Functions that give what the coroutine gives which is their first argument.
_OF_ONE: Final = frozenset({"asyncio.wait_for", "asyncio.shield", "asyncio.create_task", "asyncio.ensure_future"})

#: What a task is told or asked besides its result.
_OF_TASK: Final = frozenset({"cancel", "done", "cancelled", "add_done_callback", "set_name", "get_name"})


@rewrites_consumer(cst.Await)
def awaited(follower: Follower, parent: cst.Await, node: cst.CSTNode, holds: Holds) -> bool:
    """``await task``: what the coroutine gives."""
    return node is parent.expression and isinstance(holds, Coroutine) and follower.follow(parent, holds.value)


def given_on(follower: Follower, call: cst.Call, argument: cst.Arg, name: str, holds: Holds) -> bool | None:
    """``asyncio.gather(coroutine, …)``, ``asyncio.wait_for(coroutine, 5)``, ``loop.create_task(coroutine)``.

    Returns:
        Whether it is understood; None for a call that is no business of coroutines.
    """
    match holds:
        case Coroutine() if name in _OF_ONE or _makes_task(call):
            return call.args[0] is argument and not argument.star and follower.follow(call, holds)
        case Coroutine(value) if name == "asyncio.gather":
            position = call.args.index(argument)
            known = not any(item.star for item in call.args) and _raises(call)
            return known and follower.follow(call, Coroutine(Among(position, value)))
        case Many(Coroutine(value)) if name == "asyncio.gather":
            alone = argument.star == "*" and sum(item.keyword is None for item in call.args) == 1
            return alone and _raises(call) and follower.follow(call, Coroutine(Many(value)))
        case Many(Coroutine()) if name == "asyncio.as_completed":
            return call.args[0] is argument and not argument.star and follower.follow(call, holds)
        case _:
            return None


def _makes_task(call: cst.Call) -> bool:
    """``loop.create_task(…)``, ``group.create_task(…)``."""
    return isinstance(call.func, cst.Attribute) and call.func.attr.value == "create_task"


def _raises(call: cst.Call) -> bool:
    """Whether a ``gather()`` raises errors: with ``return_exceptions=True`` it gives them in the place of results."""
    return all(item.keyword is None for item in call.args)


def of_task(follower: Follower, method: str, call: cst.Call, value: Holds) -> bool:
    """``task.result()``, ``task.cancel()``."""
    if method == "result":
        return follower.follow(call, value)
    return method in _OF_TASK and follower.use("neutral", call)
