"""The tables that ``transforms/`` fills: one handler per sqlglot class, call method and result consumer.

A lowering handler's keyword-only parameters *are* the sqlglot arguments it consumes. The dispatcher
refuses a node whose class is not in the table or that carries an argument the signature doesn't name,
so a construct nobody wrote a handler for can't be lost: refusing needs no code.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlglot import exp

from codemod.outcome import REFUSALS

F = TypeVar("F", bound=Callable[..., Any])


class RegistrationError(TypeError):
    """A handler is registered wrongly; the message names its file and line."""


@dataclass(frozen=True, slots=True)
class Lowerer:
    """One row of the lowering table.

    Attributes:
        consumes: names of the sqlglot arguments the handler takes.
        ignores: arguments dropped on purpose, because they carry no meaning in PostgreSQL.
    """

    function: Callable[..., ast.expr]
    consumes: frozenset[str]
    ignores: frozenset[str]


#: sqlglot class to its handler; exact classes, never their bases (63 classes derive from ``Binary``).
LOWERERS: Final[dict[type[exp.Expr], Lowerer]] = {}

#: Constructs that no handler consumes, to their refusal code: sqlglot classes (subclasses included), or one argument.
CONSTRUCTS: Final[dict[type[exp.Expr] | tuple[type[exp.Expr], str], str]] = {}

#: asyncpg method to the builder of the code around the statement.
CALLS: Final[dict[str, Callable[..., Any]]] = {}

#: libcst class of the node around a use of a result to its handler.
CONSUMERS: Final[dict[type[Any], Callable[..., Any]]] = {}

#: libcst class of the node around a status string, or a part of one, to its handler.
STATUS_READERS: Final[dict[type[Any], Callable[..., Any]]] = {}


def lowers(*classes: type[exp.Expr], ignores: str = "") -> Callable[[F], F]:
    """Register a handler for exactly these sqlglot classes.

    Args:
        classes: the classes; the handler's keyword-only parameters must be among their ``arg_types``.
        ignores: blank-separated arguments that are dropped on purpose.

    Raises:
        RegistrationError: an unknown argument, or a class registered twice.
    """

    def register(function: F) -> F:
        parameters = inspect.signature(function).parameters.values()
        consumes = frozenset(item.name for item in parameters if item.kind is item.KEYWORD_ONLY)
        dropped = frozenset(ignores.split())
        for class_ in classes:
            unknown = (consumes | dropped) - {*class_.arg_types, "node"}
            if unknown:
                raise RegistrationError(f"{_place(function)}: {class_.__name__} has no argument {sorted(unknown)}")
            if class_ in LOWERERS:
                raise RegistrationError(f"{_place(function)}: {class_.__name__} is registered twice")
            LOWERERS[class_] = Lowerer(function, consumes, dropped)
        return function

    return register


def refuses(code: str, *constructs: type[exp.Expr] | tuple[type[exp.Expr], str]) -> None:
    """Give constructs that no handler consumes a refusal code of their own.

    Args:
        code: a key of the table of refusals.
        constructs: sqlglot classes, or a class and the name of an argument.

    Raises:
        RegistrationError: an unknown code or argument, or a construct that has one.
    """
    if code not in REFUSALS:
        raise RegistrationError(f"there is no code {code}")
    for construct in constructs:
        class_, argument = construct if isinstance(construct, tuple) else (construct, "")
        if argument and argument not in class_.arg_types:
            raise RegistrationError(f"{class_.__name__} has no argument {argument}")
        if construct in CONSTRUCTS:
            raise RegistrationError(f"{class_.__name__} {argument} has a code already".replace("  ", " "))
        CONSTRUCTS[construct] = code


def rewrites_call(method: str) -> Callable[[F], F]:
    """Register what is built around a statement for one asyncpg method.

    Raises:
        RegistrationError: the method is registered twice.
    """

    def register(function: F) -> F:
        if method in CALLS:
            raise RegistrationError(f"{_place(function)}: {method} is registered twice")
        CALLS[method] = function
        return function

    return register


def rewrites_consumer(*parents: type[Any]) -> Callable[[F], F]:
    """Register what a use of a result means, by the libcst class of the node around it.

    Raises:
        RegistrationError: a class is registered twice.
    """

    def register(function: F) -> F:
        for parent in parents:
            if parent in CONSUMERS:
                raise RegistrationError(f"{_place(function)}: {parent.__name__} is registered twice")
            CONSUMERS[parent] = function
        return function

    return register


def reads_status(*parents: type[Any]) -> Callable[[F], F]:
    """Register how the row count takes the place of a status string, by the libcst class of the node around it.

    Raises:
        RegistrationError: a class is registered twice.
    """

    def register(function: F) -> F:
        for parent in parents:
            if parent in STATUS_READERS:
                raise RegistrationError(f"{_place(function)}: {parent.__name__} is registered twice")
            STATUS_READERS[parent] = function
        return function

    return register


def _place(function: Callable[..., Any]) -> str:
    return f"{inspect.getsourcefile(function)}:{inspect.getsourcelines(function)[1]}"


def load_transforms() -> None:
    """Import every module below ``transforms``; a second call costs a dictionary look-up."""
    if "loaded" not in _STATE:
        package = importlib.import_module("transforms")
        for module in pkgutil.walk_packages(package.__path__, "transforms."):
            importlib.import_module(module.name)
        _STATE.add("loaded")


_STATE: Final[set[str]] = set()
