"""Texts with places for others: ``"… ORDER BY {}".format(order)`` and ``"… ORDER BY %s" % order``."""

from __future__ import annotations

import re
from string import Formatter

import libcst as cst

from codemod.outcome import Refusal


def template_of(node: cst.BinaryOperation | cst.Call) -> cst.BaseExpression:
    """The text that has the places."""
    if isinstance(node, cst.BinaryOperation):
        return node.left
    assert isinstance(node.func, cst.Attribute), "a method of the text"
    return node.func.value


def pieces_of(template: str, node: cst.BinaryOperation | cst.Call) -> list[str | cst.BaseExpression]:
    """The text in pieces, with the expressions that are put between them.

    Raises:
        Refusal: ``query.dynamic``: a place formats what it is given, or there are as many others.
    """
    found = _of_percent(template, node.right) if isinstance(node, cst.BinaryOperation) else _of_format(template, node)
    if found is None:
        raise Refusal("query.dynamic", "the query formats what is put into it")
    return found


def _of_percent(template: str, given: cst.BaseExpression) -> list[str | cst.BaseExpression] | None:
    if isinstance(given, cst.Dict):
        return _of_percent_by_name(template, given)
    if re.search("%(?![s%])", template.replace("%%", "")):
        return None
    values: list[cst.BaseExpression] = [given]
    if isinstance(given, cst.Tuple):
        values = [item.value for item in given.elements if isinstance(item, cst.Element)]
        if len(values) != len(given.elements):
            return None
    pieces = re.split("(%s|%%)", template)
    if pieces.count("%s") != len(values):
        return None
    rest = iter(values)
    return [next(rest) if piece == "%s" else "%" if piece == "%%" else piece for piece in pieces]


def _of_percent_by_name(template: str, given: cst.Dict) -> list[str | cst.BaseExpression] | None:
    """``"SELECT %(columns)s" % {"columns": columns}``."""
    values: dict[str, cst.BaseExpression] = {}
    for item in given.elements:
        if not isinstance(item, cst.DictElement) or not isinstance(item.key, cst.SimpleString):
            return None
        values[str(item.key.evaluated_value)] = item.value
    pieces = re.split(r"(%\(\w+\)s|%%)", template)
    names = [piece[2:-2] for piece in pieces if piece.startswith("%(")]
    # what goes nowhere may still do something
    if set(names) != values.keys() or any("%" in piece for piece in pieces[::2]):
        return None
    return [values[item[2:-2]] if item.startswith("%(") else "%" if item == "%%" else item for item in pieces]


def _of_format(template: str, call: cst.Call) -> list[str | cst.BaseExpression] | None:
    if any(item.star for item in call.args):
        return None
    values = [item.value for item in call.args if item.keyword is None]
    named = {item.keyword.value: item.value for item in call.args if item.keyword is not None}
    found: list[str | cst.BaseExpression] = []
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return None
    numbered = 0
    for literal, place, spec, conversion in parts:
        found.append(literal)
        if place is None:
            continue
        if spec or conversion:
            return None
        if not place:
            place, numbered = str(numbered), numbered + 1
        elif place.isdecimal() and numbered:
            return None
        value = named.get(place) if not place.isdecimal() else values[int(place)] if int(place) < len(values) else None
        if value is None:
            return None
        found.append(value)
    # what goes nowhere may still do something
    return found if all(any(item is value for item in found) for value in (*values, *named.values())) else None
