"""Objects that keep a connection and are kept in others: ``self._links = Links(conn)`` in an ``__init__``."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemod.discovery.connections.connection_holders import Holder
from codemod.discovery.connections.connection_keepers import Keeper, declares, methods_called
from codemod.discovery.errors.guarded_functions import are_related
from codemod.discovery.occurrences import Occurrence
from codemod.rewriting.connections.kept_connections import KeptConnections
from codemod.rewriting.connections.passings import Lost, is_initializer
from codemod.syntax.tree import is_name, is_super_init, name_loads, parameters


@dataclass(frozen=True, slots=True)
class KeptObjects:
    """Looks up what the attributes of objects hold.

    Attributes:
        kept: the classes that keep connections.
    """

    kept: KeptConnections

    def at(self, attribute: str, class_name: str, keeper: Keeper) -> tuple[Keeper, str] | None:
        """How the object in an attribute keeps its connection, and its class; None where it is nothing that does.

        Args:
            attribute: the attribute.
            class_name: the class of the object that has it, or one above.
            keeper: how that object keeps its connection.

        Raises:
            Lost: the attribute may have another value.
        """
        if attribute not in keeper.objects:
            return None
        index = self.kept.index
        stored = [
            item
            for item in index.stored_in(attribute)
            if item.scope.class_name is not None
            and are_related(class_name, item.scope.class_name, index.ancestors)
            and not declares(item)
        ]
        made = [found for item in stored if (found := self._made(item)) is not None]
        if made and len(stored) > 1:
            raise Lost(f"{attribute} has another value at {stored[-1].place}")
        return made[0] if made else None

    def _made(self, stored: Occurrence) -> tuple[Keeper, str] | None:
        assert isinstance(stored.node, cst.Assign | cst.AnnAssign)
        value = stored.node.value
        if not isinstance(value, cst.Call):
            return None
        name = self.kept.mentions.class_called(value, stored.module, stored.scope)
        keeper = self.kept.keeper(name)
        return (keeper, name) if name is not None and keeper is not None and name in keeper.family else None

    def owner(self, target: cst.Attribute, holder: Holder) -> Keeper | None:
        """How the object keeps its own connection to whose attribute an ``__init__`` gives an object made of it.

        None where the other object may have another connection, or stay when this one has gone.
        """
        function, name = holder.scope.node, holder.scope.class_name
        keeper = self.kept.keeper(name)
        if not is_initializer(holder) or holder.scope.outer is not None or keeper is None or name not in keeper.family:
            return None
        assert isinstance(function, cst.FunctionDef)
        own = next(parameters(function.params), None)
        if own is None or not is_name(target.value, own.name.value) or target.attr.value not in keeper.objects:
            return None
        is_its_own = holder.opener is keeper.parameter or any(
            isinstance(holder.scope.parent(use), cst.Arg) and _goes_above(holder, use)
            for use in name_loads(function.body, holder.name)
        )
        return keeper if is_its_own else None

    def reads(self, init: Holder) -> bool:
        """Whether an ``__init__`` reads what its object keeps, or has others wait for it, while it is made."""
        function, keeper = init.scope.node, init.kept
        assert isinstance(function, cst.FunctionDef)
        assert keeper is not None
        kept = keeper.connections | keeper.objects
        for use in name_loads(function.body, init.name):
            around = init.scope.parent(use)
            if not isinstance(around, cst.Attribute) or around.value is not use:
                continue
            if around.attr.value in kept and not _is_target(around, init):
                return True
            called = methods_called(around.attr.value, init.object_class, keeper, self.kept.index)
            if any(isinstance(item.node, cst.FunctionDef) and item.node.asynchronous is not None for item in called):
                return True
        return False


def _goes_above(holder: Holder, use: cst.Name) -> bool:
    """Whether a parameter is handed on to the ``__init__`` of a class above."""
    argument = holder.scope.parent(use)
    return argument is not None and is_super_init(holder.scope.parent(argument))


def _is_target(attribute: cst.Attribute, holder: Holder) -> bool:
    around = holder.scope.parent(attribute)
    return isinstance(around, cst.AssignTarget) or (isinstance(around, cst.AnnAssign) and around.target is attribute)
