"""Functions of a project that pass their query on to asyncpg, and what else they do: a session does none of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

import libcst as cst

from codemod.discovery.call_sites import METHODS, candidates_in
from codemod.discovery.dispatching_wrappers import find_dispatchers
from codemod.discovery.wrapper_results import Gives, what_comes_back
from codemod.source import ParsedModule
from codemod.syntax.tree import bound_by, children, is_name, last_statement, may_swallow, own_nodes, parameters, walk

#: Methods that change the connection for all that comes after.
_SETS_UP: Final = frozenset({"set_type_codec", "set_builtin_type_codec", "add_listener", "add_query_logger"})


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A function that hands its own query parameter on.

    Attributes:
        owner: the class it is a method of; empty for a function of its module.
        method: the asyncpg method it calls, the last one where there are several.
        packed: the parameter that takes all arguments as one sequence: ``async def query(self, sql, params=())``.
        doubt: what it does that asyncpg's method doesn't; empty where it does nothing of that kind.
        gives: what it makes of the result.
    """

    name: str
    owner: str
    path: PurePosixPath
    line: int
    method: str
    packed: str = ""
    doubt: str = ""
    gives: Gives = "result"

    @property
    def is_asyncpgs(self) -> bool:
        """Whether it does what the method of asyncpg's does, and nothing else."""
        return not self.doubt and self.gives == "result"

    @property
    def module(self) -> str:
        """The last name of its module."""
        return self.path.parent.name if self.path.stem == "__init__" else self.path.stem

    @property
    def place(self) -> str:
        """Where it is defined."""
        return f"{self.path}:{self.line}"


def find_wrappers(module: ParsedModule) -> tuple[Wrapper, ...]:
    """The functions of a module that pass their query on, in source order."""
    bodies: dict[int, _Body] = {}
    for found in candidates_in(module, {name: name for name in METHODS}):
        function = found.scope.node
        if isinstance(function, cst.FunctionDef):
            body = bodies.setdefault(id(function), _Body(function, found.scope.class_name or ""))
            body.calls.append(found.call)
    dispatching = find_dispatchers(module)
    return tuple(
        Wrapper(
            name=body.function.name.value,
            owner=body.owner,
            path=module.source.path,
            line=module.line_column(module.span(body.function.name)[0])[0],
            method=_called(body.handing_on[-1]),
            packed=body.packed,
            doubt=body.doubt(dispatches=body.function.name.value in dispatching),
            gives=body.gives or "result",
        )
        for body in bodies.values()
        if body.handing_on
    )


def _called(call: cst.Call) -> str:
    assert isinstance(call.func, cst.Attribute)
    return call.func.attr.value


class _Body:
    """One function around calls of asyncpg's methods."""

    def __init__(self, function: cst.FunctionDef, owner: str) -> None:
        self.function = function
        self.owner = owner
        self.calls: list[cst.Call] = []
        taken = [param.name.value for param in parameters(function.params)]
        self.taken = taken[1:] if owner and taken[:1] in (["self"], ["cls"]) else taken
        star = function.params.star_arg
        self.star = star.name.value if isinstance(star, cst.Param) else ""

    @property
    def handing_on(self) -> list[cst.Call]:
        """The calls whose query is the first parameter."""
        return [
            call
            for call in self.calls
            if self.taken and call.args and is_name(call.args[0].value, self.taken[0]) and not call.args[0].star
        ]

    @property
    def packed(self) -> str:
        """The second parameter, where it is the sequence of the arguments."""
        given = {
            arg.value.value
            for call in self.handing_on
            for arg in call.args[1:]
            if arg.star == "*" and isinstance(arg.value, cst.Name)
        }
        return self.taken[1] if self.taken[1:2] == [*given] and self.star not in given else ""

    def doubt(self, *, dispatches: bool) -> str:
        """What the function does besides; empty when it is nothing that changes a result."""
        handing_on = self.handing_on
        called = {_called(call) for call in handing_on}
        if len(called) > 1 and not dispatches:
            return "calls several methods of asyncpg's"
        if self.function.name.value in METHODS and called != {self.function.name.value} and not dispatches:
            return f"calls {min(called)}()"
        if len(self.calls) > len(handing_on):
            return "runs another statement, too"
        own = [node for node in own_nodes(self.function.body) if isinstance(node, cst.Call)]
        if any(isinstance(call.func, cst.Attribute) and call.func.attr.value in _SETS_UP for call in own):
            return "sets the connection up"
        if any(isinstance(call.func, cst.Attribute) and _called(call) == "transaction" and call.args for call in own):
            return "runs it in a transaction with options"
        return self._changes_what_is_passed() or self._changes_what_comes_back() or self._keeps_errors()

    def _changes_what_is_passed(self) -> str:
        bound = {name for node in own_nodes(self.function.body) for name in bound_by(node)}
        if self.taken[0] in bound:
            return "changes the query"
        for call in self.handing_on:
            given = [arg for arg in call.args[1:] if arg.keyword is None]
            names = [arg.value.value for arg in given if isinstance(arg.value, cst.Name)]
            starred = [arg.star for arg in given]
            is_rest = starred == ["*"] and (names in ([self.star], [self.packed]))
            is_same = "*" not in starred and names == self.taken[1 : 1 + len(given)]
            if bound & {*names} or (given and not is_rest and not is_same):
                return "changes the arguments"
        return ""

    def _changes_what_comes_back(self) -> str:
        if any(isinstance(node, cst.Yield) for node in own_nodes(self.function.body)):
            return "gives the rows one by one"
        if self._raises_behind():
            return "raises an error of its own"
        return "" if self.gives is not None else "changes the result"

    @cached_property
    def gives(self) -> Gives | None:
        """What comes back; None where it is neither asyncpg's result nor made of it in a known way."""
        return what_comes_back(self.function, self.handing_on)

    def _raises_behind(self) -> bool:
        """Whether an error may depend on what asyncpg gave: one raised before tells of the pool or the arguments."""
        behind = False
        for node in walk(self.function.body):
            behind = behind or any(node is call for call in self.handing_on)
            if behind and isinstance(node, cst.Raise) and not self._is_handling(node):
                return True
        return False

    def _is_handling(self, raised: cst.Raise) -> bool:
        return any(
            node is raised
            for handler in walk(self.function.body)
            if isinstance(handler, cst.ExceptHandler)
            for node in walk(handler)
        )

    def _keeps_errors(self) -> str:
        return "handles errors itself" if self._swallows(self.function.body, repeats=False) else ""

    def _swallows(self, node: cst.CSTNode, *, repeats: bool) -> bool:
        """Whether an error of the query may end in the function.

        A handler in a loop that goes on runs the query again: the error comes in the end all the same.
        """
        if isinstance(node, cst.FunctionDef | cst.ClassDef | cst.Lambda):
            return False
        if isinstance(node, cst.With) and self._holds_call(node.body) and may_swallow(node):
            return True
        if isinstance(node, cst.Try) and self._holds_call(node.body):
            for handler in node.handlers:
                ends = any(isinstance(item, cst.Return | cst.Break) for item in own_nodes(handler.body))
                if ends if repeats else not _raises(handler.body):
                    return True
        inside = repeats or isinstance(node, cst.For | cst.While)
        return any(self._swallows(child, repeats=inside) for child in children(node))

    def _holds_call(self, node: cst.CSTNode) -> bool:
        return any(item is call for item in walk(node) for call in self.handing_on)


def _raises(body: cst.BaseSuite) -> bool:
    """Whether a block surely ends by raising."""
    last = last_statement(body)
    match last:
        case cst.Raise():
            return True
        case cst.If(orelse=cst.Else(body=other)):
            return _raises(last.body) and _raises(other)
        case cst.With():
            return _raises(last.body) and not may_swallow(last)
        case _:
            return False
