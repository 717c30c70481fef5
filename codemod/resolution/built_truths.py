"""What tests of the names give that a query is put together in: ``if not updates``, ``if len(args) > 1``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Final

import libcst as cst

from codemod.resolution.built_values import Entries, Items, Value
from codemod.resolution.placeholder_runs import Count, Number

#: How a counter, or the length of a list, is compared.
_COMPARED: Final[dict[type[cst.BaseCompOp], Callable[[int, int], bool]]] = {
    cst.Equal: eq, cst.NotEqual: ne, cst.GreaterThan: gt, cst.GreaterThanEqual: ge, cst.LessThan: lt,
    cst.LessThanEqual: le,
}  # fmt: skip


def truth_of(test: cst.BaseExpression, values: Mapping[str, Value]) -> bool | None:
    """What a test gives where the names in it hold these values; None where they don't decide it."""
    match test:
        case cst.UnaryOperation(operator=cst.Not()):
            inner = truth_of(test.expression, values)
            return None if inner is None else not inner
        case cst.Name(value=name):
            value = values.get(name)
            return (
                _is_true(_count(value))
                if isinstance(value, Items | Entries | Count)
                else None
                if value is None
                else bool(value)
            )
        case cst.Call():
            return _is_true(_counted(test, values))
        case cst.Comparison(
            left=left, comparisons=[cst.ComparisonTarget(operator=operator, comparator=cst.Integer() as right)]
        ) if type(operator) in _COMPARED:
            count = _counted(left, values)
            return _COMPARED[type(operator)](count, right.evaluated_value) if isinstance(count, int) else None
        case _:
            return None


def _is_true(number: Number | None) -> bool | None:
    if isinstance(number, Count):
        return True if number.known > 0 else None
    return None if number is None else bool(number)


def _count(value: Value) -> Number | None:
    if isinstance(value, str):
        return None
    if isinstance(value, Entries):
        return len(value.found)
    return value.count if isinstance(value, Items) else value


def _counted(node: cst.BaseExpression, values: Mapping[str, Value]) -> Number | None:
    """A counter, or the length of a list that is put together."""
    match node:
        case cst.Name(value=name):
            value = values.get(name)
            return value if isinstance(value, int | Count) else None
        case cst.Call(func=cst.Name(value="len"), args=[cst.Arg(value=cst.Name(value=name))]):
            value = values.get(name)
            return _count(value) if isinstance(value, Items | Entries) else None
        case _:
            return None


#: Names of constants.
_NAMED: Final[dict[str, bool | None]] = {"None": None, "True": True, "False": False}


def constant_truth(test: cst.BaseExpression) -> bool | None:
    """What a test of constants gives, as a parameter has that is not given; None for any other."""
    match test:
        case cst.UnaryOperation(operator=cst.Not()):
            inner = constant_truth(test.expression)
            return None if inner is None else not inner
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=operator, comparator=right)]):
            sides = [value for side in (left, right) for value in _constant(side)]
            if len(sides) != 2:
                return None
            one, other = sides
            is_named = any(isinstance(side, cst.Name) for side in (left, right))
            if isinstance(operator, cst.Is | cst.IsNot) and is_named:
                return (one is other) is isinstance(operator, cst.Is)
            if isinstance(operator, cst.Equal | cst.NotEqual):
                return (one == other) is isinstance(operator, cst.Equal)
            return None
        case _:
            found = _constant(test)
            return bool(found[0]) if found else None


def _constant(node: cst.BaseExpression) -> tuple[object, ...]:
    match node:
        case cst.Name(value=name) if name in _NAMED:
            return (_NAMED[name],)
        case cst.SimpleString() | cst.Integer():
            return (node.evaluated_value,)
        case _:
            return ()
