"""Readers of a status string that ask for its number of rows: ``CursorResult.rowcount`` answers them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any, Final

import libcst as cst

from codemod.registry import reads_status
from codemod.rewriting.rows.status_strings import StatusString, Values
from codemod.source import Edit

Edits = tuple[Edit, ...] | None

#: Methods that give a part of a text, whatever its digits are.
_PARTS: Final[dict[str, Callable[..., Any]]] = {
    "split": str.split,
    "rsplit": str.rsplit,
    "partition": str.partition,
    "rpartition": str.rpartition,
    "removeprefix": str.removeprefix,
    "replace": str.replace,
    "lstrip": str.lstrip,
    "strip": str.strip,
}


#: What may stand around a comparison without brackets.
_BESIDE_A_COMPARISON: Final = (
    *(cst.If, cst.IfExp, cst.While, cst.CompIf, cst.Assert, cst.BooleanOperation),
    *(cst.Assign, cst.AnnAssign, cst.NamedExpr, cst.Return, cst.Arg, cst.Element, cst.DictElement),
)


@reads_status(cst.Comparison)
def compared(status: StatusString, parent: cst.Comparison, node: cst.CSTNode, values: Values) -> Edits:
    """``status == "DELETE 0"``, ``status.split()[1] != "1"``, ``status in ("UPDATE 0", "UPDATE 1")``."""
    if len(parent.comparisons) != 1 or node is not parent.left:
        return None
    operator, other = parent.comparisons[0].operator, parent.comparisons[0].comparator
    match operator:
        case cst.Equal() | cst.NotEqual():
            number = status.number_in(other, values)
            sign = "==" if isinstance(operator, cst.Equal) else "!="
            return None if number is None else status.instead_of(parent, f".rowcount {sign} {number}")
        case cst.In() | cst.NotIn() if isinstance(other, cst.Tuple | cst.List | cst.Set):
            numbers = [status.number_in(element.value, values) for element in other.elements]
            if None in numbers or len(numbers) < 2:
                return None
            sign = "in" if isinstance(operator, cst.In) else "not in"
            return status.instead_of(parent, f".rowcount {sign} ({', '.join(map(str, numbers))})")
        case _:
            return None


@reads_status(cst.ComparisonTarget)
def compared_with(status: StatusString, parent: cst.ComparisonTarget, _node: cst.CSTNode, values: Values) -> Edits:
    """``"DELETE 0" == status``, ``"DELETE 0" in status``."""
    around = status.scope.parent(parent)
    assert isinstance(around, cst.Comparison)
    number = status.number_in(around.left, values)
    if len(around.comparisons) != 1 or number is None:
        return None
    match parent.operator:
        case cst.Equal():
            return status.instead_of(around, ".rowcount", f"{number} == ")
        case cst.NotEqual():
            return status.instead_of(around, ".rowcount", f"{number} != ")
        case cst.In() if number == 0 and values == status.whole:  # no other number begins with 0
            return status.instead_of(around, ".rowcount == 0")
        case cst.NotIn() if number == 0 and values == status.whole:
            return status.instead_of(around, ".rowcount != 0")
        case _:
            return None


@reads_status(cst.Attribute)
def method(status: StatusString, parent: cst.Attribute, node: cst.CSTNode, values: Values) -> Edits:
    """``status.endswith(" 0")``, ``status.split()``, ``status.removeprefix("DELETE ")``."""
    call = status.scope.parent(parent)
    if node is not parent.value or not isinstance(call, cst.Call) or call.func is not parent:
        return None
    name = parent.attr.value
    if values == status.whole and name in ("endswith", "startswith") and len(call.args) == 1:
        argument = call.args[0].value
        number = status.number_behind(argument) if name == "endswith" else status.number_in(argument, values)
        # a status that starts with the text of any other number than 0 may go on
        return None if number is None or (name == "startswith" and number) else _tested(status, call, number)
    if name not in _PARTS:
        return None
    return _tried(status, call, values, lambda value, *given, **named: _PARTS[name](value, *given, **named), call.args)


def _tried(
    status: StatusString,
    node: cst.BaseExpression,
    values: Values,
    function: Callable[..., Any],
    arguments: Any = (),
) -> Edits:
    """Follow an expression whose value is tried on every sample."""
    given, named = [], {}
    try:
        for argument in arguments:
            value = ast.literal_eval(status.module.text_of(argument.value))
            if argument.star or (isinstance(value, str) and re.search(r"\d", value)):
                return None  # it could depend on the number
            if argument.keyword is not None:
                named[argument.keyword.value] = value
            else:
                given.append(value)
        return status.counted(node, tuple(function(value, *given, **named) for value in values))
    except (ValueError, TypeError, SyntaxError, IndexError, AttributeError):
        return None


def _tested(status: StatusString, call: cst.Call, number: int) -> Edits:
    """``.rowcount == 0`` for a test; a ``not`` in front of it becomes ``!=``."""
    around = status.scope.parent(call)
    match around:
        case cst.UnaryOperation(operator=cst.Not()):
            return status.instead_of(around, f".rowcount != {number}")
        case _ if isinstance(around, _BESIDE_A_COMPARISON):
            return status.instead_of(call, f".rowcount == {number}")
        case _:
            return None


@reads_status(cst.Subscript)
def subscript(status: StatusString, parent: cst.Subscript, node: cst.CSTNode, values: Values) -> Edits:
    """``status.split()[-1]``, ``status.split(" ")[1]``, ``status[7:]``."""
    if node is not parent.value or len(parent.slice) != 1:
        return None
    index = parent.slice[0].slice
    if isinstance(index, cst.Index):
        item = _integer(status, index.value)
        return None if item is None else _tried(status, parent, values, lambda value: value[item])
    assert isinstance(index, cst.Slice)
    lower = _integer(status, index.lower)
    if lower is None or index.upper is not None or index.step is not None:
        return None
    return _tried(status, parent, values, lambda value: value[lower:])


def _integer(status: StatusString, node: cst.BaseExpression | None) -> int | None:
    text = status.module.text_of(node) if isinstance(node, cst.Integer | cst.UnaryOperation) else ""
    return int(text) if re.fullmatch(r"-?\d+", text) else None


@reads_status(cst.Arg)
def as_argument(status: StatusString, parent: cst.Arg, node: cst.CSTNode, values: Values) -> Edits:
    """``int(status.split()[-1])`` is the row count itself; any other function gets its text."""
    call = status.scope.parent(parent)
    if not status.is_number(values) or not isinstance(call, cst.Call) or parent.star:
        return None
    if isinstance(call.func, cst.Name) and call.func.value == "int":
        return status.instead_of(call) if len(call.args) == 1 and not status.is_own_builtin("int") else None
    return None if status.is_own_builtin("str") else status.instead_of(node, ".rowcount)", "str(")


@reads_status(cst.FormattedStringExpression)
def formatted(status: StatusString, parent: cst.FormattedStringExpression, node: cst.CSTNode, values: Values) -> Edits:
    """``f"{status.split()[-1]} rows"``."""
    plain = parent.conversion is None and parent.format_spec is None and parent.equal is None
    return status.instead_of(node) if plain and status.is_number(values) else None
