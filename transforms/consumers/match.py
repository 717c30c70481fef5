"""``match`` on a result: None, a name, nothing at all; a record is neither a sequence nor a mapping there."""

from __future__ import annotations

import libcst as cst

from codemod.registry import rewrites_consumer
from codemod.rewriting.rows.holds import Holds, Keyed, Many, Row
from codemod.rewriting.rows.value_flow import Follower


@rewrites_consumer(cst.Match)
def matched(follower: Follower, parent: cst.Match, node: cst.CSTNode, holds: Holds) -> bool:
    """``match row: case None: … case found: …``, ``match rows: case []: … case [first, *others]: …``."""
    follower.use("neutral", node)
    return node is parent.subject and all(_into(follower, case, case.pattern, holds) for case in parent.cases)


def _into(follower: Follower, case: cst.MatchCase, pattern: cst.MatchPattern | None, holds: Holds) -> bool:
    """Follow what a pattern binds; false where a record and what takes its place may match differently."""
    match pattern:
        case cst.MatchSingleton(value=cst.Name(value="None")):
            return True
        case cst.MatchAs(pattern=inner, name=name):
            bound = name is None or follower.bound(name, holds, case)
            return bound and (inner is None or _into(follower, case, inner, holds))
        case cst.MatchOr(patterns=parts):
            return all(_into(follower, case, part.pattern, holds) for part in parts)
        case cst.MatchList(patterns=parts) | cst.MatchTuple(patterns=parts) if isinstance(holds, Many):
            return all(_element(follower, case, part, holds) for part in parts)
        case cst.MatchClass(cls=cst.Name(value="dict"), patterns=[], kwds=[]):
            return isinstance(holds, Row | Many | Keyed)  # rows are no dict, a dict of rows is one
        case _:
            return False


def _element(follower: Follower, case: cst.MatchCase, part: cst.CSTNode, holds: Many) -> bool:
    match part:
        case cst.MatchStar(name=name):
            return name is None or follower.bound(name, holds, case)
        case cst.MatchSequenceElement(value=inner):
            return _into(follower, case, inner, holds.item)
        case _:
            return False
