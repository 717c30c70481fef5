"""Results that are bound to a name, returned or dropped."""

from __future__ import annotations

import libcst as cst

from codemod.registry import rewrites_consumer
from codemod.rewriting.value_flow import Follower, Holds


@rewrites_consumer(cst.Assign)
def assignment(follower: Follower, parent: cst.Assign, node: cst.CSTNode, holds: Holds) -> bool:
    """``rows = await …``: the uses of every target."""
    line = follower.parent(parent)
    return (
        line is not None
        and node is parent.value
        and all(follower.bound(item.target, holds, line) for item in parent.targets)
    )


@rewrites_consumer(cst.AnnAssign)
def annotated_assignment(follower: Follower, parent: cst.AnnAssign, node: cst.CSTNode, holds: Holds) -> bool:
    """``rows: list[asyncpg.Record] = await …``."""
    line = follower.parent(parent)
    return line is not None and node is parent.value and follower.bound(parent.target, holds, line)


@rewrites_consumer(cst.NamedExpr)
def walrus(follower: Follower, parent: cst.NamedExpr, node: cst.CSTNode, holds: Holds) -> bool:
    """``if row := await …``: the uses of the name and of the whole expression."""
    return node is parent.value and follower.bound(parent.target, holds, parent) and follower.follow(parent, holds)


@rewrites_consumer(cst.Return)
def returned(follower: Follower, parent: cst.Return, node: cst.CSTNode, holds: Holds) -> bool:
    """``return rows``: the callers, by name over the project."""
    return node is parent.value and follower.returned(parent, holds)


@rewrites_consumer(cst.Expr)
def dropped(follower: Follower, _parent: cst.Expr, node: cst.CSTNode, _holds: Holds) -> bool:
    """An expression statement: nobody reads the value."""
    return follower.use("neutral", node)
