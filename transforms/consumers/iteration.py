"""Loops and comprehensions: over rows they give a row, over a row they give its values by position."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from codemod.registry import rewrites_consumer
from codemod.rewriting.rows.holds import Among, Coroutine, Holds, Keyed, Many, Row, Stream
from codemod.rewriting.rows.value_flow import Follower


@rewrites_consumer(cst.For)
def loop(follower: Follower, parent: cst.For, node: cst.CSTNode, holds: Holds) -> bool:
    """``for row in rows``, ``for title, url in rows``, ``for value in row``."""
    if node is not parent.iter or (parent.asynchronous is not None) != isinstance(holds, Stream):
        return False
    return _looped(follower, node, holds, lambda inner, item: inner.bound(parent.target, item, parent))


@rewrites_consumer(cst.CompFor)
def comprehension_clause(follower: Follower, parent: cst.CompFor, node: cst.CSTNode, holds: Holds) -> bool:
    """``[… for row in rows]``, ``[value for value in row]``."""
    if node is not parent.iter or (parent.asynchronous is not None) != isinstance(holds, Stream):
        return False
    return _looped(follower, node, holds, lambda inner, item: inner.comprehension(parent, parent.target, item))


def _looped(follower: Follower, node: cst.CSTNode, holds: Holds, bind: Callable[[Follower, Holds], bool]) -> bool:
    match holds:
        case Many(item) | Stream(item):
            return bind(follower, item)
        case Row():
            return follower.use("positional", node)
        case Keyed():
            return follower.use("neutral", node)
        case Among(_, value):
            return bind(follower.mixed(), value)
        case Coroutine():
            return False


@rewrites_consumer(cst.ListComp, cst.GeneratorExp)
def element(follower: Follower, parent: cst.ListComp | cst.GeneratorExp, node: cst.CSTNode, holds: Holds) -> bool:
    """``[row for row in rows if …]``: rows again."""
    return node is parent.elt and follower.follow(parent, Many(holds))


@rewrites_consumer(cst.DictComp)
def value(follower: Follower, parent: cst.DictComp, node: cst.CSTNode, holds: Holds) -> bool:
    """``{row["id"]: row for row in rows}``: a dictionary of rows."""
    return node is parent.value and follower.follow(parent, Keyed(holds))
