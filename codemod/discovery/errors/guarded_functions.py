"""The functions of a project that run under a handler of asyncpg's exceptions, directly or through others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Final, Literal

import libcst as cst

from codemod.discovery.errors.exception_handlers import called_name
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import children

_CLASS: Final = re.compile(r"^[ \t]*class[ \t]+(\w+)[ \t]*\(([^)]*)\)", re.M)

#: Calls that run a function given as their first argument.
_INVOKERS: Final = frozenset({"invoke", "reinvoke", "partial", "retry", "call"})

#: What stands around a call whose coroutine is kept, handed on or iterated, to be awaited there or elsewhere.
_KEEPS: Final = (
    cst.Await, cst.Arg, cst.Assign, cst.AnnAssign, cst.NamedExpr, cst.Return, cst.For, cst.CompFor, cst.WithItem,
    cst.Element, cst.StarredElement, cst.DictElement, cst.ListComp, cst.GeneratorExp, cst.SetComp, cst.DictComp,
    cst.IfExp, cst.BooleanOperation, cst.Yield, cst.Lambda,
)  # fmt: skip

#: Gives the definitions of a name.
Definitions = Callable[[str], Iterable[FunctionScope]]


@dataclass(frozen=True, slots=True)
class Called:
    """A function as a call names it.

    Attributes:
        how: ``F()``, ``self.F()``, ``super().F()`` or ``anything.F()``.
        class_name: the class around the call.
        awaited: the call is awaited on the spot, so that a plain function may give a coroutine.
    """

    name: str
    how: Literal["plain", "self", "super", "attribute"]
    class_name: str | None
    awaited: bool = True

    def may_reach(self, scope: FunctionScope, ancestors: Mapping[str, frozenset[str]]) -> bool:
        """Whether the call may run a definition of its name up to an exception of the database."""
        assert isinstance(scope.node, cst.FunctionDef), "definitions are functions"
        if scope.node.asynchronous is None and not self.awaited:
            return False
        match self.how:
            case "plain":
                return scope.class_name is None or scope.outer is not None
            case "self":
                return scope.class_name is not None and are_related(self.class_name, scope.class_name, ancestors)
            case "super":
                return self.class_name is None or scope.class_name in ancestors.get(self.class_name, ())
            case "attribute":
                return True


def are_related(one: str | None, other: str, ancestors: Mapping[str, frozenset[str]]) -> bool:
    """Whether two classes are one, or one is above the other."""
    return one is None or one == other or other in ancestors.get(one, ()) or one in ancestors.get(other, ())


def ancestors_of_classes(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Names of the classes above each class of a project, by the names after ``class``."""
    bases: dict[str, set[str]] = {}
    for text in texts:
        for name, written in _CLASS.findall(text):
            bases.setdefault(name, set()).update(re.findall(r"\w+", written))
    found: dict[str, frozenset[str]] = {}
    for name in bases:
        above: set[str] = set()
        pending = {name}
        while pending := {base for item in pending for base in bases.get(item, ())} - above:
            above |= pending
        found[name] = frozenset(above)
    return found


def calls_in(node: cst.CSTNode, class_name: str | None) -> Iterator[Called]:
    """Every call below a node whose coroutine may be awaited, and functions handed to something that calls them."""
    pending: list[tuple[cst.CSTNode, cst.CSTNode]] = [(child, node) for child in children(node)]
    while pending:
        item, around = pending.pop()
        if isinstance(item, cst.Call):
            if isinstance(around, _KEEPS):
                yield from called_by(item.func, class_name, awaited=isinstance(around, cst.Await | cst.Return))
            if called_name(item) in _INVOKERS and item.args:
                yield from called_by(item.args[0].value, class_name, awaited=True)
        pending.extend((child, item) for child in children(item))


def called_by(function: cst.BaseExpression, class_name: str | None, *, awaited: bool = True) -> Iterator[Called]:
    """A function as an expression names it; nothing for an expression of another kind."""
    match function:
        case cst.Name():
            yield Called(function.value, "plain", class_name, awaited)
        case cst.Attribute(value=cst.Name(value="self" | "cls")):
            yield Called(function.attr.value, "self", class_name, awaited)
        case cst.Attribute(value=cst.Call(func=cst.Name(value="super"))):
            yield Called(function.attr.value, "super", class_name, awaited)
        case cst.Attribute():
            yield Called(function.attr.value, "attribute", class_name, awaited)
        case _:
            pass


@dataclass(slots=True, eq=False)
class Reach:
    """Which functions may run for a call, at any depth, by name.

    Attributes:
        definitions: gives the definitions of a name.
        ancestors: classes above each class.
    """

    definitions: Definitions
    ancestors: Mapping[str, frozenset[str]]
    _calls: dict[int, frozenset[Called]] = field(default_factory=dict)

    def of(self, seeds: Iterable[Called], without: Set[str] = frozenset()) -> dict[int, FunctionScope]:
        """The functions that may run for one of the calls, by the identity of their scopes.

        Args:
            seeds: the calls.
            without: names of calls that are not followed.
        """
        reached: dict[int, FunctionScope] = {}
        seen: set[Called] = set()
        pending = set(seeds)
        while pending:
            call = pending.pop()
            seen.add(call)
            for scope in self.definitions(call.name) if call.name not in without else ():
                if id(scope) not in reached and call.may_reach(scope, self.ancestors):
                    reached[id(scope)] = scope
                    pending |= self._calls_of(scope) - seen
        return reached

    def _calls_of(self, scope: FunctionScope) -> frozenset[Called]:
        if id(scope) not in self._calls:
            self._calls[id(scope)] = frozenset(calls_in(scope.node, scope.class_name))
        return self._calls[id(scope)]


def function_key(scope: FunctionScope) -> tuple[str, str]:
    """What identifies a function among all of a project: its class and its name."""
    return scope.class_name or "", scope.qualified_name.rpartition(".")[2]
