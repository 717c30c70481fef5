"""What makes the objects that keep a connection: every place of the project, or the search ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.connections.connection_holders import Holder
from codemod.discovery.connections.connection_keepers import Keeper
from codemod.discovery.occurrences import Occurrence
from codemod.rewriting.connections.kept_connections import KeptConnections, Reached
from codemod.rewriting.connections.passings import Lost, Passing
from codemod.rewriting.facts.callees import Given, parameter_of
from codemod.syntax.tree import is_super_init


@dataclass(frozen=True, slots=True)
class ObjectMakers:
    """Follows objects backwards, to the calls that make them.

    Attributes:
        kept: the classes that keep connections.
    """

    kept: KeptConnections

    def backwards(self, holder: Holder) -> Iterator[Reached]:
        """What makes the objects whose method a function is, or which an ``__init__`` makes.

        Raises:
            Lost: something else may make one.
        """
        if holder.kept is not None and holder.is_own:
            yield self.kept.initializing(holder.kept.init, holder.kept.parameter, holder.kept)
            return
        function, own = holder.scope.node, holder.scope.class_name
        keeper = self.kept.keeper(own)
        assert isinstance(function, cst.FunctionDef)
        if keeper is None or own not in keeper.family:
            raise Lost(f"what {holder.scope.qualified_name}() does with a connection is not known")
        is_made = False
        for name in sorted(keeper.family):
            init = self.kept.mentions.initializer(name)
            if init is None:
                raise Lost(f"what makes objects of {name} is not known")
            if init.node is function:
                makers = list(self._makers(name, holder, keeper))
                is_made = is_made or bool(makers)
                yield from makers
        for found in self.kept.index.unawaited_calls("__init__"):
            if found.scope.class_name in keeper.family and found.scope.class_name != own:
                passing = self._given_by_subclass(found, holder)
                is_made = is_made or passing is not None
                yield from (passing,) if passing is not None else ()
        if not is_made and function is keeper.init.node:
            raise Lost(f"nothing in the project makes a {own}", uncalled=True)

    def _makers(self, name: str, holder: Holder, keeper: Keeper) -> Iterator[Reached]:
        known: set[int] = set()
        for found in self.kept.index.unawaited_calls(name):
            call = found.node
            assert isinstance(call, cst.Call)
            if self.kept.mentions.class_called(call, found.module, found.scope) != name:
                continue  # one of the other mentions
            known.add(id(call.func))
            yield self._maker(found, call, holder, name, keeper)
        for found in self.kept.index.awaited_calls(name):
            raise Lost(f"what is meant by {name} at {found.place} is not known")
        for marker, place, factory in self.kept.dependencies.asking_for(name):
            if factory is None and holder.injection is None:
                raise Lost(f"what FastAPI gives {name}() at {marker.place} is not known")
            known.add(id(place))
            if factory is None:
                yield from self.kept.dependencies.depending(marker, keeper, name)
            else:
                yield factory.holder(self.kept.wrappers)
        other = next(self.kept.mentions.others(name, keeper.family, known), None)
        if other is not None:
            raise Lost(f"what is meant by {name} at {other} is not known")

    def _maker(self, found: Occurrence, call: cst.Call, holder: Holder, name: str, keeper: Keeper) -> Passing:
        function = holder.scope.node
        assert isinstance(function, cst.FunctionDef)
        for argument in call.args:
            if parameter_of(function, Given.by(call, argument), is_method=True) is holder.opener:
                giver = self.kept.holder_at(argument.value, call, found.scope, found.module)
                if giver is not None:
                    return self.kept.making(call, argument, giver, name, keeper)
        raise Lost(f"{name}() is called at {found.place} with something else than a connection")

    def _given_by_subclass(self, found: Occurrence, holder: Holder) -> Passing | None:
        """``super().__init__(conn)`` of a class below."""
        call, function = found.node, holder.scope.node
        assert isinstance(call, cst.Call)
        assert isinstance(function, cst.FunctionDef)
        if not is_super_init(call):
            raise Lost(f"what is meant by __init__ at {found.place} is not known")
        for argument in call.args:
            if parameter_of(function, Given.by(call, argument), is_method=True) is holder.opener:
                giver = self.kept.holder_at(argument.value, call, found.scope, found.module)
                if giver is not None:
                    return Passing(call, argument, giver, holder)
                raise Lost(f"__init__() is called at {found.place} with something else than a connection")
        return None
