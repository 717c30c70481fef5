"""What an ``AsyncExitStack`` of a block enters: it is left where the block is, after whatever was entered later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import dotted, name_loads

#: What a stack is asked for where nothing but its block ends what it has entered.
_ASKED: Final = frozenset(
    {"enter_async_context", "enter_context", "push", "push_async_exit", "callback", "push_async_callback"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Stacked:
    """``conn = await stack.enter_async_context(pool.acquire())``.

    Attributes:
        line: the line.
        name: the variable, empty where there is none.
        entered: what is entered.
        awaited: what awaits it.
    """

    line: cst.SimpleStatementLine
    name: str
    entered: cst.BaseExpression
    awaited: cst.Await


def stacked_in(block: cst.With, scope: FunctionScope) -> Iterator[Stacked]:
    """What lines of a block enter with its stack, each as often as the block is."""
    bound = _stack_of(block)
    stack = bound.value if bound is not None else ""
    if bound is None or not all(_is_asked(use, scope) for use in name_loads(scope.node, stack) if use is not bound):
        return
    for line in block.body.body:
        if isinstance(line, cst.SimpleStatementLine):
            found = entered_by(line)
            if found is not None and _owner_of(found) == stack:
                yield found


def is_left_first(connection: Stacked, block: cst.With) -> bool:
    """Whether the stack leaves nothing before a connection but transactions of its own.

    What else is left before it may wait; after an error, the transaction of a session is open until it is left itself.
    """
    lines = block.body.body
    for line in lines[lines.index(connection.line) + 1 :]:
        stacked = entered_by(line) if isinstance(line, cst.SimpleStatementLine) else None
        called = dotted(stacked.entered.func) if stacked and isinstance(stacked.entered, cst.Call) else None
        if called != f"{connection.name}.transaction" and any(name_loads(line, _owner_of(connection) or "")):
            return False
    return True


def entered_by(line: cst.SimpleStatementLine) -> Stacked | None:
    """What a line enters with a stack."""
    match line:
        case cst.SimpleStatementLine(
            body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=cst.Await() as awaited)]
        ):
            pass
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.Await() as awaited)]):
            name = ""
        case _:
            return None
    match awaited.expression:
        case cst.Call(
            func=cst.Attribute(attr=cst.Name(value="enter_async_context")), args=[cst.Arg(keyword=None, value=entered)]
        ):
            return Stacked(line, name, entered, awaited)
        case _:
            return None


def _owner_of(stacked: Stacked) -> str | None:
    call = stacked.awaited.expression
    return dotted(call.func.value) if isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) else None


def _stack_of(block: cst.With) -> cst.Name | None:
    """The variable of ``async with AsyncExitStack() as stack:``."""
    for item in block.items if block.asynchronous is not None else ():
        match item:
            case cst.WithItem(item=cst.Call(func=func, args=[]), asname=cst.AsName(name=cst.Name() as name)):
                if (dotted(func) or "").rpartition(".")[2] == "AsyncExitStack":
                    return name
            case _:
                continue
    return None


def _is_asked(use: cst.Name, scope: FunctionScope) -> bool:
    asked = scope.parent(use)
    is_called = asked is not None and isinstance(scope.parent(asked), cst.Call)
    return is_called and isinstance(asked, cst.Attribute) and asked.value is use and asked.attr.value in _ASKED
