"""Which names a piece of code uses as variables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import libcst as cst

from codemod.syntax.imports import local_names
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import bound_by, children, walk


def variables(node: cst.CSTNode) -> Iterator[str]:
    """Every name used as a variable, bound or read; attributes and the keywords of calls are none."""
    pending: list[cst.CSTNode] = [node]
    while pending:
        item = pending.pop()
        kind = item.__class__  # a match statement would ask libcst's abstract classes, slowly
        if kind is cst.Name:
            yield item.value  # type: ignore[attr-defined]
        elif kind is cst.Attribute or kind is cst.Arg:
            pending.append(item.value)  # type: ignore[attr-defined]
        elif kind is cst.Import or kind is cst.ImportFrom:
            yield from local_names(item)  # type: ignore[arg-type]
        else:
            pending.extend(children(item))


def method_names(node: cst.CSTNode) -> Iterator[str]:
    """The names of the functions that stand directly in a class: nothing but its body reads them as variables."""
    for item in walk(node):
        if isinstance(item, cst.ClassDef):
            yield from (part.name.value for part in item.body.body if isinstance(part, cst.FunctionDef))


def unsteady_globals(module: cst.Module) -> frozenset[str]:
    """Module-level names that may not mean one thing all the time: bound twice, deleted, or by ``global``."""
    bound: Counter[str] = Counter()
    pending: list[cst.CSTNode] = [module]
    while pending:
        item = pending.pop()
        match item:
            case cst.FunctionDef() | cst.ClassDef():
                bound[item.name.value] += 1
                bound.update(2 * _declared_global(item))
            case cst.Lambda():
                pass
            case cst.Import() | cst.ImportFrom():
                bound.update(local_names(item))  # not those of its parts as well: an alias would count twice
            case _:
                bound.update((2 if isinstance(item, cst.Del) else 1) * list(bound_by(item)))
                pending.extend(children(item))
    return frozenset(name for name, times in bound.items() if times > 1)


def _declared_global(node: cst.CSTNode) -> list[str]:
    return [item.name.value for inner in walk(node) if isinstance(inner, cst.Global) for item in inner.names]


def is_shadowed(scope: FunctionScope, name: str) -> bool:
    """Whether a module's name means a variable of this function, or of one around it."""
    return scope.holding(name) is not None
