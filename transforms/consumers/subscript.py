"""Subscripts and methods: a column by name, a position, a slice of the rows, what a mapping has."""

from __future__ import annotations

from typing import Final

import libcst as cst

from codemod.discovery.record_classes import OF_RECORD, find_record_classes
from codemod.registry import rewrites_consumer
from codemod.rewriting.facts.expression_facts import place_of
from codemod.rewriting.rows.holds import Among, Coroutine, Holds, Keyed, Many, Row, Stream
from codemod.rewriting.rows.key_facts import is_key_of, key_type
from codemod.rewriting.rows.library_names import library_name
from codemod.rewriting.rows.value_flow import Follower
from codemod.syntax.tree import is_empty
from transforms.consumers.argument import keyed_by
from transforms.consumers.coroutine import of_task
from transforms.consumers.libraries import is_writer

#: Functions that read an iterable to its end, at once and only once; what gives one that does so when it is read.
_READERS: Final = frozenset({"list", "tuple", "set", "frozenset", "dict", "sorted", "sum", "any", "all", "min", "max"})
_LAZY: Final = frozenset({"zip", "map", "filter", "enumerate"})

#: Names of columns or of a table's head, as libraries take them.
_HEADS: Final = frozenset(
    {("pandas.DataFrame", "columns"), ("pandas.DataFrame.from_records", "columns"), ("tabulate.tabulate", "headers")}
)


@rewrites_consumer(cst.Subscript)
def subscript(follower: Follower, parent: cst.Subscript, node: cst.CSTNode, holds: Holds) -> bool:
    """``row["x"]``, ``row[0]``, ``rows[0]``, ``rows[:5]``; SQLAlchemy: ``RowMapping``, ``Row``."""
    if node is not parent.value or len(parent.slice) != 1:
        return False
    if _is_written(follower, parent):
        return isinstance(holds, Many | Keyed) and follower.use("joined", parent)
    match holds, parent.slice[0].slice:
        case Many(), cst.Slice():
            return follower.follow(parent, holds)
        case Many(item) | Keyed(item), cst.Index():
            return follower.follow(parent, item)
        case Among(position, value), cst.Index(value=cst.Integer(value=text)):
            return follower.follow(parent, value) if text == str(position) else follower.use("neutral", parent)
        case Row(), cst.Slice():
            return follower.use("positional", parent)
        case Row(), cst.Index(value=cst.SimpleString() as literal):
            key = literal.evaluated_value
            return isinstance(key, str) and follower.use("named", parent, key, row=node)
        case Row(), cst.Index(value=key):
            return _computed(follower, parent, key)
        case _:
            return False


def _computed(follower: Follower, node: cst.Subscript, key: cst.BaseExpression) -> bool:
    """``row[name]``: a record takes a position or a name there, so it must show which one it is."""
    where = place_of(follower.scope, follower.module)
    match "str" if is_key_of(key, node.value, where) else key_type(key, where):
        case "str":
            return follower.use("mapping", node, row=node.value)
        case "int":
            return follower.use("positional", node)
        case _:
            return False


def _is_written(follower: Follower, node: cst.CSTNode) -> bool:
    around = follower.parent(node)
    return isinstance(around, cst.AssignTarget | cst.Del) or (
        isinstance(around, cst.AugAssign) and around.target is node
    )


@rewrites_consumer(cst.Attribute)
def method(follower: Follower, parent: cst.Attribute, node: cst.CSTNode, holds: Holds) -> bool:
    """``row.get("x")``, ``row.items()``, ``rows.sort(key=…)``."""
    call = follower.parent(parent)
    if node is not parent.value:
        return False
    if not isinstance(call, cst.Call) or call.func is not parent:
        return isinstance(holds, Row) and _column(follower, parent)
    match holds:
        case Row():
            return _of_row(follower, parent, call)
        case Many():
            return _of_many(follower, parent.attr.value, call, holds)
        case Keyed():
            return _of_keyed(follower, parent.attr.value, call, holds)
        case Coroutine(value):
            return of_task(follower, parent.attr.value, call, value)
        case Among() | Stream():
            return False


def _column(follower: Follower, attribute: cst.Attribute) -> bool:
    """``row.title`` of a record class that looks attributes up as columns."""
    classes = find_record_classes(follower.index)
    name = attribute.attr.value
    if not classes.by_attribute or name in classes.own | OF_RECORD or _is_written(follower, attribute):
        return False
    return follower.use("attribute", attribute, name, row=attribute.value)


def _of_row(follower: Follower, attribute: cst.Attribute, call: cst.Call) -> bool:
    match attribute.attr.value:
        case "get":
            return follower.use("mapping", call, row=attribute.value)
        case "keys" | "values" | "items":
            return _is_read_at_once(follower, call) and follower.use("mapping", call, row=attribute.value)
        case _:
            return False


def _of_many(follower: Follower, name: str, call: cst.Call, holds: Many) -> bool:
    match name:
        case "reverse" | "clear":
            return follower.use("neutral", call)
        case "append" | "extend" | "insert" | "appendleft":
            return follower.use("joined", call)  # other values stand beside ours from now on
        case "copy":
            return follower.follow(call, holds)
        case "pop" | "popleft":
            return follower.follow(call, holds.item)
        case "sort":
            return keyed_by(follower, call, holds)
        case _:
            return False


def _of_keyed(follower: Follower, name: str, call: cst.Call, holds: Keyed) -> bool:
    match name:
        case "get" | "pop" | "setdefault":
            alone = len(call.args) == 1 or is_empty(call.args[1].value)
            return (follower if alone else follower.mixed()).follow(call, holds.value)
        case "keys" | "clear":
            return follower.use("neutral", call)
        case "update":
            return follower.use("joined", call)  # what comes beside our values is followed where it comes from
        case "values":
            return follower.follow(call, Many(holds.value))
        case "items":
            return follower.follow(call, Many(Among(1, holds.value)))
        case "copy":
            return follower.follow(call, holds)
        case _:
            return False


def _is_read_at_once(follower: Follower, node: cst.CSTNode) -> bool:
    """A record gives iterators where a mapping gives views: equal only when read to the end on the spot."""
    around = follower.parent(node)
    match around:
        case cst.For() | cst.CompFor():
            return around.iter is node
        case cst.ComparisonTarget():
            return isinstance(around.operator, cst.In | cst.NotIn)
        case cst.StarredElement():
            return True
        case cst.Arg():
            reader = follower.parent(around)
            return around.star == "*" or (isinstance(reader, cst.Call) and _reads_at_once(follower, reader, around))
        case _:
            return False


def _reads_at_once(follower: Follower, call: cst.Call, argument: cst.Arg) -> bool:
    if argument.keyword is not None:
        return (library_name(follower, call), argument.keyword.value) in _HEADS
    match call.func:
        case cst.Attribute(value=writer, attr=cst.Name(value="writerow")):
            return is_writer(follower, writer)
        case cst.Attribute(attr=cst.Name(value=name)):
            return name in ("join", "fromkeys")
        case cst.Name(value=name):
            return name in _READERS or (name in _LAZY and _is_read_at_once(follower, call))
        case _:
            return False
