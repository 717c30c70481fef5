"""Uses of a caught exception: which of them have to see asyncpg's own, and which can do with SQLAlchemy's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import libcst as cst

from codemod.discovery.project_index import ProjectIndex
from codemod.outcome import Refusal
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import bound_by, children, name_loads, parameters

#: Methods that change an exception: SQLAlchemy's, which is raised again, is not the one they would change.
_CHANGING: Final = frozenset({"add_note", "with_traceback", "__setattr__"})


def uses_of_cause(handler: cst.ExceptHandler | None, scope: FunctionScope, index: ProjectIndex) -> tuple[cst.Name, ...]:
    """Uses of a handler's exception that must go on seeing asyncpg's, in source order.

    ``raise … from error``, ``raise error`` and ``exc_info=error`` don't: the errors of the project keep a cause,
    outer handlers are rewritten too, and a traceback shows both. Everything else sees asyncpg's
    exception itself: its attributes, its class and its text stay what they were.

    Args:
        handler: the except clause, if there is one.
        scope: the function it stands in.
        index: tells whether the project reads the cause of exceptions.

    Raises:
        Refusal: ``errors.handler`` for a use that changes the exception or its name.
    """
    name = handler.name.name if handler is not None and handler.name is not None else None
    if handler is None or not isinstance(name, cst.Name):
        return ()
    needed: list[cst.Name] = []
    for use in _uses(handler.body, name.value):
        _check(use, scope)
        if not _may_be_sqlalchemy(use, scope, index):
            needed.append(use)
    return tuple(needed)


def _uses(body: cst.CSTNode, name: str) -> Iterator[cst.Name]:
    """Uses of the name, without those of an inner handler or comprehension that binds it anew."""
    for part in _own_parts(body, name):
        if isinstance(part, cst.Name):
            yield part
        elif name in bound_by(part):
            raise Refusal("errors.handler", f"the handler binds {name} again")


def _own_parts(body: cst.CSTNode, name: str) -> Iterator[cst.CSTNode]:
    pending = [body]
    loads = {id(load) for load in name_loads(body, name)}
    while pending:
        node = pending.pop()
        if isinstance(node, cst.ExceptHandler) and node.name is not None and name in bound_by(node.name):
            continue
        if isinstance(node, cst.FunctionDef | cst.Lambda) and any(
            parameter.name.value == name for parameter in parameters(node.params)
        ):
            continue
        if not isinstance(node, cst.Name) or id(node) in loads:
            yield node
        pending.extend(reversed(children(node)))


def _check(use: cst.Name, scope: FunctionScope) -> None:
    around = scope.parent(use)
    changed = isinstance(around, cst.Del | cst.AugAssign)
    if isinstance(around, cst.Attribute):
        outer = scope.parent(around)
        target = isinstance(outer, cst.AssignTarget | cst.AnnAssign | cst.AugAssign) and outer.target is around
        changed = target or around.attr.value in _CHANGING or isinstance(outer, cst.Del)
    if changed:
        raise Refusal("errors.handler", f"the handler changes {use.value}, which is another exception then")
    if isinstance(around, cst.FormattedStringExpression) and around.equal is not None:
        raise Refusal("errors.handler", f"the handler shows the name {use.value} itself")


def _may_be_sqlalchemy(use: cst.Name, scope: FunctionScope, index: ProjectIndex) -> bool:
    around = scope.parent(use)
    match around:
        case cst.Raise():
            return around.exc is use
        case cst.From():
            return not any(True for _ in index.readers_of_attribute("__cause__"))
        case cst.Arg(keyword=cst.Name(value="exc_info")):
            return True
        case _:
            return False
