"""Transactions that go on after a call in them was interrupted: a session gives an interrupted connection up.

asyncpg cancels the statement on the server, and the connection is as good as after any error. SQLAlchemy drops a
connection whose statement was cancelled: its session raises PendingRollbackError until the whole transaction is rolled
back, at a savepoint's end and at the commit, too.
"""

from __future__ import annotations

from typing import Final

import libcst as cst

from codemod.discovery.connections.connection_scopes import Blocker, ConnectionScope
from codemod.discovery.errors.exception_handlers import called_name
from codemod.syntax.tree import last_statement, may_swallow, names_below, walk

#: Context managers that interrupt their block, and let TimeoutError out of it.
_LIMITING: Final = frozenset({"timeout", "timeout_at", "fail_after", "fail_at"})

#: Context managers that interrupt their block and go on behind it.
_MOVING_ON: Final = frozenset({"move_on_after", "move_on_at", "CancelScope"})

#: What a cancelled task raises, and what a time limit raises, by the names that catch it.
_CANCELLED: Final = frozenset({"CancelledError", "BaseException"})
_LATE: Final = frozenset({"TimeoutError", "OSError", "IOError", "EnvironmentError", "Exception"})

_MESSAGE: Final = "the transaction goes on after a time limit or a cancellation"


def going_on_interrupted(call: cst.CSTNode, scope: ConnectionScope, *, has_limit: bool) -> Blocker | None:
    """What goes on in the transaction of a call after the call was interrupted.

    Args:
        call: in a transaction of the connection.
        scope: the block of the connection.
        has_limit: the call has a time limit of its own.
    """
    limited, any_error = has_limit, False
    node, outer = call, scope.scope.parent(call)
    while outer is not None and outer is not scope.block and scope.in_transaction(outer):
        if isinstance(outer, cst.With):
            entered = {called_name(item.item) for item in outer.items if isinstance(item.item, cst.Call)}
            named = {name for item in outer.items for name in names_below(item.item)}
            if entered & _MOVING_ON or (may_swallow(outer) and (any_error or _catches(named, limited=limited))):
                return Blocker(_MESSAGE, outer)
            limited = limited or bool(entered & _LIMITING)
        elif isinstance(outer, cst.Try | cst.TryStar) and outer.body is node:
            for handler in outer.handlers:
                named = set(names_below(handler.type)) if handler.type is not None else set(_CANCELLED)
                if not (any_error or _catches(named, limited=limited)):
                    continue
                if not _leaves(handler, scope):
                    return Blocker(_MESSAGE, handler)
                any_error = True
        node, outer = outer, scope.scope.parent(outer)
    return None


def _catches(named: set[str], *, limited: bool) -> bool:
    several = any(name.isupper() for name in named)  # a tuple of classes by a name of its own
    return not named.isdisjoint(_CANCELLED) or (limited and (several or not named.isdisjoint(_LATE)))


def _leaves(handler: cst.ExceptHandler | cst.ExceptStarHandler, scope: ConnectionScope) -> bool:
    """Whether a handler only raises on: the whole transaction is rolled back, as before."""
    is_used = any(True for _ in scope.holder.loads(handler.body))
    is_left = any(isinstance(node, cst.Return | cst.Continue | cst.Break) for node in walk(handler.body))
    return isinstance(last_statement(handler.body), cst.Raise) and not (is_used or is_left)
