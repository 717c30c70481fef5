"""FunctionScope: the function around a call site, its parents and the reaching definitions of its names."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from functools import lru_cache

import libcst as cst

from codemod.syntax.bindings import Binding
from codemod.syntax.name_flow import NameFlow
from codemod.syntax.tree import children


@dataclass(slots=True, eq=False)
class FunctionScope:
    """A function (or the module) that holds call sites.

    Attributes:
        qualified_name: ``Cog.method``; ``<module>`` for the module scope.
        class_name: the class the function is a method of.
        outer: the function around this one.
    """

    node: cst.FunctionDef | cst.Module
    qualified_name: str
    class_name: str | None = None
    outer: FunctionScope | None = None
    _parents: dict[int, cst.CSTNode] = field(default_factory=dict)
    _flows: dict[str, NameFlow] = field(default_factory=dict)
    _named: dict[str, list[cst.CSTNode]] = field(default_factory=dict)

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node around ``node``; None for the function itself."""
        if not self._parents:
            self._look_through()
        return self._parents.get(id(node))

    @property
    def names(self) -> Set[str]:
        """Every identifier that occurs in the function; a fresh name is none of them."""
        if not self._parents:
            self._look_through()
        return self._named.keys()

    def _look_through(self) -> None:
        """Note the parent of every node and the places of every name, in one walk."""
        pending: list[cst.CSTNode] = [self.node]
        while pending:
            item = pending.pop()
            if item.__class__ is cst.Name:
                self._named.setdefault(item.value, []).append(item)
                continue
            inner = children(item)
            for child in inner:
                self._parents[id(child)] = item
            pending.extend(reversed(inner))

    def _around(self, name: str) -> Set[int]:
        """Ids of the nodes that hold the name, and of the name's own."""
        found: set[int] = set()
        for node in self._named.get(name, ()) if name in self.names else ():
            around: cst.CSTNode | None = node
            while around is not None and id(around) not in found:
                found.add(id(around))
                around = self._parents.get(id(around))
        return found

    def flow(self, name: str) -> NameFlow:
        """The flow of a name through the function."""
        if name not in self._flows:
            flow = NameFlow(name, self._around(name))
            self._flows[name] = (
                flow.of_module(self.node) if isinstance(self.node, cst.Module) else flow.of_function(self.node)
            )
        return self._flows[name]

    def reaching(self, name: cst.Name) -> tuple[Binding, ...]:
        """Bindings that may give this use its value; empty when the name is not bound in the function."""
        flow = self.flow(name.value)
        if flow.elsewhere:
            return (Binding("unknown", name),)
        found = flow.reaching.get(id(name), frozenset())
        return tuple(binding for binding in flow.bindings if binding in found)

    def is_local(self, name: str) -> bool:
        """Whether the function binds the name itself."""
        if name not in self.names:
            return False
        flow = self.flow(name)
        return bool(flow.bindings) or flow.elsewhere

    def holding(self, name: str) -> FunctionScope | None:
        """The function whose variable a name is, this one or one around it; None for a name of the module."""
        scope: FunctionScope | None = self
        while scope is not None and not scope.is_local(name):
            scope = scope.outer
        return scope

    def uses_of(self, name: str, binding: Binding) -> tuple[cst.Name, ...]:
        """Uses of ``name`` that the binding may reach, in source order."""
        flow = self.flow(name)
        return tuple(use for use in flow.uses if binding in flow.reaching.get(id(use), frozenset()))


@lru_cache(maxsize=32)
def module_scope(tree: cst.Module) -> FunctionScope:
    """The scope of a module, made once: what is asked of one takes a walk over all of it."""
    return FunctionScope(tree, "<module>")
