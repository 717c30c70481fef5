"""Values that stand in a statement and become parameters of its method: ``SET deleted = TRUE``, ``status = 'open'``."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace

from codemod.converting.conversion import Conversion
from codemod.lowering.lowered import Lowered, placeholder
from codemod.repositories.names import named_values


@dataclass(frozen=True, slots=True)
class LiftedValue:
    """A value of a statement that the call passes.

    Attributes:
        number: of its placeholder, above those of the bound arguments.
        column: that it is compared with or assigned to.
        value: as code.
        assigned: it is assigned.
    """

    number: int
    column: str
    value: ast.Constant
    assigned: bool


def lift_values(conversion: Conversion) -> tuple[Lowered, tuple[LiftedValue, ...]]:
    """The statement with placeholders for values that its method is named after, so that every value has one method.

    A value in the code and a variable that holds it are the same to SQLAlchemy: both are bound.
    """
    lowered = conversion.lowered
    if lowered.many_keys is not None or lowered.definitions or not lowered.tables:
        return lowered, ()
    expression = copy.deepcopy(lowered.expression)
    wanted = named_values(conversion, lowered.tables[0].primary_key)
    number, found = max(lowered.parameters, default=0), list[LiftedValue]()
    for column, is_assigned in wanted:
        mapped = lowered.tables[0].column(column)
        places = list(_places(expression, mapped.attribute, assigned=is_assigned)) if mapped is not None else []
        if len(places) == 1:
            number += 1
            holder, value = places[0]
            found.append(LiftedValue(number, column, value, is_assigned))
            _put(holder, ast.Name(placeholder(number), ast.Load()))
    return replace(lowered, expression=expression), tuple(found)


def values_of(lowered: Lowered) -> list[ast.Constant]:
    """The values of a statement that a parameter could stand for, each once."""
    found: dict[str, ast.Constant] = {}
    for node in ast.walk(lowered.expression):
        for _, value in (*_compared(node), *_assigned(node)):
            found.setdefault(ast.dump(value), value)
    return list(found.values())


def _places(
    tree: ast.expr, attribute: str, *, assigned: bool
) -> Iterator[tuple[ast.Compare | ast.keyword, ast.Constant]]:
    for node in ast.walk(tree):
        for holder, value in _assigned(node) if assigned else _compared(node):
            name = holder.arg if isinstance(holder, ast.keyword) else _attribute(holder.left)
            if name == attribute:
                yield holder, value


def _compared(node: ast.AST) -> Iterator[tuple[ast.Compare, ast.Constant]]:
    """``Link.status == "open"``."""
    match node:
        case ast.Compare(ops=[ast.Eq()], comparators=[ast.Constant(value=str() | int() | float()) as value]):
            yield node, value
        case _:
            pass


def _assigned(node: ast.AST) -> Iterator[tuple[ast.keyword, ast.Constant]]:
    """``.values(deleted=True)``."""
    match node:
        case ast.Call(func=ast.Attribute(attr="values"), keywords=keywords):
            for keyword in keywords:
                match keyword.value:
                    case ast.Constant(value=str() | int() | float()) as value:
                        yield keyword, value
                    case _:
                        pass
        case _:
            pass


def _attribute(node: ast.expr) -> str | None:
    return node.attr if isinstance(node, ast.Attribute) else None


def _put(holder: ast.Compare | ast.keyword, name: ast.Name) -> None:
    if isinstance(holder, ast.keyword):
        holder.value = name
    else:
        holder.comparators = [name]
