"""Expressions that are whole numbers, as far as one function shows it."""

from __future__ import annotations

from typing import Final

import libcst as cst

from codemod.syntax.bindings import Binding
from codemod.syntax.none_checks import check_before
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import is_name

#: Functions that give one for whatever they take, and those that give one for whole numbers.
_COUNTS: Final = frozenset({"len", "int"})
_OF_NUMBERS: Final = frozenset({"min", "max", "abs"})

_ARITHMETIC: Final = (cst.Add, cst.Subtract, cst.Multiply, cst.FloorDivide, cst.Modulo)

#: Names of names: ``offset = start``, ``start = page * size``.
_DEEPEST: Final = 4


def is_whole_number(node: cst.BaseExpression, scope: FunctionScope, depth: int = 0) -> bool:
    """Whether an expression is an ``int`` wherever it is evaluated, by annotations and arithmetic."""
    if depth > _DEEPEST:
        return False
    match node:
        case cst.Integer():
            return True
        case cst.UnaryOperation(operator=cst.Minus()):
            return is_whole_number(node.expression, scope, depth)
        case cst.BinaryOperation(operator=operator) if isinstance(operator, _ARITHMETIC):
            return all(is_whole_number(side, scope, depth) for side in (node.left, node.right))
        case cst.IfExp():
            return all(is_whole_number(side, scope, depth) for side in (node.body, node.orelse))
        case cst.BooleanOperation(operator=cst.Or()):
            maybe = is_whole_number(node.left, scope, depth) or _is_number_or_none(node.left, scope)
            return maybe and is_whole_number(node.right, scope, depth)
        case cst.Call(func=cst.Name(value=function)) if not scope.is_local(function):
            given = [item.value for item in node.args if not item.star and item.keyword is None]
            of_numbers = all(is_whole_number(item, scope, depth) for item in given) and len(given) == len(node.args)
            return function in _COUNTS or (function in _OF_NUMBERS and bool(given) and of_numbers)
        case cst.Name():
            bindings = scope.reaching(node) if scope.is_local(node.value) else ()
            return bool(bindings) and all(_binds_number(item, node, scope, depth) for item in bindings)
        case _:
            return False


def _binds_number(binding: Binding, use: cst.Name, scope: FunctionScope, depth: int) -> bool:
    match binding.node, binding.value:
        case cst.Param(annotation=cst.Annotation(annotation=annotation), default=default, star=("" | None)), _:
            is_none = default is not None and is_name(default, "None")
            if is_name(annotation, "int") and not is_none:
                return (
                    default is None or is_whole_number(default, scope, depth + 1) or not isinstance(default, cst.Name)
                )
            return _is_optional(annotation) and bool(check_before(use, scope, lambda _: False))
        case _, cst.BaseExpression() as value if binding.kind == "assign":
            return is_whole_number(value, scope, depth + 1)
        case cst.For(iter=cst.Call(func=cst.Name(value="range"))), _:
            return True
        case _:
            return False


def _is_number_or_none(node: cst.BaseExpression, scope: FunctionScope) -> bool:
    """Whether a name is a parameter that may be None besides, which ``or`` replaces."""
    bindings = scope.reaching(node) if isinstance(node, cst.Name) else ()
    annotations = [item.node.annotation for item in bindings if isinstance(item.node, cst.Param)]
    return len(annotations) == len(bindings) == 1 and (
        annotations[0] is not None and _is_optional(annotations[0].annotation)
    )


def _is_optional(annotation: cst.BaseExpression) -> bool:
    """``int | None`` or ``Optional[int]``."""
    match annotation:
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
            return is_name(left, "int") and is_name(right, "None")
        case cst.Subscript(
            value=cst.Name(value="Optional") | cst.Attribute(attr=cst.Name(value="Optional")),
            slice=[cst.SubscriptElement(slice=cst.Index(value=inner))],
        ):
            return is_name(inner, "int")
        case _:
            return False
