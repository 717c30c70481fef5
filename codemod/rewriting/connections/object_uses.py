"""Where the objects go that keep a connection: the variables that hold one, and the methods awaited on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.connections.connection_holders import Holder
from codemod.discovery.connections.connection_keepers import Keeper, methods_called, methods_of, self_of
from codemod.discovery.connections.connection_transactions import find_transactions, is_below
from codemod.discovery.connections.injections import injection_of
from codemod.discovery.occurrences import Occurrence
from codemod.rewriting.connections.kept_connections import KeptConnections, Reached
from codemod.rewriting.connections.kept_objects import KeptObjects
from codemod.rewriting.connections.object_dependencies import Factory, factory_around
from codemod.rewriting.connections.passings import Lost, Passing
from codemod.rewriting.facts.callees import Given, find_callees, parameter_of
from codemod.syntax.tree import dotted, is_name, name_loads, parameters, walk


@dataclass(frozen=True, slots=True)
class _Object:
    """An expression that is an object which keeps the connection of a holder."""

    node: cst.BaseExpression
    holder: Holder
    keeper: Keeper
    class_name: str


@dataclass(frozen=True, slots=True)
class ObjectUses:
    """Follows objects onwards.

    Attributes:
        kept: the classes that keep connections.
    """

    kept: KeptConnections

    @property
    def objects(self) -> KeptObjects:
        """Objects that are kept in others."""
        return KeptObjects(self.kept)

    def onwards(self, holder: Holder) -> Iterator[Reached]:
        """What a function or block reaches through the objects that it makes or is given.

        Raises:
            Lost: an object goes where it can't be followed.
        """
        if holder.keeps is not None:
            yield from self._methods(holder.keeps)
        if holder.takes_object and holder.injection is not None:
            self._check_transactions(holder)
        if holder.kept is not None:
            for named in name_loads(holder.region.body, holder.name):
                yield from self._used(_Object(named, holder, holder.kept, holder.object_class), is_own=holder.is_own)
        if holder.is_own:
            yield from self._above(holder)
        for use in holder.loads(holder.region.body):
            argument = holder.scope.parent(use)
            call = holder.scope.parent(argument) if isinstance(argument, cst.Arg) else None
            if isinstance(call, cst.Call) and isinstance(argument, cst.Arg):
                yield from self._made(call, argument, holder)

    def _check_transactions(self, holder: Holder) -> None:
        """A function that FastAPI gives the object and its connection begins no transaction around the object's."""
        function = holder.scope.node
        assert isinstance(function, cst.FunctionDef)
        dependencies = self.kept.wrappers.dependencies
        taken = (item for item in parameters(function.params) if injection_of(item, dependencies) is not None)
        names = {item.name.value for item in taken if item is not holder.opener}
        if names and find_transactions(function.body, names, holder.scope, begun=False):
            raise _lost(holder.name, function, holder, "shares a connection that is in a transaction")

    def _methods(self, keeper: Keeper) -> Iterator[Holder]:
        """The methods of a family, as far as they can use the connection."""
        for method in methods_of(keeper.family, self.kept.index):
            function = method.node
            assert isinstance(function, cst.FunctionDef)
            own, name = self_of(function), method.scope.class_name
            if own is None and any(is_name(node, "cls") or is_name(node, str(name)) for node in walk(function.body)):
                raise Lost(f"{method.scope.qualified_name}() may make an object")
            if own is None or name is None:
                continue
            holder = Holder.of_object(method.module, method.scope, own, keeper, name)
            is_init = function.name.value == "__init__"
            uses = self.objects.reads(holder) if is_init else self._may_use_connection(holder)
            if uses and is_init:
                raise Lost(f"{method.scope.qualified_name}() uses the connection while the object is made")
            if uses:
                yield holder

    def _may_use_connection(self, method: Holder) -> bool:
        """Whether a method reads the connection, or awaits something, or makes something that others await."""
        function, keeper = method.scope.node, method.kept
        assert isinstance(function, cst.FunctionDef)
        assert keeper is not None
        if function.asynchronous is not None or any(True for _ in method.loads(function.body)):
            return True
        used = {node.attr.value for node in walk(function.body) if isinstance(node, cst.Attribute)}
        return bool(used & keeper.objects) or any(
            isinstance(item.node, cst.FunctionDef) and item.node.asynchronous is not None
            for name in sorted(used)
            for item in methods_called(name, method.object_class, keeper, self.kept.index)
        )

    def _made(self, call: cst.Call, argument: cst.Arg, holder: Holder) -> Iterator[Reached]:
        """The object that a call makes of a connection."""
        factory = factory_around(holder)
        if factory is not None and factory.call is call:
            yield from self._of_factory(factory, call, argument, holder)
            return
        name = self.kept.mentions.class_called(call, holder.module, holder.scope)
        keeper = self.kept.keeper(name)
        if name is None or keeper is None or name not in keeper.family:
            return  # looked at with the other uses
        yield self.kept.making(call, argument, holder, name, keeper)
        yield from self._placed(_Object(call, holder, keeper, name))

    def _placed(self, made: _Object) -> Iterator[Reached]:
        scope, around = made.holder.scope, made.holder.scope.parent(made.node)
        match around:
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=variable))]):
                yield from self._in_variable(variable, made)
            case cst.AnnAssign(target=cst.Name(value=variable)):
                yield from self._in_variable(variable, made)
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute() as attribute)]):
                yield self._in_attribute(attribute, made)
            case cst.AnnAssign(target=cst.Attribute() as attribute):
                yield self._in_attribute(attribute, made)
            case cst.Return() if made.holder.injection is not None and scope.outer is None:
                function = scope.node
                assert isinstance(function, cst.FunctionDef)
                yield from self.kept.dependencies.on_function(function, made.keeper, made.class_name)
            case _:
                yield from self._used(made)

    def _in_attribute(self, attribute: cst.Attribute, made: _Object) -> Holder:
        """The ``__init__`` that keeps the connection of the object which keeps another one in an attribute."""
        owner = self.objects.owner(attribute, made.holder)
        if owner is None:
            raise _lost(_written(made.node), made.node, made.holder, "is kept where it is not followed")
        return self.kept.initializing(owner.init, owner.parameter, owner)

    def _in_variable(self, variable: str, made: _Object) -> Iterator[Reached]:
        flow = made.holder.scope.flow(variable)
        if len(flow.bindings) != 1 or flow.elsewhere:
            raise _lost(variable, made.node, made.holder, "is bound more than once")
        for use in flow.uses:
            yield from self._used(_Object(use, made.holder, made.keeper, made.class_name))

    def _used(self, used: _Object, *, is_own: bool = False) -> Iterator[Reached]:
        """What one use of an object reaches."""
        holder, scope = used.holder, used.holder.scope
        around = scope.parent(used.node)
        written = _written(used.node)
        match around:
            case cst.Attribute(attr=cst.Name(value=name)) if around.value is used.node:
                if name in used.keeper.connections:
                    if holder.kept is None or not isinstance(used.node, cst.Name):
                        raise _lost(written, used.node, holder, "is asked for its connection")
                    return  # looked at with the connection's uses
                inner = self.objects.at(name, used.class_name, used.keeper)
                if inner is not None:
                    yield from self._used(_Object(around, holder, *inner))
                else:
                    yield from self._called(used, around, name)
            case cst.Arg() if isinstance(scope.parent(around), cst.Call) and not is_own:
                call = scope.parent(around)
                assert isinstance(call, cst.Call)
                yield self._handed_on(used, call, around)
            case _:
                raise _lost(written, used.node, holder, "is used for something else")

    def _called(self, used: _Object, attribute: cst.Attribute, name: str) -> Iterator[Reached]:
        """The methods that an object's attribute means, which have to be awaited on the spot where they wait."""
        scope = used.holder.scope
        call = scope.parent(attribute)
        is_awaited = isinstance(call, cst.Call) and call.func is attribute and isinstance(scope.parent(call), cst.Await)
        for method in methods_called(name, used.class_name, used.keeper, self.kept.index):
            function = method.node
            assert isinstance(function, cst.FunctionDef)
            own = self_of(function)
            if own is None or any(method.node is item.node for item in used.keeper.getters):
                continue
            callee = Holder.of_object(method.module, method.scope, own, used.keeper, str(method.scope.class_name))
            if not self._may_use_connection(callee):
                continue
            if not is_awaited or not _runs_in(attribute, used.holder):
                raise _lost(
                    f"{_written(used.node)}.{name}",
                    used.node,
                    used.holder,
                    "is not awaited where its connection is open",
                )
            assert isinstance(call, cst.Call)
            yield Passing(call, None, used.holder, callee)

    def _handed_on(self, used: _Object, call: cst.Call, argument: cst.Arg) -> Passing:
        """An awaited function of the project that is given an object."""
        scope, written = used.holder.scope, _written(used.node)
        found = find_callees(call.func, used.holder.module, scope, self.kept.index)
        if len(found) != 1 or not isinstance(scope.parent(call), cst.Await) or not _runs_in(call, used.holder):
            raise _lost(written, used.node, used.holder, "is handed to something that is not known")
        function = found[0].node
        assert isinstance(function, cst.FunctionDef)
        taken = parameter_of(function, Given.by(call, argument), is_method=found[0].scope.class_name is not None)
        if taken is None or function.decorators or function.name.value == "__init__":
            raise _lost(written, used.node, used.holder, "is handed to something that is not known")
        callee = Holder.of_object(found[0].module, found[0].scope, taken, used.keeper, used.class_name)
        return Passing(call, argument, used.holder, callee)

    def _above(self, holder: Holder) -> Iterator[Passing]:
        """``await super().add(…)`` in a method."""
        assert holder.kept is not None
        for call in walk(holder.region.body):
            match call:
                case cst.Call(func=cst.Attribute(value=cst.Call(func=cst.Name(value="super")), attr=attr)):
                    pass
                case _:
                    continue
            for method in methods_called(attr.value, holder.object_class, holder.kept, self.kept.index):
                own = self_of(method.node) if isinstance(method.node, cst.FunctionDef) else None
                is_above = method.scope.class_name in self.kept.index.ancestors.get(holder.object_class, ())
                if own is None or not is_above:
                    continue
                callee = Holder.of_object(method.module, method.scope, own, holder.kept, str(method.scope.class_name))
                awaited = isinstance(holder.scope.parent(call), cst.Await) and _runs_in(call, holder)
                if isinstance(method.node, cst.FunctionDef) and method.node.asynchronous is not None:
                    if not awaited:
                        raise _lost(
                            f"super().{attr.value}", call, holder, "is not awaited where its connection is open"
                        )
                    yield Passing(call, None, holder, callee)

    def _of_factory(self, factory: Factory, call: cst.Call, argument: cst.Arg, holder: Holder) -> Iterator[Reached]:
        """The objects of each class that a function of the project is asked for: ``get_repository(Links)``."""
        for name, marker in self.kept.dependencies.classes_of(factory):
            keeper = self.kept.keeper(name)
            if keeper is None or name not in keeper.family:
                raise Lost(f"what {name}() does with a connection is not known")
            yield self.kept.making(call, argument, holder, name, keeper)
            yield from self.kept.dependencies.depending(marker, keeper, name)


def _lost(written: str, node: cst.CSTNode, holder: Holder, how: str) -> Lost:
    return Lost(f"{written} {how} at {Occurrence(holder.module, node, holder.scope).place}")


def _written(node: cst.BaseExpression) -> str:
    func = node.func if isinstance(node, cst.Call) else node
    return f"{dotted(func)}(…)" if isinstance(node, cst.Call) else f"{dotted(func)}"


def _runs_in(node: cst.CSTNode, holder: Holder) -> bool:
    """Whether a node runs where its holder has the connection: in the block, and in no function defined there."""
    current: cst.CSTNode | None = node
    while current is not None and current is not holder.region:
        if isinstance(current, cst.FunctionDef | cst.Lambda):
            return False
        current = holder.scope.parent(current)
    return is_below(node, holder.region, holder.scope)
