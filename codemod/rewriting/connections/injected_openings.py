"""How a function gets the session that FastAPI is to give it instead of a connection."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.connections.connection_holders import Holder
from codemod.discovery.connections.connection_scopes import Blocker, ConnectionScope
from codemod.discovery.connections.connection_transactions import find_transactions
from codemod.discovery.connections.injections import injection_of
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.outcome import Refusal
from codemod.project_context import ProjectContext
from codemod.rewriting.connections.connection_passing import Journey
from codemod.rewriting.connections.handed_out import handed_to
from codemod.rewriting.connections.keeping import imports_in_class
from codemod.rewriting.connections.shared_session import blocked
from codemod.rewriting.sessions.injected_sessions import InjectedSession
from codemod.rewriting.sessions.session_sources import SessionOpening, free_names
from codemod.syntax.tree import dotted, own_nodes, parameters, walk


@dataclass(frozen=True, slots=True, eq=False)
class InjectedOpenings:
    """Finds the session of functions that FastAPI calls.

    Attributes:
        context: the project's own dependency that gives a session.
        index: what depends on what.
    """

    context: ProjectContext
    index: ProjectIndex

    def opening(self, scope: ConnectionScope) -> SessionOpening | Refusal:
        """The session that FastAPI is to give instead of a connection."""
        holder = scope.holder
        try:
            function, alias = self.context.sessions.dependency()
        except Refusal as refusal:
            return refusal
        if function.begins:
            message = f"the session of {function.name}() is in a transaction already"
            return blocked(scope, Blocker(message, holder.opener))
        sharing = self._sharing_a_session({function.name, alias.name if alias is not None else ""})
        if scope.transactions and sharing is not None:
            message = f"{sharing}() may have begun a transaction on the session that FastAPI gives both"
            return blocked(scope, Blocker(message, holder.opener))
        shared = self._shared_in_transaction(scope)
        if shared is not None:
            return blocked(scope, shared)
        injected = InjectedSession.of(function, alias)
        imports = (*injected.imports_for(holder), *imports_in_class(holder))
        return SessionOpening("", session_name(holder.scope.names), imports, injected=injected)

    def _shared_in_transaction(self, scope: ConnectionScope) -> Blocker | None:
        """A transaction on the connection that FastAPI gives several, with statements of others in it."""
        begins = next(self._begun_by_dependencies(), None)
        if begins is not None:
            message = f"{begins.scope.qualified_name}() begins a transaction on the connection that FastAPI gives both"
            return Blocker(message, scope.holder.opener)
        keeps = (
            handed_to(scope.scope, self.index, self.context.connections.dependencies) if scope.transactions else None
        )
        if keeps is not None:
            return Blocker(f"{keeps} works on the connection as well, in a transaction or not", scope.holder.opener)
        return None

    def _begun_by_dependencies(self) -> Iterator[Occurrence]:
        """The dependencies that yield in a transaction: whatever else is done for the request is in it."""
        for name in sorted(self._dependencies()):
            for found in self.index.functions_named(name):
                assert isinstance(found.node, cst.FunctionDef)
                given = [
                    item.name.value
                    for item in parameters(found.node.params)
                    if injection_of(item, self.context.connections.dependencies) is not None
                ]
                begun = find_transactions(found.node.body, set(given), found.scope, begun=False) if given else ()
                covered = (node for entry in begun for part in entry.covered for node in own_nodes(part))
                if any(isinstance(node, cst.Yield) for node in covered):
                    yield found

    def lends(self, journey: Journey, holder: Holder) -> bool:
        """Whether something goes on with the connection of a function: not when FastAPI alone calls it, at the end."""
        function = holder.scope.node
        if holder.injection is None or not isinstance(function, cst.FunctionDef):
            return holder.is_function or holder.may_be_given
        if function.name.value in self._dependencies():
            return True
        return any(item.callee.opener is holder.opener for item in journey.passings.values())

    def _dependencies(self) -> set[str]:
        """The functions that FastAPI calls for a parameter."""
        calls = [marker.node for marker in self.index.unawaited_calls("Depends")]
        named = (dotted(call.args[0].value) for call in calls if isinstance(call, cst.Call) and call.args)
        return {name.rpartition(".")[2] for name in named if name}

    def _sharing_a_session(self, names: Set[str]) -> str | None:
        """A function that FastAPI calls for a parameter, and that takes the session of the request itself."""
        for named in sorted(self._dependencies()):
            for found in self.index.functions_named(named):
                assert isinstance(found.node, cst.FunctionDef)
                for parameter in parameters(found.node.params):
                    written = (parameter.default, parameter.annotation)
                    nodes = (node for part in written if part is not None for node in walk(part))
                    if any(isinstance(node, cst.Name) and node.value in names for node in nodes):
                        return found.node.name.value
        return None


def session_name(taken: Set[str]) -> str:
    """The name of a parameter that takes a session."""
    return next(name for name in free_names() if name not in taken)
