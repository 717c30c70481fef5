"""The edits that make a class keep a session where it kept a connection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import libcst as cst

from codemod.discovery.connections.connection_holders import Holder
from codemod.discovery.connections.connection_keepers import Keeper, session_attribute
from codemod.discovery.project_index import ProjectIndex
from codemod.lowering.lowered import ImportName
from codemod.rewriting.sessions.injected_sessions import ASYNC_SESSION
from codemod.rewriting.sessions.session_sources import SessionOpening
from codemod.rewriting.site_plan import Naming
from codemod.source import Edit
from codemod.syntax.tree import walk


def attribute_names(holder: Holder, index: ProjectIndex) -> dict[str, str]:
    """The attributes that hold the connection of an object, each with its name once it holds a session."""
    keeper = holder.kept or holder.keeps
    if keeper is None:
        return {}
    return {name: session_attribute(name, keeper, index) for name in sorted(keeper.connections)}


def opening_of_object(holder: Holder, names: Mapping[str, str]) -> SessionOpening:
    """The session that an object keeps, as its method has it."""
    owner, _, attribute = holder.handle.rpartition(".")
    session = f"{owner}.{names[attribute]}" if attribute else ""
    return SessionOpening("", session, imports_in_class(holder))


def imports_in_class(holder: Holder) -> tuple[ImportName, ...]:
    """What a class needs that annotates what it keeps or gives."""
    return (ASYNC_SESSION,) if any(True for _ in annotations_in_class(holder)) else ()


def annotations_in_class(holder: Holder) -> Iterator[cst.BaseExpression]:
    """The annotations of what keeps the connection in a class, the parameter's left out."""
    keeper = holder.keeps
    if keeper is not None:
        for line in (keeper.stored, *(item.node for item in keeper.declared)):
            if isinstance(line, cst.AnnAssign):
                yield line.annotation.annotation
    for function in _getters(holder):
        annotation = _annotated(function)
        if annotation is not None:
            yield annotation


def edits_in_class(holder: Holder, session: str, names: Mapping[str, str], naming: Naming) -> Iterator[Edit]:
    """The lines of a class that keep the connection, or give it, with the session in its place.

    Args:
        holder: the ``__init__``, or the property.
        session: the name of the parameter that takes the session.
        names: the new names of the attributes.
        naming: local names of imports.
    """
    span = holder.module.span
    if holder.keeps is not None and holder.keeps.stored is not None:
        yield from _stored(holder, holder.keeps, session, names)
    for function in _getters(holder):
        yield Edit(*span(function.name), names[function.name.value])
        for node in walk(function.body):
            if isinstance(node, cst.Attribute) and any(node is load for load in holder.loads(function.body)):
                yield Edit(*span(node.attr), names[node.attr.value])
    for annotation in annotations_in_class(holder):
        yield Edit(*span(annotation), naming(ASYNC_SESSION))


def _stored(holder: Holder, keeper: Keeper, session: str, names: Mapping[str, str]) -> Iterator[Edit]:
    span, name = holder.module.span, names[keeper.attribute]
    for line in (keeper.stored, *(item.node for item in keeper.declared)):
        target = line.targets[0].target if isinstance(line, cst.Assign) else None
        target = line.target if isinstance(line, cst.AnnAssign) else target
        kept = target.attr if isinstance(target, cst.Attribute) else target
        assert kept is not None, "what declares or stores an attribute has a target"
        yield Edit(*span(kept), name)
    assert keeper.stored is not None
    assert keeper.stored.value is not None, "what is kept has a value"
    yield Edit(*span(keeper.stored.value), session)


def _getters(holder: Holder) -> Iterator[cst.FunctionDef]:
    """The function of a holder, where that is a property which gives the connection."""
    for item in holder.kept.getters if holder.kept is not None else ():
        if item.node is holder.scope.node:
            assert isinstance(item.node, cst.FunctionDef)
            yield item.node


def _annotated(function: cst.FunctionDef) -> cst.BaseExpression | None:
    return function.returns.annotation if function.returns is not None else None
