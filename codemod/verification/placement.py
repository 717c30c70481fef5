"""A compiled text with the original's ``$n``, its constants put back, and the type of each bind noted beside it."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from sqlglot import exp

from codemod.verification.canonical.canonical_form import parsed
from codemod.verification.canonical.plain_form import DECLARED, ordered_walk
from codemod.verification.compilation import Bind, Compilation
from codemod.verification.difference import Difference
from codemod.verification.grouping import BIND
from codemod.verification.types.pg_types import modifier, type_name, written_type

#: A part of a path to a JSON value that needs no quotes.
_PATH_PART: Final = re.compile(r"\w+")


def placed(compilation: Compilation) -> exp.Expr:
    """The tree of a compiled statement in the terms of the original.

    A bind cast becomes the declared type of its parameter; one with a modifier stays a cast as well,
    because ``$1::NUMERIC(10, 2)`` rounds.

    Raises:
        Difference: the text can't be read back, or holds a constant that no SQL holds.
    """
    tree = parsed(compilation.plain)
    for node in list(tree.find_all(exp.Parameter)):
        number = int(node.name)
        _place(node, compilation.binds[number], compilation.casts.get(number))
    for membership in [item for item in tree.find_all(exp.In) if _is_list_argument(item)]:
        _restore_array(membership)
    return tree


@lru_cache(maxsize=256)
def _type(written: str) -> exp.DataType:
    """A type as the parser reads it behind ``::``."""
    cast = parsed(f"SELECT NULL::{written}").find(exp.Cast)
    if cast is None:
        raise Difference(f"{written} is not read as a type")
    return cast.to


def _place(node: exp.Expr, bind: Bind, cast: str | None) -> None:
    put: exp.Expr = exp.Parameter(this=exp.Literal.number(bind.number)) if bind.number else constant(bind.value)
    written = written_type(_type(cast)) if cast is not None else ""
    if isinstance(put, exp.Array):
        _place_array(put, written)
    for part in [put] if isinstance(put, exp.Array) else ordered_walk(put):
        part.meta[BIND] = True
        if isinstance(bind.value, tuple):
            part.meta[DECLARED] = "text[]"  # the type the driver takes a path as, without a cast
        if cast is not None:
            part.meta[DECLARED] = type_name(written) or written.partition("(")[0].strip()
    if bind.element:
        put.meta["element"] = True
    if cast is not None and modifier(written):
        put = exp.Cast(this=put, to=_type(cast).copy())
    node.replace(put)


def _place_array(node: exp.Expr, written: str) -> None:
    """The arguments in a list have the type of its elements."""
    element = (type_name(written) or "").removesuffix("[]")
    for item in node.expressions:
        if isinstance(item, exp.Parameter):
            item.meta.update({BIND: True, DECLARED: element})


def constant(value: Any) -> exp.Expr:
    """The SQL of a constant that SQLAlchemy made a bind of.

    Raises:
        Difference: a value whose SQL could be written in several ways.
    """
    match value:
        case None:
            return exp.Null()
        case bool():
            return exp.Boolean(this=value)
        case int() | float() | Decimal() if value == value:  # no NaN
            number = exp.Literal.number(str(abs(value)))
            return exp.Neg(this=number) if value < 0 else number
        case str():
            return exp.Literal.string(value)
        case Bind(number=int() as number):
            return exp.Parameter(this=exp.Literal.number(number))
        case list() if value:
            return exp.Array(expressions=[constant(item) for item in value], value_constructor=False)
        case tuple() if all(isinstance(item, str) and _PATH_PART.fullmatch(item) for item in value):
            return exp.Literal.string(f"{{{','.join(value)}}}")  # how JSONPathType sends a path
        case _:
            raise Difference(f"a constant of type {type(value).__name__} can't be compared")


def _is_list_argument(node: exp.In) -> bool:
    return any(item.meta.get("element") for item in node.expressions)


def _restore_array(node: exp.In) -> None:
    """``x IN (<elements of $1>)`` is ``x = ANY($1)``, its negation ``x <> ALL($1)``, for lists of any length.

    SQLAlchemy writes an empty list as a query without rows, which has the meaning of an empty array.
    """
    if len(node.expressions) != 1:
        raise Difference("a list argument stands beside other values")
    item = node.expressions[0]
    item.meta.pop("element")
    if DECLARED in item.meta:
        item.meta[DECLARED] += "[]"
    outer = node.parent
    around = outer.parent if isinstance(outer, exp.Paren) else outer
    if isinstance(around, exp.Not):
        around.replace(exp.NEQ(this=node.this, expression=exp.All(this=item)))
    else:
        node.replace(exp.EQ(this=node.this, expression=exp.Any(this=item)))
