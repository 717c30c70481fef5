"""The turns of a loop or comprehension: what its variables hold in each of them, or in one that stands for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.built_values import Element, Items, Value
from codemod.resolution.placeholder_runs import Count, Number, added, subtracted

#: More turns than this are no texts that a person would read.
_MOST: Final = 64

#: What a variable holds in a turn.
Held = Value | Element


@dataclass(frozen=True, slots=True)
class Turns:
    """What the variables hold, turn by turn.

    Attributes:
        run: the collection for each of whose elements there is a turn like the one in ``held``; empty where all are.
    """

    held: tuple[Mapping[str, Held], ...]
    run: str = ""


class Search(Protocol):
    """What gives the values of expressions."""

    def value(self, node: cst.BaseExpression) -> Value:
        """What an expression is."""
        ...

    def collection(self, node: cst.BaseExpression) -> Items:
        """The elements of a collection."""
        ...

    def element(self, node: cst.BaseExpression) -> Element:
        """An expression as an element of a collection."""
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
                return _numbered(name, first, items, variable, search)
        case _, _:
            items = search.collection(iterated)
            if not any(item.run for item in items.elements):
                return Turns(tuple(_held(target, item, search) for item in items.elements))
            if len(items.elements) == 1:
                return Turns(({},), items.elements[0].run)
    raise Refusal("query.dynamic", "the turns of a loop are not known")


def _numbered(name: str, first: Number, items: Items, variable: cst.BaseExpression, search: Search) -> Turns:
    """``for number, element in enumerate(items, first)``."""
    if not any(item.run for item in items.elements):
        numbered = enumerate(items.elements)
        return Turns(tuple({**_held(variable, item, search), name: added(first, place)} for place, item in numbered))
    if len(items.elements) == 1:
        return Turns(({name: added(first, Count(0, turns=1))},), items.elements[0].run)
    raise Refusal("query.dynamic", "the turns of a loop are not known")


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
    raise Refusal("query.dynamic", "the turns of a loop are not known")


def _held(target: cst.BaseExpression, element: Element, search: Search) -> dict[str, Held]:
    """What variables hold where an element is bound to them.

    Raises:
        Refusal: ``query.dynamic``: it has other parts than there are variables.
    """
    if isinstance(target, cst.Name):
        return {target.value: element}
    parts = element.parts
    if not parts and isinstance(element.node, cst.Tuple | cst.List):
        parts = tuple(search.element(item.value) for item in element.node.elements if isinstance(item, cst.Element))
    if not isinstance(target, cst.Tuple) or len(target.elements) != len(parts):
        raise Refusal("query.dynamic", "the turns of a loop are not known")
    pairs = zip(target.elements, parts, strict=True)
    return {name: held for item, part in pairs for name, held in _held(item.value, part, search).items()}


def said_in_turn(node: cst.BaseExpression, turn: Mapping[str, Held]) -> cst.BaseExpression:
    """An expression with what the variables of a turn hold in their places; the node itself where it has none.

    Raises:
        Refusal: ``query.dynamic``: one of them holds what has no expression.
    """
    if not turn:
        return node
    found = _said(node, turn)
    assert isinstance(found, cst.BaseExpression), "an expression in the place of another"
    return found


def _said(node: cst.CSTNode, turn: Mapping[str, Held]) -> cst.CSTNode:
    if isinstance(node, cst.Name):
        return _in_place(turn[node.value]) if node.value in turn else node
    if isinstance(node, cst.Attribute):  # the name of an attribute is no variable
        value = _said(node.value, turn)
        return node if value is node.value else node.with_changes(value=value)
    changes: dict[str, object] = {}
    for name in node.__dataclass_fields__:
        old = getattr(node, name)
        if name == "keyword":
            continue
        if isinstance(old, cst.CSTNode):
            new: object = _said(old, turn)
        elif isinstance(old, list | tuple):
            new = [_said(item, turn) if isinstance(item, cst.CSTNode) else item for item in old]
            new = old if all(one is other for one, other in zip(old, new, strict=True)) else new
        else:
            continue
        if new is not old:
            changes[name] = new
    return node.with_changes(**changes) if changes else node


def _in_place(held: Held) -> cst.BaseExpression:
    if isinstance(held, Element) and held.text is None and not held.parts:
        node = held.node
        is_plain = isinstance(
            node, cst.Name | cst.Attribute | cst.Call | cst.Subscript | cst.BaseNumber | cst.BaseString
        )
        return node if is_plain or node.lpar else node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    text = held.text if isinstance(held, Element) else held
    if isinstance(text, str) and text.isidentifier():
        return cst.SimpleString(f'"{text}"')
    raise Refusal("query.dynamic", "a variable of a loop stands in an expression")
