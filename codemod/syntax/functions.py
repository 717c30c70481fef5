"""Questions about the definition of a function: its decorators, what it does, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import libcst as cst

from codemod.syntax.tree import own_nodes

#: Decorators under which a function is still called by its name, with the arguments of the call.
PLAIN_DECORATORS: Final = frozenset({"staticmethod", "classmethod"})


def has_decorator(function: cst.FunctionDef, *names: str) -> bool:
    """Whether one of its decorators is one of these names."""
    return any(isinstance(item.decorator, cst.Name) and item.decorator.value in names for item in function.decorators)


def is_plain(function: cst.FunctionDef) -> bool:
    """Whether a call of it runs the function itself: it has no decorators but the plain ones."""
    return all(
        isinstance(item.decorator, cst.Name) and item.decorator.value in PLAIN_DECORATORS
        for item in function.decorators
    )


def statements_of(function: cst.FunctionDef) -> Sequence[cst.BaseStatement | cst.BaseSmallStatement]:
    """The statements of a function but its docstring."""
    lines = function.body.body
    match lines:
        case [cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString())]), *rest]:
            return rest
        case _:
            return lines


def returns_of(function: cst.FunctionDef) -> Iterator[cst.Return]:
    """The ``return`` statements with a value that a function runs itself."""
    for node in own_nodes(function.body):
        if isinstance(node, cst.Return) and node.value is not None:
            yield node


def is_generator(function: cst.FunctionDef) -> bool:
    """Whether a call of it gives a generator."""
    return any(isinstance(node, cst.Yield) for node in own_nodes(function.body))
