"""Where a connection goes: from the block that opens it through the functions it is passed to, in the whole project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePosixPath

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.connections.connection_holders import Holder
from codemod.discovery.connections.connection_wrappers import ConnectionWrappers
from codemod.discovery.connections.finding_holders import holder_of, holders_in
from codemod.discovery.connections.injections import asked_for
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.receivers import kind_of_parameter
from codemod.rewriting.connections.carrying_decorators import Carried, carried, looks_at_attributes
from codemod.rewriting.connections.kept_connections import KeptConnections, Reached
from codemod.rewriting.connections.lending import givers_of, lent_at
from codemod.rewriting.connections.object_dependencies import factory_around
from codemod.rewriting.connections.object_makers import ObjectMakers
from codemod.rewriting.connections.object_uses import ObjectUses
from codemod.rewriting.connections.passings import Lost, Passing, is_initializer
from codemod.rewriting.connections.transaction_contexts import contexts_of
from codemod.rewriting.facts.callees import Given, find_callees, only_method, parameter_of
from codemod.rewriting.facts.function_mentions import other_mentions
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import parameters


@dataclass(slots=True, eq=False)
class Journey:
    """Everything one connection reaches: the blocks and functions that hold it, and the calls between them.

    Attributes:
        problem: why it can't be told where else it goes, and at which place.
        uncalled: that is because nothing is seen to call one of the functions.
        begun: for each function, whether its callers are in a transaction; by the identity of the parameter.
        carried: how the decorators of a function hand its connection on; by the identity of the parameter.
    """

    holders: dict[int, Holder] = field(default_factory=dict)
    passings: dict[int, Passing] = field(default_factory=dict)
    problem: str | None = None
    uncalled: bool = False
    begun: dict[int, bool] = field(default_factory=dict)
    carried: dict[int, Carried] = field(default_factory=dict)

    @property
    def paths(self) -> frozenset[str]:
        """The files it goes through."""
        return frozenset(holder.module.source.path.as_posix() for holder in self.holders.values())

    @property
    def key(self) -> str:
        """A name for the journey that is the same in every process."""
        given = [holder for holder in self.holders.values() if holder.kept is None] or self.holders.values()
        return min(f"{holder.module.source.path}:{holder.module.span(holder.opener)[0]:09}" for holder in given)


def find_journeys(
    module: ParsedModule,
    sites: Sequence[CallSite],
    keys: Set[str],
    index: ProjectIndex,
    wrappers: ConnectionWrappers,
) -> list[Journey]:
    """The journeys of the connections that go through a module.

    Args:
        module: the module; the index has adopted it.
        sites: its call sites.
        keys: journeys that are known to go through it.
        index: definitions and calls of the project.
        wrappers: the project's own ways of giving a connection.
    """
    found: list[Journey] = []
    kept = KeptConnections(index, wrappers)
    starts = [_holder_at(key, index, wrappers) for key in sorted(keys)]
    for site in sites:
        if site.wrapper is not None:
            continue  # its connection is the function's own
        method = kept.method_at(site.receiver_text, site.scope, module)
        if method is not None:
            starts.append(method)
            continue
        root = site.receiver_text.partition(".")[0]
        holder = holder_of(root, site.call, site.scope, module, wrappers)
        fits = holder is not None and holder.handle == site.receiver_text
        if holder is None or not fits:
            continue
        if holder.is_function and holder.injection is None and site.receiver_kind != "connection":
            continue
        starts.append(holder)
    for start in starts:
        if start is not None and not any(id(start.opener) in journey.holders for journey in found):
            found.append(_Traveller(index, wrappers, kept).travel(start))
    return found


def _holder_at(key: str, index: ProjectIndex, wrappers: ConnectionWrappers) -> Holder | None:
    """The holder that a journey is named after."""
    path, _, offset = key.rpartition(":")
    for found in index.functions_in(PurePosixPath(path)):
        for holder in holders_in(found, wrappers):
            if found.module.span(holder.opener)[0] == int(offset):
                return holder
    return None


@dataclass(slots=True, eq=False)
class _Traveller:
    index: ProjectIndex
    wrappers: ConnectionWrappers
    kept: KeptConnections
    journey: Journey = field(default_factory=Journey)

    def travel(self, start: Holder) -> Journey:
        pending = [self.kept.as_initializer(start)]
        self.journey.holders[id(start.opener)] = pending[0]
        while pending and self.journey.problem is None:
            holder = pending.pop()
            self._note_decorators(holder)
            for other in map(self.kept.as_initializer, self._reached(holder)):
                if id(other.opener) not in self.journey.holders:
                    self.journey.holders[id(other.opener)] = other
                    pending.append(other)
        for holder in list(self.journey.holders.values()):
            if self.journey.problem is None and holder.takes_object:
                list(self._backwards(holder))  # whoever hands it an object has been found
        if self.journey.problem is None:
            self.journey.begun, self.journey.problem = contexts_of(self.journey.holders, self.journey.passings.values())
        return self.journey

    def _reached(self, holder: Holder) -> list[Holder]:
        """The holders that a holder hands its connection to, or has it from."""
        found: list[Holder] = []
        try:
            for item in ObjectUses(self.kept).onwards(holder):
                found += self._noted(item)
            if holder.is_own or is_initializer(holder):
                for item in ObjectMakers(self.kept).backwards(holder):
                    found += self._noted(item)
            elif holder.lent is not None:
                found += [item for lent in givers_of(holder, self.wrappers) for item in self._noted(lent)]
            elif holder.is_function and not holder.takes_object and factory_around(holder) is None:
                found += self._backwards(holder)
        except Lost as lost:
            self.journey.problem, self.journey.uncalled = lost.message, lost.uncalled
        return [*found, *self._onwards(holder)]

    def _noted(self, item: Reached) -> tuple[Holder, ...]:
        """The holders of what was found; a passing is noted."""
        if isinstance(item, Holder):
            return (item,)
        self.journey.passings[id(item.argument or item.call)] = item
        return (item.caller, item.callee)

    def _note_decorators(self, holder: Holder) -> None:
        """Note how the decorators of a function hand the connection on, where that can be told."""
        if isinstance(holder.opener, cst.Param):
            found = carried(Occurrence(holder.module, holder.scope.node, holder.scope), holder.opener, self.index)
            if found is not None:
                self.journey.carried[id(holder.opener)] = found

    def _taken(self, holder: Holder, call: cst.Call, argument: cst.Arg) -> cst.Param | None:
        """The parameter of a function that takes an argument of a call."""
        function = holder.scope.node
        assert isinstance(function, cst.FunctionDef)
        is_method = holder.scope.class_name is not None
        is_carried = id(holder.opener) in self.journey.carried
        return parameter_of(function, Given.by(call, argument), is_method=is_method, carried=is_carried)

    def _onwards(self, holder: Holder) -> Iterator[Holder]:
        """The functions that a block or function hands its connection to."""
        for use in holder.loads(holder.region.body):
            lent = lent_at(use, holder, self.wrappers)
            if lent is not None:
                yield from self._noted(lent)
                continue
            argument = holder.scope.parent(use)
            call = holder.scope.parent(argument) if isinstance(argument, cst.Arg) else None
            if not isinstance(call, cst.Call) or not isinstance(argument, cst.Arg) or not holder.is_handed_on:
                continue  # looked at with the other uses
            callee = self._callee(call, argument, holder)
            if callee is not None and holder.may_be_none and not callee.may_be_none:
                name = callee.scope.qualified_name
                self.journey.problem = f"{name}() is handed a connection or None"
                return
            if callee is not None and isinstance(holder.scope.parent(call), cst.Await):
                self.journey.passings[id(argument)] = Passing(call, argument, holder, callee)
                yield callee

    def _callee(self, call: cst.Call, argument: cst.Arg, holder: Holder) -> Holder | None:
        callees = self._functions(call, holder.module, holder.scope)
        if len(callees) != 1:
            return None
        found = callees[0]
        assert isinstance(found.node, cst.FunctionDef)
        is_method = found.scope.class_name is not None
        taken = parameter_of(found.node, Given.by(call, argument), is_method=is_method, carried=True)
        if taken is None or carried(found, taken, self.index) is None:
            return None
        return Holder.of_parameter(found.module, found.scope, taken, self.wrappers)

    def _functions(self, call: cst.Call, module: ParsedModule, scope: FunctionScope) -> list[Occurrence]:
        """The functions a call reaches; the only method of its name where the object is not known."""
        found = find_callees(call.func, module, scope, self.index)
        if found:
            return found
        alike = only_method(call.func, module, scope, self.index)
        takes = [parameters(item.node.params) for item in alike if isinstance(item.node, cst.FunctionDef)]
        is_given = any(kind_of_parameter(parameter) == "connection" for parameter in chain(*takes))
        return alike if is_given else []

    def _backwards(self, holder: Holder) -> Iterator[Holder]:
        """The blocks and functions that call a function with a connection."""
        function = holder.scope.node
        assert isinstance(function, cst.FunctionDef)
        name = function.name.value
        known: set[int] = set()
        is_called = False
        for found in self.index.awaited_calls(name):
            assert isinstance(found.node, cst.Await)
            call = found.node.expression
            assert isinstance(call, cst.Call)
            callees = [item.node for item in self._functions(call, found.module, found.scope)]
            if callees and function not in callees:
                known.add(id(call))  # of another function of that name
                continue
            if callees != [function]:
                continue  # one of the other mentions
            known.add(id(call))
            is_called = True
            if holder.may_be_none and self._leaves_out(call, holder):
                continue  # it uses the pool then
            caller = self._caller(found, call, holder)
            if caller is None:
                self.journey.problem = f"{name}() is called at {found.place} with something else than a connection"
                return
            yield caller
        injected = holder.injection is not None
        # what they name is called by FastAPI, which fills the parameter
        markers = {id(item.node) for item in self.index.unawaited_calls("Depends")} if injected else set()
        hung = self.journey.carried.get(id(holder.opener), Carried()).attributes
        markers |= {id(node) for node in looks_at_attributes(name, hung, self.index)} if hung else set()
        other = next(other_mentions(name, function, known, self.index, markers), None)
        if other is not None:
            self.journey.problem = f"what is meant by {name} at {other} is not known"
        elif not is_called and not injected:
            assert isinstance(holder.opener, cst.Param)
            given = asked_for(holder.opener)
            more = f"{given}() does more than acquire and yield a connection, or is overridden" if given else ""
            self.journey.problem = more or f"nothing in the project calls {name}()"
            self.journey.uncalled = True

    def _leaves_out(self, call: cst.Call, holder: Holder) -> bool:
        """Whether a call certainly gives a function no connection."""
        taken = [self._taken(holder, call, argument) for argument in call.args]
        return not any(argument.star for argument in call.args) and all(
            item is not None and item is not holder.opener for item in taken
        )

    def _caller(self, found: Occurrence, call: cst.Call, holder: Holder) -> Holder | None:
        for argument in call.args:
            if self._taken(holder, call, argument) is holder.opener:
                if id(argument) in self.journey.passings:
                    return self.journey.passings[id(argument)].caller
                name = argument.value.value if isinstance(argument.value, cst.Name) else None
                is_kept = name is None or self.kept.method_at(name, found.scope, found.module) is not None
                if is_kept or holder.takes_object:
                    kept = self.kept.holder_at(argument.value, call, found.scope, found.module)
                    if kept is None or holder.takes_object:
                        return None
                    self.journey.passings[id(argument)] = Passing(call, argument, kept, holder)
                    return kept
                assert name is not None
                caller = holder_of(name, call, found.scope, found.module, self.wrappers)
                if caller is None or caller.name != name or not caller.is_handed_on:
                    return None
                if caller.may_be_none and not holder.may_be_none:
                    return None  # it may be None
                self.journey.passings[id(argument)] = Passing(call, argument, caller, holder)
                return caller
        return None
