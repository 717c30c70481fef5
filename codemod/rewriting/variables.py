"""Which names a piece of code uses as variables."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemod.discovery.scopes import FunctionScope
from codemod.discovery.tree import children, imported_names


def variables(node: cst.CSTNode) -> Iterator[str]:
    """Every name used as a variable, bound or read; attributes and the keywords of calls are none."""
    pending: list[cst.CSTNode] = [node]
    while pending:
        item = pending.pop()
        match item:
            case cst.Name():
                yield item.value
            case cst.Attribute() | cst.Arg():
                pending.append(item.value)
            case cst.Import() | cst.ImportFrom():
                yield from imported_names(item)
            case _:
                pending.extend(children(item))


def is_shadowed(scope: FunctionScope, name: str) -> bool:
    """Whether a module's name means a variable of this function, or of one around it."""
    current: FunctionScope | None = scope
    while current is not None:
        if current.is_local(name):
            return True
        current = current.outer
    return False
