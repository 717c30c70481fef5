"""Calls that run at once: those of sqlite3, psycopg or a synchronous SQLAlchemy connection, called as asyncpg's are."""

from __future__ import annotations

import libcst as cst

from codemod.syntax.scopes import FunctionScope


def runs_at_once(call: cst.Call, scope: FunctionScope) -> bool:
    """Whether a call that is not awaited is used as no coroutine can be.

    ``conn.execute(…).fetchall()``, ``for row in conn.execute(…)``, ``conn.execute(…)`` alone on a line of a function
    that cannot await. In a coroutine such a line is an ``await`` forgotten, which the report should name.
    """
    around = scope.parent(call)
    match around:
        case cst.Attribute() | cst.Subscript():
            return around.value is call
        case cst.For() | cst.CompFor():
            return around.iter is call and around.asynchronous is None
        case cst.WithItem():
            block = scope.parent(around)
            return isinstance(block, cst.With) and block.asynchronous is None
        case cst.Expr():
            return not isinstance(scope.node, cst.FunctionDef) or scope.node.asynchronous is None
        case _:
            return False
