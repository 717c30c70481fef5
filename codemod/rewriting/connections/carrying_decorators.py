"""Decorators of the project that hand a connection on to their function as it comes: caches, timers, loggers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import libcst as cst

from codemod.discovery.errors.exception_handlers import called_name
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.rewriting.connections.looked_at_keywords import KeywordUses
from codemod.rewriting.facts.callees import find_callees
from codemod.syntax.functions import PLAIN_DECORATORS
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import bound_by, dotted, name_loads, parameters, walk

#: What a wrapper may ask its function without running it.
_DESCRIBES: Final = frozenset({"__name__", "__qualname__", "__module__", "__doc__"})


@dataclass(frozen=True, slots=True)
class Carried:
    """How the decorators of a function hand its connection on.

    Attributes:
        knows_name: one of them tells the connection, or what else could be called as a session is, by its name.
        attributes: what they hang on the function, which runs it never: ``invalidate`` of a cache.
    """

    knows_name: bool = False
    attributes: frozenset[str] = frozenset()


def carried(function: Occurrence, parameter: cst.Param, index: ProjectIndex) -> Carried | None:
    """How the decorators of a function hand its connection on; None when one of them may do anything else with it.

    Only a keyword is followed: a wrapper has the others in one tuple with what it may look at.

    Args:
        function: the function.
        parameter: what takes the connection.
        index: definitions of the project.
    """
    assert isinstance(function.node, cst.FunctionDef)
    written = [item.decorator for item in function.node.decorators]
    written = [item for item in written if not (isinstance(item, cst.Name) and item.value in PLAIN_DECORATORS)]
    if written and not any(parameter is item for item in function.node.params.kwonly_params):
        return None
    found = Carried()
    for decorator in written:
        wrapper = _wrapper(decorator, function, index)
        carrying = wrapper.carrying(parameter.name.value) if wrapper is not None else None
        if carrying is None:
            return None
        found = Carried(found.knows_name or carrying.knows_name, found.attributes | carrying.attributes)
    return found


def looks_at_attributes(name: str, attributes: frozenset[str], index: ProjectIndex) -> Iterator[cst.CSTNode]:
    """The expressions before an attribute that a decorator hung on a function: ``prefix_of`` of ``.invalidate``."""
    for module in index.modules_naming(name):
        for node in walk(module.tree):
            if isinstance(node, cst.Attribute) and node.attr.value in attributes:
                match node.value:
                    case cst.Name(value=named) | cst.Attribute(attr=cst.Name(value=named)) if named == name:
                        yield node.value


def _wrapper(decorator: cst.BaseExpression, function: Occurrence, index: ProjectIndex) -> _Wrapper | None:
    """What runs in the place of a function: what the decorator, or the function that the decorator makes, returns."""
    is_called = isinstance(decorator, cst.Call)
    named = decorator.func if isinstance(decorator, cst.Call) else decorator
    root, around = (dotted(named) or "").partition(".")[0], function.scope.class_name
    if around is not None and any(item.scope.class_name == around for item in index.functions_named(root)):
        return None  # the class has a function of that name
    made = find_callees(named, function.module, function.scope, index)
    outer = made[0].node if len(made) == 1 else None
    if not isinstance(outer, cst.FunctionDef) or outer.decorators:
        return None
    decorating = _returned(outer) if is_called else outer
    wrapper = _returned(decorating) if decorating is not None else None
    if decorating is None or wrapper is None or len(list(parameters(decorating.params))) != 1:
        return None
    return _Wrapper(made[0].scope, wrapper, next(parameters(decorating.params)).name.value)


def _returned(function: cst.FunctionDef) -> cst.FunctionDef | None:
    """The function that another one defines, and returns in its last line and nowhere else."""
    if function.asynchronous is not None:
        return None
    inner = {item.name.value: item for item in function.body.body if isinstance(item, cst.FunctionDef)}
    match function.body.body[-1]:
        case cst.SimpleStatementLine(body=[cst.Return(value=cst.Name(value=name))]) if name in inner:
            found = inner[name]
        case _:
            return None
    own = (item for item in function.body.body if not isinstance(item, cst.FunctionDef))
    return found if sum(isinstance(node, cst.Return) for item in own for node in walk(item)) == 1 else None


@dataclass(frozen=True, slots=True, eq=False)
class _Wrapper:
    """What runs in the place of a decorated function.

    Attributes:
        scope: the decorator, or what makes it.
        node: the wrapper.
        function: the name that the decorated function has in it.
    """

    scope: FunctionScope
    node: cst.FunctionDef
    function: str

    def carrying(self, keyword: str) -> Carried | None:
        """How it hands a keyword on; None where it does anything else with it, or the function."""
        params = self.node.params
        kept = params.star_kwarg.name.value if params.star_kwarg is not None else ""
        call, attributes = self._call(), self._attributes()
        if not kept or call is None or attributes is None or keyword in {p.name.value for p in parameters(params)}:
            return None
        if not self._hands_all_on(call) or not self._runs_in_its_turn(call):
            return None
        uses = KeywordUses(self.scope, keyword)
        if not uses.are_blind(self.node, kept, besides=call):
            return None
        knows_sessions = any("session" in name for name in self.scope.names) or uses.asks_by_name
        return Carried(uses.knows_name or knows_sessions, attributes)

    def _call(self) -> cst.Call | None:
        """The one call of the function, where nothing else is done with it but to describe it."""
        calls: list[cst.Call] = []
        for use in self._uses_of(self.function):
            around = self.scope.parent(use)
            above = self.scope.parent(around) if around is not None else None
            if isinstance(around, cst.Call):
                calls.append(around)
            elif isinstance(around, cst.Attribute) and around.attr.value in _DESCRIBES:
                continue
            elif not (isinstance(around, cst.Arg) and isinstance(above, cst.Call) and called_name(above) == "wraps"):
                return None
        is_bound = any(self.function in bound_by(node) for node in walk(self.scope.node))
        return calls[0] if len(calls) == 1 and not is_bound else None

    def _uses_of(self, name: str) -> Iterator[cst.Name]:
        """What reads a name in the decorator; parameters and functions of that name are none."""
        for use in name_loads(self.scope.node, name):
            around = self.scope.parent(use)
            if not (isinstance(around, cst.Param | cst.FunctionDef) and around.name is use):
                yield use

    def _attributes(self) -> frozenset[str] | None:
        """What is hung on the wrapper; None where it is used for anything else, or decorated itself."""
        found: set[str] = set()
        for item in self.node.decorators:
            if not (isinstance(item.decorator, cst.Call) and called_name(item.decorator) == "wraps"):
                return None
        for use in self._uses_of(self.node.name.value):
            match self.scope.parent(use):
                case cst.Attribute() as hung if isinstance(self.scope.parent(hung), cst.AssignTarget):
                    found.add(hung.attr.value)
                case cst.Return():
                    continue
                case _:
                    return None
        return frozenset(name for name in found if not name.startswith("__"))

    def _hands_all_on(self, call: cst.Call) -> bool:
        """Whether the function gets exactly what the wrapper got."""
        params = self.node.params
        wanted = [item.name.value for item in (*params.posonly_params, *params.params)]
        wanted += [f"*{params.star_arg.name.value}"] if isinstance(params.star_arg, cst.Param) else []
        wanted += [f"**{params.star_kwarg.name.value}"] if params.star_kwarg is not None else []
        given = [f"{item.star}{dotted(item.value) or ''}" for item in call.args if item.keyword is None]
        rebound = {name for line in self.node.body.body for node in walk(line) for name in bound_by(node)}
        plain = {name.strip("*") for name in wanted}
        return given == wanted and len(given) == len(call.args) and not params.kwonly_params and not rebound & plain

    def _runs_in_its_turn(self, call: cst.Call) -> bool:
        """Whether the function runs once, before whoever called the wrapper goes on, and its errors go there."""
        inner: cst.CSTNode = call
        current = self.scope.parent(call)
        while current is not None and current is not self.node:
            if isinstance(current, cst.For | cst.While | cst.CompFor | cst.With | cst.FunctionDef | cst.Lambda):
                return False
            if isinstance(current, cst.Try | cst.TryStar) and current.body is inner and not _raise_all(current):
                return False
            inner, current = current, self.scope.parent(current)
        if current is None:
            return False  # another function of the decorator calls it
        match self.scope.parent(call):
            case cst.Await():
                return self.node.asynchronous is not None
            case cst.Return():
                return self.node.asynchronous is None
            case cst.Arg() as argument:
                return self._is_returned_task(self.scope.parent(argument))
            case _:
                return False

    def _is_returned_task(self, task: cst.CSTNode | None) -> bool:
        """``task = asyncio.create_task(function(…))``, and what is returned is a task of that variable."""
        if not isinstance(task, cst.Call) or called_name(task) not in ("create_task", "ensure_future"):
            return False
        assigned = self.scope.parent(task)
        names = set(self._targets(assigned)) if isinstance(assigned, cst.Assign) else set[str]()
        returns = [node.value for node in walk(self.node.body) if isinstance(node, cst.Return)]
        given = {dotted(value) if value is not None else None for value in returns}  # through await as well
        awaits = all(isinstance(value, cst.Await) for value in returns)
        return len(given) == 1 and given <= names and awaits == (self.node.asynchronous is not None)

    @staticmethod
    def _targets(assigned: cst.Assign) -> Iterator[str]:
        for item in assigned.targets:
            if isinstance(item.target, cst.Name):
                yield item.target.value


def _raise_all(guard: cst.Try | cst.TryStar) -> bool:
    for handler in guard.handlers:
        last = handler.body.body[-1]
        small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
        if not isinstance(small, cst.Raise):
            return False
    return True
