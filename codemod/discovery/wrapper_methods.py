"""Methods of the project's own database wrappers that asyncpg has not, known by the asyncpg method they call."""

from __future__ import annotations

import re
from typing import Final

import libcst as cst

from codemod.discovery.call_sites import METHODS, candidates_in
from codemod.source import ParsedModule
from codemod.syntax.tree import parameters

#: A call that hands on two names of its function: its query and its arguments.
_HANDS_ON: Final = re.compile(
    rb"\.(?:" + "|".join(METHODS).encode() + rb")\(\s*(?:\w+\s*=\s*)?([^\W\d]\w*)\s*,\s*(?:\w+\s*=\s*|\*)?[^\W\d]\w*"
)


def could_hold_wrappers(data: bytes) -> bool:
    """Whether the bytes of a file can hold a method that :func:`infer_wrapper_methods` finds; no parse."""
    if b".executemany(" not in data and b"asyncpg" not in data:
        return False
    queries = {match[1] for match in _HANDS_ON.finditer(data)}
    return any(re.search(rb"\(\s*\w+\s*,\s*%b\b" % query, data) for query in queries)


def infer_wrapper_methods(module: ParsedModule) -> dict[str, str]:
    """Methods of the project's own wrappers with another name than asyncpg's, by the asyncpg method they call.

    ``async def execute_many(self, query, rows): … await conn.executemany(query, rows)`` gives
    ``{"execute_many": "executemany"}``.
    """
    inferred: dict[str, str] = {}
    for found in candidates_in(module, {name: name for name in METHODS}):
        function = found.scope.node
        if not isinstance(function, cst.FunctionDef) or found.scope.class_name is None or not found.call.args:
            continue
        names = [param.name.value for param in parameters(function.params)]
        own = [argument.value.value for argument in found.call.args if isinstance(argument.value, cst.Name)]
        called = found.call.func
        assert isinstance(called, cst.Attribute)
        wraps = len(names) >= 3 and own[:2] == names[1:3] and not function.name.value.startswith("_")
        if wraps and function.name.value not in METHODS and found.awaited is not None:
            inferred[function.name.value] = called.attr.value
    return inferred
