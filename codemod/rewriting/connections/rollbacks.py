"""The handlers after which a block goes on with its connection: a session's transaction has failed there."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemod.discovery.connections.connection_scopes import Blocker, ConnectionScope
from codemod.discovery.connections.interruptions import going_on_interrupted
from codemod.discovery.connections.shared_flow import SharedFlow
from codemod.discovery.errors.exception_handlers import ExceptionNames
from codemod.outcome import Refusal
from codemod.rewriting.connections.shared_session import blocked
from codemod.rewriting.timeouts import timeout_of


def handlers_going_on(
    scope: ConnectionScope, flow: SharedFlow, names: ExceptionNames
) -> tuple[cst.ExceptHandler, ...] | Refusal:
    """The handlers of a block that go on with its connection: each begins with a rollback.

    Args:
        scope: the block.
        flow: the order of what happens in it.
        names: how its module calls asyncpg's exceptions.
    """
    found: dict[int, cst.ExceptHandler] = {}
    if isinstance(scope.block, cst.Try):
        # what the handlers of the block itself wait for finds no transaction open, as before
        found |= {id(handler): handler for handler in scope.block.handlers}
    with_limit = {id(site.call) for site in scope.sites if timeout_of(site) is not None}
    for node in (*(site.call for site in scope.sites), *flow.passing_calls()):
        caught: list[cst.ExceptHandler] | Blocker
        if scope.in_transaction(node):
            caught = going_on_interrupted(node, scope, has_limit=id(node) in with_limit) or []
        else:
            caught = flow.catching(node)
        if isinstance(caught, Blocker):
            return blocked(scope, caught)
        found |= {id(handler): handler for handler in caught}
    for handler in list(found.values()):
        found |= {id(earlier): earlier for earlier in _taking_in(handler, scope, names)}
    for handler in found.values():
        if not isinstance(handler.body, cst.IndentedBlock):
            return blocked(scope, Blocker("a handler stands on one line with its body", handler))
    return tuple(found.values())


def _taking_in(
    handler: cst.ExceptHandler, scope: ConnectionScope, names: ExceptionNames
) -> Iterator[cst.ExceptHandler]:
    """The clauses before a handler that may do its work: what carries an error of theirs carries others too."""
    guard = scope.scope.parent(handler)
    for earlier in guard.handlers if isinstance(guard, cst.Try) else ():
        if earlier is handler:
            return
        if earlier.type is not None and names.named_in(earlier.type):
            yield earlier
