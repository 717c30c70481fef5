"""Errors that a listener tests as an expression, ``getattr(error, "original", error)``: a name is bound before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import bound_by, code_of, is_name, parameters, walk
from codemod.syntax.variables import variables


@dataclass(frozen=True, slots=True, eq=False)
class Expressed:
    """An error that is tested without a name of its own.

    Attributes:
        code: the expression; one that fails nowhere, where the test may not be reached.
        statement: the one of the test, before which it can be evaluated as well.
        uses: every place of the statement that reads it, be it ``error.original`` or ``getattr(error, "original", …)``.
        name: what it can be called.
    """

    code: str
    statement: cst.CSTNode
    uses: tuple[cst.BaseExpression, ...]
    name: str


def expressed(call: cst.Call, scope: FunctionScope) -> Expressed | None:
    """What ``isinstance(getattr(error, "original", error), …)`` tests, where a statement before it sees the same."""
    error = call.args[0].value if call.args else None
    read = _read(error) if error is not None else None
    function = scope.node
    if error is None or read is None or not isinstance(function, cst.FunctionDef):
        return None
    base, attribute = read
    if base not in {param.name.value for param in parameters(function.params)} or _changes(function.body, base):
        return None
    statement = _statement(call, scope)
    if statement is None:
        return None
    taken = set(variables(function))
    names = (attribute.strip("_"), f"{attribute.strip('_')}_error")
    name = next((name for name in names if name not in taken), None)
    uses = tuple(node for node in walk(statement) if isinstance(node, cst.BaseExpression) and _read(node) == read)
    if name is None:
        return None
    code = code_of(error)
    if not _never_fails(error) and not _comes_first(call, statement):
        code = f'getattr({base}, "{attribute}", None)'
    return Expressed(code, statement, uses, name)


def _read(node: cst.CSTNode) -> tuple[str, str] | None:
    """The variable and the attribute of ``error.original`` and ``getattr(error, "original", …)``."""
    match node:
        case cst.Attribute(value=cst.Name(value=base), attr=cst.Name(value=attribute)):
            return base, attribute
        case cst.Call(
            func=cst.Name(value="getattr"),
            args=[cst.Arg(value=cst.Name(value=base)), cst.Arg(value=cst.SimpleString() as named), *default],
        ) if all(isinstance(item.value, cst.Name) and not item.star for item in default):
            return base, str(named.evaluated_value)
        case _:
            return None


def _never_fails(error: cst.BaseExpression) -> bool:
    return isinstance(error, cst.Call) and len(error.args) == 3


def _changes(body: cst.BaseSuite, name: str) -> bool:
    """Whether a variable, or an attribute of it, may become another one."""
    return any(name in bound_by(node) or _sets_attribute(node, name) for node in walk(body))


def _sets_attribute(node: cst.CSTNode, name: str) -> bool:
    match node:
        case cst.AssignTarget(target=target) | cst.AugAssign(target=target) | cst.AnnAssign(target=target):
            return any(isinstance(item, cst.Attribute) and is_name(item.value, name) for item in walk(target))
        case cst.CompFor(target=target):
            return any(is_name(item, name) for item in walk(target))
        case cst.Lambda(params=params):
            return any(param.name.value == name for param in parameters(params))
        case cst.Call(func=cst.Name(value="setattr" | "delattr"), args=[cst.Arg(value=given), *_]):
            return is_name(given, name)
        case cst.Del():
            return any(is_name(item, name) for item in walk(node.target))
        case _:
            return False


def _statement(call: cst.Call, scope: FunctionScope) -> cst.CSTNode | None:
    """The statement of a block that a node stands in; None for a test that runs again and again."""
    node: cst.CSTNode = call
    while (outer := scope.parent(node)) is not None and not isinstance(outer, cst.IndentedBlock | cst.Module):
        if isinstance(outer, cst.FunctionDef | cst.ClassDef | cst.While):
            return None
        node = outer
    return node if outer is not None else None


def _comes_first(call: cst.Call, statement: cst.CSTNode) -> bool:
    """Whether the statement begins by evaluating the call."""
    return isinstance(statement, cst.If) and any(node is call for node in _first_of(statement.test))


def _first_of(test: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    yield test
    match test:
        case cst.BooleanOperation(left=first) | cst.UnaryOperation(expression=first):
            yield from _first_of(first)
        case _:
            pass
