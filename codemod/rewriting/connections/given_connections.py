"""Whether what looks like a pool by its name is one connection, by what the project is seen to put there."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

import libcst as cst

from codemod.config import Config
from codemod.discovery.call_sites import CallSite
from codemod.discovery.connections.connection_wrappers import ConnectionWrappers
from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.receivers import classify, dotted
from codemod.rewriting.connections.connection_search import ConnectionSearch, stores_pool
from codemod.syntax.scopes import FunctionScope


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

    def place_for(self, site: CallSite) -> str | None:
        """Where the receiver of a site is given a connection, or begins a transaction itself."""
        if any(fnmatchcase(site.receiver_text, pattern) for pattern in self.config.receivers):
            return None
        return self._begins(site) or ConnectionSearch(self.index, self.config, self.wrappers).of(
            site.receiver, site.module, site.scope
        )

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
