"""Tests of an error that see asyncpg's exception, whichever way it was raised: SQLAlchemy's is unwrapped before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import bound_by, code_of, dotted, walk

#: What unwraps ``error``; a session's errors are these, and asyncpg's own stands behind each.
WRAPPER = "DBAPIError"
UNWRAPPED = "{name}.orig.__cause__ or {name}"


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """A test of an error by its name, and where the statement of the test stands.

    Attributes:
        name: of the error.
        statement: the whole statement, the head of an ``if`` with branches.
    """

    name: str
    statement: cst.CSTNode


def tested(call: cst.Call, scope: FunctionScope) -> Tested | None:
    """What ``isinstance(error, …)`` tests; None where it is no name, or one bound in the statement."""
    error = call.args[0].value if call.args else None
    if not isinstance(error, cst.Name):
        return None
    node: cst.CSTNode = call
    while (outer := scope.parent(node)) is not None and not isinstance(outer, cst.IndentedBlock | cst.Module):
        if _is_own_name(outer, error.value):
            return None
        node = outer
    if isinstance(node, cst.FunctionDef | cst.ClassDef) or outer is None or _binds(_head(node), error.value):
        return None
    return Tested(error.value, node)


def is_unwrapped(call: cst.Call, scope: FunctionScope) -> bool:
    """Whether the error that a call tests was unwrapped before, on every way to the test."""
    test = tested(call, scope)
    if test is None:
        return False
    inner: cst.CSTNode = test.statement
    while (outer := scope.parent(inner)) is not None and not isinstance(outer, cst.FunctionDef | cst.Lambda):
        if isinstance(outer, cst.IndentedBlock):
            for statement in reversed(outer.body[: outer.body.index(inner)]):
                if _unwraps(statement, test.name):
                    return True
                if _binds([statement], test.name):
                    return False
        elif _binds(_head(outer), test.name) or (isinstance(outer, cst.For | cst.While) and _binds([outer], test.name)):
            return False
        inner = outer
    return False


def _unwraps(statement: cst.CSTNode, name: str) -> bool:
    match statement:
        case cst.If(
            test=cst.Call(
                func=cst.Name(value="isinstance"), args=[cst.Arg(value=cst.Name() as error), cst.Arg() as kind]
            ),
            body=cst.IndentedBlock(body=[cst.SimpleStatementLine(body=[cst.Assign() as assigned])]),
            orelse=None,
        ):
            is_wrapper = (dotted(kind.value) or "").rpartition(".")[2] == WRAPPER
            written = code_of(assigned).rstrip()
            return is_wrapper and error.value == name and written == f"{name} = {UNWRAPPED.format(name=name)}"
        case _:
            return False


def _is_own_name(node: cst.CSTNode, name: str) -> bool:
    """Whether a name is one of a comprehension or lambda only: no statement before it can see that error."""
    bound: list[cst.CSTNode]
    match node:
        case cst.ListComp() | cst.SetComp() | cst.DictComp() | cst.GeneratorExp():
            bound = [part.target for part in walk(node.for_in) if isinstance(part, cst.CompFor)]
        case cst.Lambda():
            bound = [node.params]
        case _:
            return False
    return any(isinstance(part, cst.Name) and part.value == name for item in bound for part in walk(item))


def _head(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The parts of a statement that run before any block of it."""
    match node:
        case cst.If() | cst.While():
            return [node.test, *(_head(node.orelse) if isinstance(node, cst.If) and node.orelse is not None else [])]
        case cst.For():
            return [node.target, node.iter]
        case cst.With():
            return list(node.items)
        case cst.SimpleStatementLine():
            return [node]
        case _:
            return []


def _binds(nodes: list[cst.CSTNode], name: str) -> bool:
    return any(name in bound_by(item) for node in nodes for item in walk(node))


def unwrapping(name: str, wrapper: str, indent: str) -> Iterator[str]:
    """The lines that unwrap an error."""
    yield f"if isinstance({name}, {wrapper}):"
    yield f"{indent}{name} = {UNWRAPPED.format(name=name)}"
