"""Whether what looks like a pool by its name is one connection, by what the project is seen to put there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

import libcst as cst

from codemod.config import Config
from codemod.discovery.call_sites import CallSite, find_call_sites
from codemod.discovery.connections.connection_wrappers import ConnectionWrappers
from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.receivers import classify
from codemod.discovery.wrappers import Wrapper
from codemod.rewriting.connections.connection_search import ConnectionSearch, stores_pool
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import dotted


@dataclass(slots=True, eq=False)
class GivenConnections:
    """Looks for the places that put a connection where a call site has what looks like a pool.

    The statements of such a site belong to a transaction that somebody else may have begun.

    Attributes:
        index: calls, functions and assignments of the project.
        config: patterns of the project.
        wrappers: the project's own ways of giving a connection.
    """

    index: ProjectIndex
    config: Config
    wrappers: ConnectionWrappers
    _sites: dict[PurePosixPath, tuple[CallSite, ...]] = field(default_factory=dict)

    def place_for(self, site: CallSite) -> str | None:
        """Where the receiver of a site is given a connection, or begins a transaction itself."""
        if any(fnmatchcase(site.receiver_text, pattern) for pattern in self.config.receivers):
            return None
        if site.wrapper is not None:
            inside = (self._place_for_inner(own) for own in self._calls_of(site.wrapper))
            return next((place for place in inside if place is not None), None)
        return self._begins(site) or ConnectionSearch(self.index, self.config, self.wrappers).of(
            site.receiver, site.module, site.scope
        )

    def _place_for_inner(self, site: CallSite) -> str | None:
        """Where a call in a function may be given a connection that is not the function's own.

        One that is taken right there is; what it is taken from may be none.
        """
        taken = site.receiver
        if site.receiver_kind == "connection" and isinstance(taken, cst.Name):
            values = [binding.value for binding in site.scope.reaching(taken) if binding.value is not None]
            sources = [source for value in values if (source := self._pool_of(value)) is not None]
            return next(
                (place for source in sources if (place := self.place_for(replace(site, receiver=source)))), None
            )
        return self.place_for(site)

    def _pool_of(self, value: cst.BaseExpression) -> cst.BaseExpression | None:
        """``pool`` of ``await pool.acquire()``; None where the project has a way of its own to give a connection."""
        while isinstance(value, cst.Await):
            value = value.expression
        match value:
            case cst.Call(func=cst.Attribute(value=pool, attr=cst.Name(value="acquire"))):
                return pool
            case cst.Call() if self.wrappers.of_call(dotted(value.func) or "") is not None:
                return None
            case _:
                return value

    def _calls_of(self, wrapper: Wrapper) -> Iterator[CallSite]:
        """The call sites in a function that passes its query on."""
        if wrapper.path not in self._sites:
            file = self.index.file(wrapper.path)
            self._sites[wrapper.path] = find_call_sites(file.module, self.config) if file is not None else ()
        return (site for site in self._sites[wrapper.path] if site.function == wrapper.name)

    def _begins(self, site: CallSite) -> str | None:
        """Where a transaction is begun on something of the receiver's name: a pool has none."""
        name = (dotted(site.receiver) or "").rpartition(".")[2]
        is_local = isinstance(site.receiver, cst.Name) and site.scope.is_local(name)
        for found in () if is_local or not name else self.index.unawaited_calls("transaction"):
            assert isinstance(found.node, cst.Call)
            begun = found.node.func.value if isinstance(found.node.func, cst.Attribute) else None
            if begun is None or (dotted(begun) or "").rpartition(".")[2] != name or _is_bound(found.node, found.scope):
                continue
            if not self._is_another(site, begun, found.scope):
                return found.place
        return None

    def _is_another(self, site: CallSite, begun: cst.BaseExpression, scope: FunctionScope) -> bool:
        """Whether the receiver of a site is a pool by its type, and a transaction is begun on something else."""
        search = ConnectionSearch(self.index, self.config, self.wrappers)
        own = search.stored_for(site.receiver, site.scope) if isinstance(site.receiver, cst.Attribute) else []
        if not own or not all(map(stores_pool, own)):
            return False
        if isinstance(begun, cst.Name) and scope.is_local(begun.value):
            return classify(begun, scope, self.config) == "connection"
        other = search.stored_for(begun, scope) if isinstance(begun, cst.Attribute) else []
        return bool(other) and not {id(item.node) for item in own} & {id(item.node) for item in other}


def _is_bound(call: cst.Call, scope: FunctionScope) -> bool:
    """Whether what a ``with`` enters has a name there: that is a wrapper's transaction, and no connection's."""
    item = scope.parent(call)
    while isinstance(item, cst.Await):
        item = scope.parent(item)
    return isinstance(item, cst.WithItem) and item.asname is not None
