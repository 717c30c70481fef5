"""Tests of an error that no statement before them can see, or that is an attribute: it is unwrapped inside the test."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import libcst as cst

from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import code_of, dotted, parameters, walk


def unwrapped_in_place(error: str) -> str:
    """Asyncpg's exception behind an expression, or what the expression is."""
    return f'getattr(getattr({error}, "orig", None), "__cause__", {error})'


def is_unwrapped_in_place(call: cst.Call) -> bool:
    """Whether a call tests the exception behind an error."""
    error = call.args[0].value if call.args else None
    last = error.args[-1].value if isinstance(error, cst.Call) and error.args else None
    if error is None or last is None or dotted(last) is None:
        return False
    written, wanted = code_of(error), unwrapped_in_place(dotted(last) or "")
    try:
        return ast.unparse(ast.parse(written, mode="eval")) == ast.unparse(ast.parse(wanted, mode="eval"))
    except SyntaxError:
        return False


def only_tested(call: cst.Call, scope: FunctionScope) -> cst.BaseExpression | None:
    """What ``isinstance(item, …)`` tests, where nothing but such tests ever looks at it.

    That is a variable of the comprehension or lambda around, or an attribute (``error.original``) in its function.
    """
    error = call.args[0].value if call.args else None
    match error:
        case cst.Name():
            region = _binding_expression(call, error.value, scope)
        case cst.Attribute() if dotted(error) is not None:
            region = scope.node
        case _:
            return None
    if region is None or not all(_is_tested(use, scope) for use in _uses(region, dotted(error) or "")):
        return None
    return error


def _binding_expression(node: cst.CSTNode, name: str, scope: FunctionScope) -> cst.CSTNode | None:
    """The comprehension or lambda around a node that binds a name."""
    around = scope.parent(node)
    while around is not None and not isinstance(around, cst.BaseStatement):
        if any(name == target.value for target in _targets(around)):
            return around
        around = scope.parent(around)
    return None


def _targets(node: cst.CSTNode) -> Iterator[cst.Name]:
    """The names that a comprehension or lambda binds."""
    match node:
        case cst.ListComp() | cst.SetComp() | cst.DictComp() | cst.GeneratorExp():
            part: cst.CompFor | None = node.for_in
            while part is not None:
                yield from (item for item in walk(part.target) if isinstance(item, cst.Name))
                part = part.inner_for_in
        case cst.Lambda():
            yield from (item.name for item in parameters(node.params))
        case _:
            pass


def _uses(region: cst.CSTNode, text: str) -> Iterator[cst.CSTNode]:
    bound = {id(name) for node in walk(region) for name in _targets(node)}
    for node in walk(region):
        if isinstance(node, cst.Name | cst.Attribute) and dotted(node) == text and id(node) not in bound:
            yield node


def _is_tested(use: cst.CSTNode, scope: FunctionScope) -> bool:
    argument, call = use, scope.parent(use)
    while call is not None and (isinstance(call, cst.Arg) or _calls(call, "getattr")):
        argument, call = call, scope.parent(call)  # a test that was unwrapped before
    if not isinstance(call, cst.Call) or not _calls(call, "isinstance") or call.args[0] is not argument:
        return False
    return call.args[0].value is use or is_unwrapped_in_place(call)


def _calls(node: cst.CSTNode | None, name: str) -> bool:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == name
