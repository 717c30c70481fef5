"""``await asyncio.wait_for(conn.fetch(…), 5)``: a call on a connection that is given up as by its own ``timeout=``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope

_IMPORTED: Final = re.compile(r"^from asyncio import [^#\n]*\bwait_for\b(?! as\b)", re.M)


@dataclass(frozen=True, slots=True, eq=False)
class TimeLimit:
    """How long a call is waited for, and the ``await`` of the waiting."""

    awaited: cst.Await
    seconds: cst.BaseExpression


def limit_around(call: cst.Call, scope: FunctionScope, module: ParsedModule) -> TimeLimit | None:
    """The limit of a call that ``wait_for()`` is given; None where anything else becomes of its coroutine.

    Args:
        call: a call that is not awaited where it stands.
        scope: the function it stands in.
        module: its module.
    """
    argument = scope.parent(call)
    waiting = scope.parent(argument) if isinstance(argument, cst.Arg) else None
    awaited = scope.parent(waiting) if isinstance(waiting, cst.Call) else None
    if not isinstance(waiting, cst.Call) or not isinstance(awaited, cst.Await):
        return None
    match waiting.func:
        case cst.Attribute(value=cst.Name(value="asyncio"), attr=cst.Name(value="wait_for")):
            pass
        case cst.Name(value="wait_for") if not scope.is_local("wait_for") and _IMPORTED.search(module.source.text):
            pass
        case _:
            return None
    match waiting.args:
        case [
            cst.Arg(value=waited, star="", keyword=None),
            cst.Arg(value=seconds, star="", keyword=None | cst.Name(value="timeout")),
        ] if waited is call:
            return TimeLimit(awaited, seconds)
        case _:
            return None
