"""Handlers of any exception that tell asyncpg's apart: by its class, its attributes, or its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import libcst as cst

from codemod.syntax.tree import children, code_of, last_name, name_loads, walk

#: What a handler says that tells asyncpg's exceptions apart.
_SAYS: Final = re.compile(r"\basyncpg\b|\bsqlstate\b|\bpgcode\b|\bconstraint_name\b|ViolationError|\bPostgresError\b")

#: Attributes that only asyncpg's exceptions have (asyncpg/exceptions/_base.py), and those that others may have.
_OWN: Final = frozenset(
    {"sqlstate", "pgcode", "constraint_name", "column_name", "table_name", "schema_name", "data_type_name", "as_dict"}
)
_COMMON: Final = frozenset({"detail", "hint", "message", "severity", "internal_query", "internal_position"})

#: Calls that make a text of an exception, and methods that go on with one.
_TEXTS: Final = frozenset({"str", "repr", "format", "ascii"})
_OF_TEXTS: Final = frozenset({"lower", "upper", "casefold", "strip", "split", "splitlines", "partition", "replace"})

#: Calls that decide by what they are given, or by the text or table they are methods of.
_DECIDING: Final = frozenset(
    {
        "startswith", "endswith", "find", "count", "index", "search", "match", "fullmatch", "isinstance", "issubclass",
        "get",
    }
)  # fmt: skip


def tells_apart(handler: cst.ExceptHandler | cst.ExceptStarHandler, *, near: bool) -> bool:
    """Whether what a clause does depends on which exception of asyncpg it has caught.

    Args:
        handler: a clause that catches any exception.
        near: its block holds the statement that raises; otherwise many others may run under it, of which most have
            other exceptions, and only what is asyncpg's for certain counts.
    """
    if _SAYS.search(code_of(handler.body)):
        return True
    if not near:
        return False
    bound = handler.name.name if handler.name is not None else None
    return isinstance(bound, cst.Name) and _is_decisive(handler.body, bound.value)


def _is_decisive(body: cst.BaseSuite, name: str) -> bool:
    uses = list(name_loads(body, name))
    parents = {id(child): node for node in walk(body) for child in children(node)} if uses else {}
    for use in uses:
        around = parents[id(use)]
        if isinstance(around, cst.Attribute) and around.attr.value in _OWN | _COMMON:
            return True
        if isinstance(around, cst.Arg) and _asks(parents[id(around)], around):
            return True
        if isinstance(around, cst.Match) and around.subject is use:
            return True
        if any(_decides(view, parents) for view in _views(use, parents, body)):
            return True
    return False


def _asks(call: cst.CSTNode, argument: cst.Arg) -> bool:
    """``getattr(e, "detail")``, and ``isinstance(e, kinds)`` where the classes have no names here."""
    if not isinstance(call, cst.Call) or call.args[0] is not argument or len(call.args) < 2:
        return False
    asked = call.args[1].value
    if last_name(call.func) in ("getattr", "hasattr"):
        return isinstance(asked, cst.SimpleString) and asked.evaluated_value in _OWN
    return last_name(call.func) == "isinstance" and not all(map(_is_class, _alternatives(asked)))


def _alternatives(asked: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """The classes of a tuple, and those of ``A | B``."""
    match asked:
        case cst.Tuple():
            yield from (item.value for item in asked.elements)
        case cst.BinaryOperation():
            yield from (*_alternatives(asked.left), *_alternatives(asked.right))
        case _:
            yield asked


def _is_class(node: cst.BaseExpression) -> bool:
    """Whether an expression reads as one class."""
    name = (last_name(node) or "").lstrip("_")
    return name[:1].isupper() and not (name.isupper() and len(name) > 1)


def _views(use: cst.Name, parents: Mapping[int, cst.CSTNode], body: cst.BaseSuite) -> Iterator[cst.CSTNode]:
    """What gives the text or the class of an exception, and names of that: ``str(e)``, ``f"{e}"``, ``type(e)``."""
    around = parents[id(use)]
    view: cst.CSTNode | None = None
    match around:
        case cst.Attribute(attr=cst.Name(value="args" | "__class__")) | cst.FormattedStringExpression():
            view = around
        case cst.Arg():
            call = parents[id(around)]
            if isinstance(call, cst.Call) and last_name(call.func) in _TEXTS | {"type"}:
                view = call
        case _:
            pass
    if view is None:
        return
    yield view
    whole = _whole(view, parents)
    match parents.get(id(whole)):
        case (
            cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))])
            | cst.NamedExpr(target=cst.Name(value=name))
        ):
            yield from name_loads(body, name)
        case _:
            pass


def _whole(view: cst.CSTNode, parents: Mapping[int, cst.CSTNode]) -> cst.CSTNode:
    """The expression around a view that is a view itself: ``type(e).__name__``, ``str(e).lower()``, ``e.args[0]``."""
    while (around := parents.get(id(view))) is not None:
        match around:
            case cst.Attribute(attr=cst.Name(value=name)) if name.startswith("__"):
                pass
            case cst.Attribute(attr=cst.Name(value=name)) if name in _OF_TEXTS:
                pass
            case cst.Call(func=func) if func is view and isinstance(view, cst.Attribute):
                pass
            case cst.Subscript(value=value) if value is view:
                pass
            case cst.FormattedString() | cst.FormattedStringExpression() | cst.ConcatenatedString():
                pass
            case _:
                return view
        view = around
    return view


def _decides(view: cst.CSTNode, parents: Mapping[int, cst.CSTNode]) -> bool:
    """Whether something is decided by the text or the class of an exception."""
    whole = _whole(view, parents)
    around = parents.get(id(whole))
    match around:
        case cst.Comparison() | cst.ComparisonTarget() | cst.Index():
            return True
        case cst.Match():
            return around.subject is whole
        case cst.Attribute():
            return around.attr.value in _DECIDING
        case cst.Arg():
            call = parents[id(around)]
            return isinstance(call, cst.Call) and last_name(call.func) in _DECIDING
        case _:
            return False
