"""Checks that a name is one of some values on every way to a use of it: ``if sort not in ALLOWED: raise``."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemod.syntax.leaving import leaves
from codemod.syntax.none_checks import binds, binds_after_test, binds_around, last_assigned
from codemod.syntax.scopes import FunctionScope


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """What a check leaves of the values of a name.

    Attributes:
        collection: the name is in it.
        otherwise: what it is bound to where it was not.
    """

    collection: cst.BaseExpression
    otherwise: cst.BaseExpression | None = None


def membership_before(use: cst.Name, scope: FunctionScope) -> Membership | None:
    """The check that leaves a name only some values where it is used; None where there is none.

    A check counts when it stands before the use in a block around it (or is the condition around
    it), and nothing between the two binds the name again, counting loops that come back.
    """
    name = use.value
    inner: cst.CSTNode = use
    while (outer := scope.parent(inner)) is not None:
        if isinstance(outer, cst.FunctionDef | cst.Lambda | cst.ClassDef):
            return None
        condition = _condition_for(outer, inner, name)
        if condition is not None:
            return Membership(condition)
        if isinstance(outer, cst.IndentedBlock):
            for statement in reversed(outer.body[: outer.body.index(inner)]):
                found = _left_by(statement, name)
                if found is not None:
                    return found
                if binds(statement, name):
                    return None
        elif binds_around(outer, inner, name):
            return None
        inner = outer
    return None


def _left_by(statement: cst.CSTNode, name: str) -> Membership | None:
    """What a statement leaves of the values of a name."""
    match statement:
        case cst.If(test=test, body=body):
            found = _proven(test, name, when=False)
            replaced = last_assigned(body, name)
            if found is None or binds_after_test(statement, name) or binds(test, name):
                return None
            if leaves(body):
                return Membership(found)
            return Membership(found, replaced) if replaced is not None else None
        case cst.SimpleStatementLine(body=[cst.Assert(test=test)]):
            found = _proven(test, name, when=True)
            return Membership(found) if found is not None else None
        case cst.SimpleStatementLine(
            body=[
                cst.Assign(
                    targets=[cst.AssignTarget(target=cst.Name(value=bound))],
                    value=cst.IfExp(test=test, body=cst.Name(value=kept), orelse=otherwise),
                )
            ]
        ) if bound == kept == name:
            found = _proven(test, name, when=True)
            return Membership(found, otherwise) if found is not None else None
        case _:
            return None


def _condition_for(outer: cst.CSTNode, inner: cst.CSTNode, name: str) -> cst.BaseExpression | None:
    """The collection that the name is in wherever ``outer`` evaluates ``inner``."""
    match outer:
        case cst.If(test=test) | cst.IfExp(test=test):
            if inner is outer.body:
                return _proven(test, name, when=True)
            return _proven(test, name, when=False) if inner is outer.orelse else None
        case _:
            return None


def _proven(test: cst.BaseExpression, name: str, *, when: bool) -> cst.BaseExpression | None:
    """The collection that the name is in when ``test`` is true (or false)."""
    match test:
        case cst.UnaryOperation(operator=cst.Not()):
            return _proven(test.expression, name, when=not when)
        case cst.BooleanOperation() if isinstance(test.operator, cst.And) == when:
            return _proven(test.left, name, when=when) or _proven(test.right, name, when=when)
        case cst.Comparison(
            left=cst.Name(value=value), comparisons=[cst.ComparisonTarget(operator=operator, comparator=collection)]
        ) if value == name:
            return collection if isinstance(operator, cst.In if when else cst.NotIn) else None
        case _:
            return None
