"""The classes of a project whose objects keep a connection, and what holds it when one is made."""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from codemod.discovery.connections.connection_holders import Holder, self_of_method
from codemod.discovery.connections.connection_keepers import Keeper, keeper_of
from codemod.discovery.connections.connection_wrappers import ConnectionWrappers
from codemod.discovery.connections.finding_holders import holder_of
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.rewriting.connections.class_mentions import ClassMentions
from codemod.rewriting.connections.object_dependencies import ObjectDependencies
from codemod.rewriting.connections.passings import Lost, Passing, is_initializer
from codemod.rewriting.facts.callees import Given, parameter_of
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import dotted

#: What is reached: a function that holds a connection or an object, or a call that hands one on.
Reached = Holder | Passing


@dataclass(slots=True, eq=False)
class KeptConnections:
    """Looks up classes that keep connections.

    Attributes:
        index: definitions and calls of the project.
        wrappers: the project's own ways of giving a connection.
    """

    index: ProjectIndex
    wrappers: ConnectionWrappers
    _keepers: dict[str, Keeper | None] = field(default_factory=dict)

    @property
    def mentions(self) -> ClassMentions:
        """Where classes are named."""
        return ClassMentions(self.index)

    @property
    def dependencies(self) -> ObjectDependencies:
        """Where FastAPI makes objects."""
        return ObjectDependencies(self.index)

    def keeper(self, class_name: str | None) -> Keeper | None:
        """How the objects of a class keep a connection."""
        given = self.wrappers.of_call(class_name) if class_name is not None else None
        if class_name is None or (given is not None and given.may_take is not None):
            return None  # its objects keep the connection for a block alone
        if class_name not in self._keepers:
            self._keepers[class_name] = keeper_of(class_name, self.index, self.wrappers.dependencies)
        return self._keepers[class_name]

    def method_at(self, text: str, scope: FunctionScope, module: ParsedModule) -> Holder | None:
        """The method around an expression that is the connection its object keeps: ``self._conn``, or a name for it."""
        own = self_of_method(scope)
        owner = text.rpartition(".")[0] or _owner_of(text, scope)
        if own is None or owner != own.name.value:
            return None
        keeper = self.keeper(scope.class_name)
        if keeper is None or scope.class_name is None or scope.class_name not in keeper.family:
            return None
        holder = Holder.of_object(module, scope, own, keeper, scope.class_name)
        return holder if text in holder.handles else None

    def making(self, call: cst.Call, argument: cst.Arg, holder: Holder, name: str, keeper: Keeper) -> Passing:
        """The call that makes an object of a connection.

        Raises:
            Lost: it is not known what becomes of the connection.
        """
        init = self.mentions.initializer(name)
        taken = None
        if init is not None and isinstance(init.node, cst.FunctionDef):
            taken = parameter_of(init.node, Given.by(call, argument), is_method=True)
        if init is None or taken is None:
            raise Lost(f"what {name}() does with a connection is not known")
        return Passing(call, argument, holder, self.initializing(init, taken, keeper))

    def initializing(self, init: Occurrence, taken: cst.Param, keeper: Keeper) -> Holder:
        """The parameter of an ``__init__`` that takes a connection."""
        keeps = keeper if taken is keeper.parameter else None
        return Holder.of_parameter(init.module, init.scope, taken, self.wrappers, keeps)

    def holder_at(
        self, node: cst.BaseExpression, call: cst.Call, scope: FunctionScope, module: ParsedModule
    ) -> Holder | None:
        """What holds the connection that an expression is."""
        match node:
            case cst.Name(value=name) if (method := self.method_at(name, scope, module)) is not None:
                return method
            case cst.Name(value=name):
                found = holder_of(name, call, scope, module, self.wrappers)
                if found is None or found.handle != name or found.instead is not None:
                    return None
                return self.as_initializer(found)
            case cst.Attribute(value=cst.Name(value=owner), attr=cst.Name(value=name)):
                return self.method_at(f"{owner}.{name}", scope, module)
            case _:
                return None

    def as_initializer(self, found: Holder) -> Holder:
        """A holder; with what it keeps, where it is an ``__init__`` that keeps its connection."""
        if found.kept is not None or not is_initializer(found):
            return found
        keeper = self.keeper(found.scope.class_name)
        if keeper is None or found.opener is not keeper.parameter:
            return found
        assert isinstance(found.opener, cst.Param)
        return Holder.of_parameter(found.module, found.scope, found.opener, self.wrappers, keeper)


def _owner_of(name: str, scope: FunctionScope) -> str | None:
    """``self`` where a variable is an attribute of it."""
    bindings = scope.flow(name).bindings if scope.is_local(name) else []
    value = bindings[0].value if len(bindings) == 1 else None
    return dotted(value.value) if isinstance(value, cst.Attribute) else None
