"""Checks that a name is not None on every way to a use of it: ``if x is None: return`` and its kin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

import libcst as cst

from codemod.syntax.leaving import leaves
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import bound_by, children, last_statement, names_below, names_of, walk

#: Whether an expression is never None, as the caller judges expressions.
Judge = Callable[[cst.BaseExpression], bool]


class Proves(Protocol):
    """Whether a name has no value of some kind when a test is true (or false)."""

    def __call__(self, test: cst.BaseExpression, name: str, *, when: bool) -> bool:
        """The answer for one test."""
        ...


def is_filled_before(use: cst.Name, scope: FunctionScope) -> bool:
    """Whether a check keeps empty collections from a use: ``if not ids: return``."""
    return bool(check_before(use, scope, lambda _: False, filled=True))


def check_before(use: cst.Name, scope: FunctionScope, judge: Judge, *, filled: bool = False) -> str:
    """The check that keeps None from a use, as a phrase; empty when there is none.

    A check counts when it stands before the use in a block around it (or is the condition around
    it), and nothing between the two binds the name again, counting loops that come back.

    Args:
        use: the use of the name.
        scope: its function.
        judge: tells whether a value that replaces None is never None itself.
        filled: the check has to keep empty collections from it, too.
    """
    name = use.value
    proves = _proves_filled if filled else _proves
    inner: cst.CSTNode = use
    while (outer := scope.parent(inner)) is not None:
        if isinstance(outer, cst.FunctionDef | cst.Lambda | cst.ClassDef):
            return ""
        if _is_condition_for(outer, inner, name, proves):
            return f"checked: {name} is not None"
        if isinstance(outer, cst.IndentedBlock):
            for statement in reversed(outer.body[: outer.body.index(inner)]):
                if not binds_after_test(statement, name) and _rules_out_none(statement, name, judge, proves):
                    return f"checked: {name} is not None after the test before it"
                if binds(statement, name):
                    return ""
        elif binds_around(outer, inner, name):
            return ""
        inner = outer
    return ""


def binds_around(outer: cst.CSTNode, inner: cst.CSTNode, name: str) -> bool:
    """Whether a part of ``outer`` that may run before ``inner`` binds the name."""
    if isinstance(outer, cst.For | cst.While | cst.CompFor):
        return binds(outer, name)  # the end of the loop comes before its next turn
    before = [outer.test] if isinstance(outer, cst.If | cst.IfExp) else children(outer)
    return any(binds(item, name) for item in before if item is not inner)


def binds(node: cst.CSTNode, name: str) -> bool:
    """Whether a part of a function may bind a name again; a comprehension that has its own counts."""
    return any(
        name in (names_of(item.target) if isinstance(item, cst.CompFor) else bound_by(item)) for item in walk(node)
    )


def _is_condition_for(outer: cst.CSTNode, inner: cst.CSTNode, name: str, proves: Proves) -> bool:
    """Whether ``outer`` evaluates ``inner`` only when the name is not None."""
    match outer:
        case cst.If() | cst.IfExp():
            if inner is outer.body:
                return proves(outer.test, name, when=True)
            return inner is outer.orelse and proves(outer.test, name, when=False)
        case cst.While():
            return inner is outer.body and proves(outer.test, name, when=True)
        case cst.BooleanOperation() if inner is outer.right:
            return proves(outer.left, name, when=isinstance(outer.operator, cst.And))
        case _:
            return False


def _proves(test: cst.BaseExpression, name: str, *, when: bool) -> bool:
    """Whether the name is not None when ``test`` is true (or false)."""
    match test:
        case cst.Name(value=value):
            return when and value == name
        case cst.NamedExpr(target=cst.Name(value=value)):
            return when and value == name
        case cst.UnaryOperation(operator=cst.Not()):
            return _proves(test.expression, name, when=not when)
        case cst.BooleanOperation() if not binds(test, name):
            if isinstance(test.operator, cst.And) == when:
                return _proves(test.left, name, when=when) or _proves(test.right, name, when=when)
            return _proves(test.left, name, when=when) and _proves(test.right, name, when=when)
        case cst.Comparison(comparisons=[cst.ComparisonTarget() as target]) if _subject(test.left) == name:
            is_none = isinstance(target.comparator, cst.Name) and target.comparator.value == "None"
            return is_none and isinstance(target.operator, cst.IsNot if when else cst.Is)
        case cst.Call(func=cst.Name(value="isinstance"), args=[cst.Arg(value=cst.Name(value=value)), kind]):
            return when and value == name and {"NoneType", "None"}.isdisjoint(names_below(kind))
        case _:
            return False


def _proves_filled(test: cst.BaseExpression, name: str, *, when: bool) -> bool:
    """Whether the name holds a collection with elements when ``test`` is true (or false)."""
    match test:
        case cst.Call(func=cst.Name(value="len"), args=[cst.Arg(value=cst.Name(value=value))]) | cst.Name(value=value):
            return when and value == name
        case cst.UnaryOperation(operator=cst.Not()):
            return _proves_filled(test.expression, name, when=not when)
        case cst.BooleanOperation() if not binds(test, name):
            sides = [_proves_filled(side, name, when=when) for side in (test.left, test.right)]
            return any(sides) if isinstance(test.operator, cst.And) == when else all(sides)
        case cst.Comparison(
            left=cst.Call(func=cst.Name(value="len"), args=[cst.Arg(value=cst.Name(value=value))]),
            comparisons=[cst.ComparisonTarget(operator=operator, comparator=cst.Integer(value=number))],
        ) if value == name:
            return (type(operator), number, when) in _FILLED
        case _:
            return False


#: Comparisons of a length, and the outcome under which there are elements.
_FILLED: Final = frozenset(
    {
        (cst.Equal, "0", False),
        (cst.NotEqual, "0", True),
        (cst.GreaterThan, "0", True),
        (cst.GreaterThanEqual, "1", True),
        (cst.LessThan, "1", False),
        (cst.LessThanEqual, "0", False),
    }
)


def _subject(node: cst.BaseExpression) -> str:
    target = node.target if isinstance(node, cst.NamedExpr) else node
    return target.value if isinstance(target, cst.Name) else ""


def _rules_out_none(statement: cst.CSTNode, name: str, judge: Judge, proves: Proves) -> bool:
    match statement:
        case cst.If():
            if not proves(statement.test, name, when=False):
                return False
            return leaves(statement.body) or _replaces(statement.body, name, judge)
        case cst.SimpleStatementLine(body=[cst.Assert(test=test)]):
            return proves(test, name, when=True)
        case _:
            return False


def binds_after_test(statement: cst.CSTNode, name: str) -> bool:
    """Whether an ``if`` binds the name where it doesn't leave: then the test says nothing of what follows."""
    if not isinstance(statement, cst.If):
        return False
    parts: list[cst.CSTNode] = [statement.orelse] if statement.orelse is not None else []
    parts += [] if leaves(statement.body) or last_assigned(statement.body, name) else [statement.body]
    return any(binds(part, name) for part in parts)


def last_assigned(body: cst.BaseSuite, name: str) -> cst.BaseExpression | None:
    """What a block binds a name to, where that is the last thing it does."""
    last = last_statement(body)
    if isinstance(last, cst.Assign) and any(
        isinstance(item.target, cst.Name) and item.target.value == name for item in last.targets
    ):
        return last.value
    return None


def _replaces(body: cst.BaseSuite, name: str, judge: Judge) -> bool:
    value = last_assigned(body, name)
    return value is not None and judge(value)
