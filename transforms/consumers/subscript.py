"""Subscripts and methods: a column by name, a position, a slice of the rows, what a mapping has."""

from __future__ import annotations

from typing import Final

import libcst as cst

from codemod.registry import rewrites_consumer
from codemod.rewriting.expression_facts import expression_facts, place_of
from codemod.rewriting.value_flow import Follower, Holds

#: Functions that read an iterable to its end, at once and only once.
_READERS: Final = frozenset({"list", "tuple", "set", "frozenset", "dict", "sorted", "sum", "any", "all", "min", "max"})


@rewrites_consumer(cst.Subscript)
def subscript(follower: Follower, parent: cst.Subscript, node: cst.CSTNode, holds: Holds) -> bool:
    """``row["x"]``, ``row[0]``, ``rows[0]``, ``rows[:5]``; SQLAlchemy: ``RowMapping``, ``Row``."""
    if node is not parent.value or len(parent.slice) != 1 or _is_written(follower, parent):
        return False
    index = parent.slice[0].slice
    match holds, index:
        case "rows", cst.Slice():
            return follower.follow(parent, "rows")
        case (("rows" | "keyed"), cst.Index()):
            return follower.follow(parent, "row")
        case "row", cst.Slice():
            return follower.use("positional", parent)
        case "row", cst.Index(value=cst.SimpleString() as literal):
            key = literal.evaluated_value
            return isinstance(key, str) and follower.use("named", parent, key)
        case "row", cst.Index(value=key):
            return _computed(follower, parent, key)
        case _:
            return False


def _computed(follower: Follower, node: cst.Subscript, key: cst.BaseExpression) -> bool:
    """``row[name]``: a record takes a position or a name there, so it must show which one it is."""
    match expression_facts(key, place_of(follower.scope, follower.module)).python_type:
        case "str":
            return follower.use("mapping", node)
        case "int":
            return follower.use("positional", node)
        case _:
            return False


def _is_written(follower: Follower, node: cst.CSTNode) -> bool:
    around = follower.parent(node)
    return isinstance(around, cst.AssignTarget | cst.AugAssign | cst.Del)


@rewrites_consumer(cst.Attribute)
def method(follower: Follower, parent: cst.Attribute, node: cst.CSTNode, holds: Holds) -> bool:
    """``row.get("x")``, ``row.items()``, ``rows.sort(key=…)``."""
    call = follower.parent(parent)
    if node is not parent.value or not isinstance(call, cst.Call) or call.func is not parent:
        return False
    match holds, parent.attr.value:
        case "row", "get":
            return follower.use("mapping", call)
        case "row", ("keys" | "values" | "items"):
            return _is_read_at_once(follower, call) and follower.use("mapping", call)
        case "rows", ("reverse" | "clear"):
            return follower.use("neutral", call)
        case "rows", ("append" | "extend"):
            return follower.use("record", call)  # other values stand beside ours from now on
        case "rows", "copy":
            return follower.follow(call, "rows")
        case "rows", "pop":
            return follower.follow(call, "row")
        case "rows", "sort":
            return follower.keyed_by(call)
        case "keyed", ("get" | "pop"):
            return len(call.args) == 1 and follower.follow(call, "row")
        case "keyed", "keys":
            return follower.use("neutral", call)
        case "keyed", "values":
            return follower.follow(call, "rows")
        case "keyed", "items":
            return follower.paired(call, 1)
        case _:
            return False


def _is_read_at_once(follower: Follower, call: cst.Call) -> bool:
    """A record gives iterators where a mapping gives views: equal only when read to the end on the spot."""
    around = follower.parent(call)
    match around:
        case cst.For() | cst.CompFor():
            return around.iter is call
        case cst.ComparisonTarget():
            return isinstance(around.operator, cst.In | cst.NotIn)
        case cst.Arg():
            reader = follower.parent(around)
            return around.star == "*" or (isinstance(reader, cst.Call) and _reads_at_once(reader))
        case _:
            return False


def _reads_at_once(call: cst.Call) -> bool:
    joins = isinstance(call.func, cst.Attribute) and call.func.attr.value == "join"
    return joins or (isinstance(call.func, cst.Name) and call.func.value in _READERS)
