"""Functions of a project that pass their query on to asyncpg, and what else they do: a session does none of it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

import libcst as cst

from codemod.discovery.asyncpg_methods import AT_ONCE
from codemod.discovery.call_sites import candidates_in
from codemod.discovery.dispatching_wrappers import find_dispatchers, flags_of
from codemod.discovery.passing_on import PassingOn
from codemod.discovery.wrapper_decorators import unknown_decorators
from codemod.discovery.wrappers import Flags, Wrapper
from codemod.source import ParsedModule
from codemod.syntax.tree import bound_by, is_name, own_nodes, parameters

#: Methods that change the connection for all that comes after.
_SETS_UP: Final = frozenset({"set_type_codec", "set_builtin_type_codec", "add_listener", "add_query_logger"})

#: Names of context variables.
_CONTEXT: Final = re.compile(r"^(\w+)\s*(?::[^=\n]*)?=\s*(?:\w+\.)?ContextVar\b", re.M)


def find_wrappers(module: ParsedModule) -> tuple[Wrapper, ...]:
    """The functions of a module that pass their query on, in source order."""
    bodies: dict[int, _Body] = {}
    variables = frozenset(_CONTEXT.findall(module.source.text))
    for found in candidates_in(module, {name: name for name in AT_ONCE}):
        function = found.scope.node
        if isinstance(function, cst.FunctionDef):
            body = bodies.setdefault(id(function), _Body(function, found.scope.class_name or "", variables))
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
            doubt=body.doubt(dispatches=bool(body.flags) or body.function.name.value in dispatching),
            flags=body.flags,
            gives=body.passing_on.gives or "result",
            decorators=tuple(unknown_decorators(body.function)),
            repeats=body.passing_on.repeats,
        )
        for body in bodies.values()
        if body.handing_on
    )


def _called(call: cst.Call) -> str:
    assert isinstance(call.func, cst.Attribute)
    return call.func.attr.value


class _Body:
    """One function around calls of asyncpg's methods."""

    def __init__(self, function: cst.FunctionDef, owner: str, variables: frozenset[str]) -> None:
        self.function = function
        self.owner = owner
        self.variables = variables
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

    @cached_property
    def passing_on(self) -> PassingOn:
        """What stands around these calls."""
        return PassingOn(self.function, self.handing_on)

    @cached_property
    def flags(self) -> Flags:
        """The parameters that say which method is called; those of methods are looked for by class."""
        return {} if self.owner else flags_of(self.function, taken_before=0)

    @property
    def packed(self) -> str:
        """The second parameter, where it is the sequence of the arguments."""
        given = {
            name
            for call in self.handing_on
            for arg in call.args[1:]
            if arg.star == "*" and (name := _name_or_empty(arg.value))
        }
        if not given or self.star in given:
            return ""
        return self.taken[1] if self.taken[1:2] == [*given] else ""

    def doubt(self, *, dispatches: bool) -> str:
        """What the function does besides; empty when it is nothing that changes a result."""
        handing_on = self.handing_on
        called = {_called(call) for call in handing_on}
        if len(called) > 1 and not dispatches:
            return "calls several methods of asyncpg's"
        if self.function.name.value in AT_ONCE and called != {self.function.name.value} and not dispatches:
            return f"calls {min(called)}()"
        if len(self.calls) > len(handing_on):
            return "runs another statement, too"
        own = [node for node in own_nodes(self.function.body) if isinstance(node, cst.Call)]
        if any(isinstance(call.func, cst.Attribute) and call.func.attr.value in _SETS_UP for call in own):
            return "sets the connection up"
        if any(isinstance(call.func, cst.Attribute) and _called(call) == "transaction" and call.args for call in own):
            return "runs it in a transaction with options"
        if any(self._reads_context(call) for call in own):
            return "runs it on the connection of a context variable, which may be in a transaction"
        return self._changes_what_is_passed() or self.passing_on.doubt

    def _reads_context(self, call: cst.Call) -> bool:
        """Whether a call reads a context variable, which holds what a caller further up has put there."""
        match call:
            case cst.Call(func=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value="get")), args=args):
                return not args or name in self.variables
            case _:
                return False

    def _changes_what_is_passed(self) -> str:
        nodes = list(own_nodes(self.function.body))
        filled = [target for node in nodes if (target := _filled_in(node, self.packed)) is not None and self.packed]
        bound = {name for node in nodes if not any(node is item for item in filled) for name in bound_by(node)}
        if self.taken[0] in bound:
            return "changes the query"
        for call in self.handing_on:
            given = [arg for arg in call.args[1:] if arg.keyword is None]
            names = [name for arg in given if (name := _name_or_empty(arg.value))]
            starred = [arg.star for arg in given]
            is_rest = starred == ["*"] and (names in ([self.star], [self.packed]))
            is_same = "*" not in starred and names == self.taken[1 : 1 + len(given)]
            if bound & {*names} or (given and not is_rest and not is_same):
                return "changes the arguments"
        return ""


def _name_or_empty(node: cst.BaseExpression) -> str:
    """``params`` of ``params``, and of ``params or []``: None is no arguments."""
    match node:
        case cst.BooleanOperation(left=cst.Name(value=name), operator=cst.Or(), right=other):
            is_empty = isinstance(other, cst.List | cst.Tuple) and not other.elements
            return name if is_empty else ""
        case cst.Name(value=name):
            return name
        case _:
            return ""


def _filled_in(node: cst.CSTNode, packed: str) -> cst.AssignTarget | None:
    """The target that only gets an empty sequence in the place of None: ``params = params or []``."""
    match node:
        case cst.Assign(targets=[cst.AssignTarget() as target], value=cst.BooleanOperation() as value):
            return target if is_name(target.target, packed) and _name_or_empty(value) == packed else None
        case cst.If(test=test, body=cst.IndentedBlock(body=[cst.SimpleStatementLine(body=[inner])]), orelse=None):
            return _emptied(inner, packed) if _asks_for_none(test, packed) else None
        case _:
            return None


def _emptied(node: cst.BaseSmallStatement, name: str) -> cst.AssignTarget | None:
    match node:
        case cst.Assign(targets=[target], value=cst.List(elements=[]) | cst.Tuple(elements=[])):
            return target if is_name(target.target, name) else None
        case _:
            return None


def _asks_for_none(test: cst.BaseExpression, name: str) -> bool:
    """``name is None`` or ``not name``."""
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=inner):
            return is_name(inner, name)
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.Is(), comparator=other)]):
            return is_name(left, name) and is_name(other, "None")
        case _:
            return False
