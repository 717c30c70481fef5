"""Wrapper methods that are told by a flag what to do: ``await db.execute(sql, *args, fetchrow=True)``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import libcst as cst

from codemod.discovery.asyncpg_methods import AT_ONCE
from codemod.discovery.wrappers import Flags
from codemod.source import ParsedModule
from codemod.syntax.tree import parameters, walk


def could_dispatch(data: bytes) -> bool:
    """Whether the bytes of a file can hold such a method; no parse."""
    return b"=False" in data.replace(b" ", b"") and sum(b"." + name.encode() + b"(" in data for name in AT_ONCE) > 1


def find_dispatchers(module: ParsedModule) -> dict[str, Flags]:
    """The methods of a module that pass their query to the asyncpg method that a flag names, by name."""
    found: dict[str, Flags] = {}
    for node in walk(module.tree):
        if isinstance(node, cst.ClassDef):
            for method in node.body.body:
                if isinstance(method, cst.FunctionDef) and (flags := flags_of(method, taken_before=1)):
                    found[method.name.value] = flags
    return found


def flags_of(method: cst.FunctionDef, *, taken_before: int) -> dict[str, str]:
    """``elif fetchrow: result = await connection.fetchrow(command, *args)``: the flags of a function, if it has some.

    Args:
        method: the function.
        taken_before: how many parameters come before the query, ``self`` or none.
    """
    taken = [parameter.name.value for parameter in parameters(method.params)]
    flags = {parameter.name.value for parameter in parameters(method.params) if _is_false(parameter.default)}
    rest = method.params.star_arg
    if (
        len(taken) < taken_before + 2
        or len(flags) < 2
        or not isinstance(rest, cst.Param)
        or method.asynchronous is None
    ):
        return {}
    handed_on = (taken[taken_before], f"*{rest.name.value}")
    found: dict[str, str] = {}
    for branch in walk(method.body):
        if isinstance(branch, cst.If) and isinstance(branch.test, cst.Name) and branch.test.value in flags:
            called = [_called(node, handed_on) for node in _awaits(branch.body)]
            if len(called) != 1 or called[0] is None or branch.test.value in found:
                return {}
            found[branch.test.value] = called[0]
    return found if found.keys() == flags else {}


def _is_false(node: cst.BaseExpression | None) -> bool:
    return isinstance(node, cst.Name) and node.value == "False"


def _awaits(body: cst.BaseSuite) -> Iterator[cst.Await]:
    return (node for node in walk(body) if isinstance(node, cst.Await))


def _called(awaited: cst.Await, handed_on: Sequence[str]) -> str | None:
    match awaited.expression:
        case cst.Call(func=cst.Attribute(attr=cst.Name(value=name)), args=args) if name in AT_ONCE:
            given = [f"{item.star}{item.value.value}" for item in args if isinstance(item.value, cst.Name)]
            return name if given == [*handed_on] and len(args) == len(given) else None
        case _:
            return None


def dispatched(options: Mapping[str, cst.BaseExpression], flags: Flags) -> str | None:
    """The asyncpg method that the arguments of a call name; None where they don't, or name several."""
    named = [name for name, value in options.items() if name in flags and not _is_false(value)]
    is_said = all(isinstance(value := options[name], cst.Name) and value.value == "True" for name in named)
    return flags[named[0]] if len(named) == 1 and is_said else None
