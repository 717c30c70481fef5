"""Classes whose initializer is made from their fields: what is passed is kept as an attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.rewriting.facts.callees import Given
from codemod.rewriting.facts.visibility import is_visible
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import code_of, dotted

if TYPE_CHECKING:
    from codemod.rewriting.rows.value_flow import Follower

#: Decorators that make an initializer which keeps its arguments as they are.
_MAKERS: Final = frozenset({"dataclass", "dataclasses.dataclass", "attrs.define", "attrs.frozen", "attr.s", "define"})


def field_taking(function: cst.BaseExpression, given: Given, follower: Follower) -> str | None:
    """The field of a dataclass that keeps an argument; None for anything but a plain dataclass of the project."""
    if not isinstance(function, cst.Name) or follower.scope.is_local(function.value):
        return None
    found = [
        item
        for item in classes_named(function.value, follower)
        if is_visible(item, function.value, follower.module, follower.index)
    ]
    if len(found) != 1:
        return None
    node = found[0].node
    assert isinstance(node, cst.ClassDef), "only classes are looked for"
    fields = _fields(node)
    if fields is None:
        return None
    if given.keyword is not None:
        return given.keyword if given.keyword in fields else None
    return fields[given.position] if given.position is not None and given.position < len(fields) else None


def classes_named(name: str, follower: Follower) -> list[Occurrence]:
    """The classes of a name at the top of the project's modules."""
    return [
        Occurrence(module, node, FunctionScope(module.tree, "<module>"))
        for module in follower.index.modules_naming(name)
        for node in module.tree.body
        if isinstance(node, cst.ClassDef) and node.name.value == name
    ]


def _fields(node: cst.ClassDef) -> list[str] | None:
    """Fields in the order of the initializer; None where that is not all of it."""
    made = any(_maker(item.decorator) in _MAKERS for item in node.decorators)
    if not made or len(node.decorators) != 1 or node.bases or node.keywords:
        return None
    found = []
    for line in node.body.body:
        if isinstance(line, cst.FunctionDef) and line.name.value in (
            "__init__",
            "__new__",
            "__post_init__",
            "__setattr__",
        ):
            return None
        for small in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(small, cst.AnnAssign) and isinstance(small.target, cst.Name):
                written = code_of(small.annotation.annotation)
                if any(word in written for word in ("ClassVar", "InitVar", "KW_ONLY")) or isinstance(
                    small.value, cst.Call
                ):
                    return None  # field(init=False), a converter
                found.append(small.target.value)
    return found


def _maker(decorator: cst.BaseExpression) -> str | None:
    return dotted(decorator.func if isinstance(decorator, cst.Call) else decorator)
