"""What code that acquires connections works with, as far as a run on paper has to know it."""

from __future__ import annotations

import ast
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final


class Unknown(Exception):
    """The code does something that is not followed."""


@dataclass(frozen=True, slots=True)
class Constant:
    """None, a truth value, a number or a text."""

    value: object


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection: the one that is given, or one acquired from a pool, whose text says which."""

    pool: str | None


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of which only the text is known: ``self.bot.pool``."""

    text: str


@dataclass(frozen=True, slots=True)
class Acquiring:
    """``pool.acquire()`` before it is awaited or entered."""

    pool: str


@dataclass(frozen=True, slots=True)
class Null:
    """``nullcontext(connection)``."""

    given: Value


@dataclass(slots=True, eq=False)
class Made:
    """An object of a class of the module, with its attributes."""

    class_: ast.ClassDef
    attributes: dict[str, Value] = field(default_factory=dict)


Value = Constant | Connection | Thing | Acquiring | Null | Made

NONE: Final = Constant(None)
GIVEN: Final = Connection(None)


class Returned(Exception):
    """A function returns a value."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


class Thrown(Exception):
    """An error of the block that uses the connection."""


def truth(value: Value) -> bool:
    """Whether a value is true.

    Raises:
        Unknown: nobody knows.
    """
    match value:
        case Constant(value=known):
            return bool(known)
        case Connection():
            return True
        case _:
            raise Unknown


def is_constant(item: ast.Assign | ast.AnnAssign) -> bool:
    """``_cleanup = False`` in a class, or its ``__slots__``."""
    return isinstance(item.value, ast.Constant) or "__slots__" in ast.unparse(item)


def of_class(class_: ast.ClassDef, name: str) -> Value:
    """An attribute that a class gives its objects: ``_cleanup = False``.

    Raises:
        Unknown: it gives none, or no constant.
    """
    for item in class_.body:
        match item:
            case (
                ast.Assign(targets=[ast.Name(id=found)], value=ast.Constant(value=value))
                | ast.AnnAssign(target=ast.Name(id=found), value=ast.Constant(value=value))
            ) if found == name:
                return Constant(value)
            case _:
                continue
    raise Unknown


def bound_arguments(
    arguments: ast.arguments, given: Sequence[Value], keywords: Mapping[str, Value]
) -> dict[str, Value]:
    """The variables of a function that is called with arguments.

    Raises:
        Unknown: it can't be, or a default is no constant.
    """
    positional = [*arguments.posonlyargs, *arguments.args]
    names = {item.arg: value for item, value in zip(positional, given, strict=False)}
    if len(given) > len(positional) and arguments.vararg is None:
        raise Unknown
    if arguments.vararg is not None:
        names[arguments.vararg.arg] = Thing(arguments.vararg.arg)
    defaults = dict(zip([item.arg for item in positional[::-1]], arguments.defaults[::-1], strict=False))
    defaults |= {
        item.arg: default for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default
    }
    for item in (*positional, *arguments.kwonlyargs):
        if item.arg in keywords:
            names[item.arg] = keywords[item.arg]
        elif item.arg not in names:
            default = defaults.get(item.arg)
            if not isinstance(default, ast.Constant):
                raise Unknown
            names[item.arg] = Constant(default.value)
    if not keywords.keys() <= names.keys():
        raise Unknown
    return names


def result_of(body: Generator[Value, None, None]) -> Value:
    """What a function returns that is no generator."""
    try:
        for _ in body:
            raise Unknown
    except Returned as returned:
        return returned.value
    return NONE


def until_returned(body: Generator[Value, None, None]) -> Generator[Value, None, None]:
    """What a generator yields."""
    try:
        yield from body
    except Returned as returned:
        if returned.value != NONE:
            raise Unknown from None
