"""The turns of a comprehension: what its variables hold in each of them, or in one that stands for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.built_values import Items, Value
from codemod.resolution.placeholder_runs import Count, Number, added, subtracted

#: More turns than this are no texts that a person would read.
_MOST: Final = 64


@dataclass(frozen=True, slots=True)
class Turns:
    """What the variables hold, turn by turn.

    Attributes:
        run: the collection for each of whose elements there is a turn like the one in ``held``; empty where all are.
    """

    held: tuple[Mapping[str, Value], ...]
    run: str = ""


class Search(Protocol):
    """What gives the values of expressions."""

    def value(self, node: cst.BaseExpression) -> Value:
        """What an expression is."""
        ...

    def collection(self, node: cst.BaseExpression) -> Items:
        """The elements of a collection."""
        ...


def turns_of(target: cst.BaseExpression, iterated: cst.BaseExpression, search: Search) -> Turns:
    """The turns of ``for target in iterated``.

    Raises:
        Refusal: ``query.dynamic``: they are not known.
    """
    match iterated, target:
        case cst.Call(func=cst.Name(value="range"), args=args), cst.Name(value=name):
            return _counting(name, [item.value for item in args], search)
        case (
            cst.Call(func=cst.Name(value="enumerate"), args=[one, *more]),
            cst.Tuple(elements=[cst.Element(value=cst.Name(value=name)), cst.Element(value=variable)]),
        ) if len(more) < 2 and all(item.keyword is None or item.keyword.value == "start" for item in more):
            first = search.value(more[0].value) if more else 0
            items = search.collection(one.value)
            if isinstance(first, int | Count):
                return _numbered(name, first, items, variable)
        case _, _:
            items = search.collection(iterated)
            if not any(item.run for item in items.elements):
                return Turns(tuple(_held(target, item.text) for item in items.elements))
            if len(items.elements) == 1:
                return Turns(({},), items.elements[0].run)
    raise Refusal("query.dynamic", "the turns of a comprehension are not known")


def _numbered(name: str, first: Number, items: Items, variable: cst.BaseExpression) -> Turns:
    """``for number, element in enumerate(items, first)``."""
    if not any(item.run for item in items.elements):
        return Turns(
            tuple(
                {**_held(variable, item.text), name: added(first, place)} for place, item in enumerate(items.elements)
            )
        )
    if len(items.elements) == 1:
        return Turns(({name: added(first, Count(0, turns=1))},), items.elements[0].run)
    raise Refusal("query.dynamic", "the turns of a comprehension are not known")


def _counting(name: str, bounds: list[cst.BaseExpression], search: Search) -> Turns:
    """``for number in range(first, end)``."""
    values = [search.value(item) for item in bounds]
    numbers = [item for item in values if isinstance(item, int | Count)]
    if len(numbers) == len(values) and len(values) in (1, 2):
        first, end = (0, *numbers)[-2:]
        length = subtracted(end, first)
        if isinstance(length, int) and length <= _MOST:
            return Turns(tuple({name: added(first, place)} for place in range(length)))
        if isinstance(length, Count) and length.known == length.turns == 0 and len(length.lengths) == 1:
            return Turns(({name: added(first, Count(0, turns=1))},), length.lengths[0])
    raise Refusal("query.dynamic", "the turns of a comprehension are not known")


def _held(target: cst.BaseExpression, text: str | None) -> dict[str, Value]:
    """What a variable holds, where it is known."""
    return {target.value: text} if isinstance(target, cst.Name) and text is not None else {}
