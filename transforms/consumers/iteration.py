"""Loops and comprehensions: over rows they give a row, over a row they give its values by position."""

from __future__ import annotations

import libcst as cst

from codemod.registry import rewrites_consumer
from codemod.rewriting.value_flow import Follower, Holds


@rewrites_consumer(cst.For)
def loop(follower: Follower, parent: cst.For, node: cst.CSTNode, holds: Holds) -> bool:
    """``for row in rows``, ``for title, url in rows``, ``for value in row``."""
    if node is not parent.iter or parent.asynchronous is not None:
        return False
    match holds:
        case "rows":
            return follower.bound(parent.target, "row", parent)
        case "row":
            return follower.use("positional", node)
        case "keyed":
            return follower.use("neutral", node)


@rewrites_consumer(cst.CompFor)
def comprehension_clause(follower: Follower, parent: cst.CompFor, node: cst.CSTNode, holds: Holds) -> bool:
    """``[… for row in rows]``, ``[value for value in row]``."""
    if node is not parent.iter or parent.asynchronous is not None:
        return False
    match holds:
        case "rows":
            return follower.comprehension(parent, parent.target, "row")
        case "row":
            return follower.use("positional", node)
        case "keyed":
            return follower.use("neutral", node)


@rewrites_consumer(cst.ListComp, cst.GeneratorExp)
def element(follower: Follower, parent: cst.ListComp | cst.GeneratorExp, node: cst.CSTNode, holds: Holds) -> bool:
    """``[row for row in rows if …]``: rows again."""
    return holds == "row" and node is parent.elt and follower.follow(parent, "rows")


@rewrites_consumer(cst.DictComp)
def value(follower: Follower, parent: cst.DictComp, node: cst.CSTNode, holds: Holds) -> bool:
    """``{row["id"]: row for row in rows}``: a dictionary of rows."""
    return holds == "row" and node is parent.value and follower.follow(parent, "keyed")
