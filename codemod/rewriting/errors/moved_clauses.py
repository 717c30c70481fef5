"""Clauses behind a handler that get nothing any more, because the handler takes what carries their errors as well.

The handler does their work in its own body (``clause_copy``). Where that is all they did, they go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

import libcst as cst

from codemod.discovery.errors.asyncpg_exceptions import WIDEST_CARRIER
from codemod.rewriting.errors.clause_copy import span_of_body
from codemod.rewriting.errors.handlers import HandlerPlan
from codemod.syntax.headers import end_of_block
from codemod.syntax.lines import indent_of, line_before
from codemod.syntax.tree import walk


def with_moved_clauses(plans: Sequence[HandlerPlan], rolled_back: Set[int]) -> list[HandlerPlan]:
    """The handlers of a module, those marked whose errors an earlier clause takes.

    Args:
        plans: the handlers.
        rolled_back: identities of the clauses that begin with a rollback: their bodies stay where they are.
    """
    by_clause = {id(plan.handler): plan for plan in plans if plan.handler is not None and not plan.complete}
    moved: dict[int, HandlerPlan] = {}  # by the clause that moves: the handler that takes it in
    for plan in plans:
        for later in plan.rest if not plan.complete else ():
            other = by_clause.get(id(later.clause))
            if other is not None and id(later.clause) not in rolled_back and _takes(plan, other, by_clause.keys()):
                moved.setdefault(id(later.clause), plan)
    return [
        replace(
            plan,
            moved=id(plan.handler) in moved,
            rest=tuple(replace(later, moved=moved.get(id(later.clause)) is plan) for later in plan.rest),
        )
        for plan in plans
    ]


def span_of_clause(plan: HandlerPlan) -> tuple[int, int]:
    """Where the lines of an except clause begin and end."""
    assert plan.handler is not None, "a clause moves"
    text, start = plan.module.source.text, plan.module.span(plan.handler)[0]
    last = plan.module.span(plan.handler.body.body[-1])[1]
    return line_before(text, start), end_of_block(text, last, indent_of(plan.module, plan.handler))


def _takes(plan: HandlerPlan, other: HandlerPlan, planned: Set[int]) -> bool:
    """Whether all that a session raises for a later clause comes to a handler, and its body may stand there."""
    covers = WIDEST_CARRIER in plan.carriers or set(other.carriers) <= set(plan.carriers)
    assert other.handler is not None, "a clause moves"
    holds_others = any(id(node) in planned for node in walk(other.handler.body))
    return covers and bool(other.caught) and not holds_others and not any(_comments_left(other))


def _comments_left(plan: HandlerPlan) -> Iterator[str]:
    """The comments of a clause that are no part of its statements."""
    assert plan.handler is not None, "a clause moves"
    text = plan.module.source.text
    (first, last), (start, end) = span_of_clause(plan), span_of_body(plan.module, plan.handler)
    for part in (text[first:start], text[end:last]):
        yield from (line for line in part.splitlines() if "#" in line)
    leading: Sequence[cst.EmptyLine] = plan.handler.leading_lines
    yield from (line.comment.value for line in leading if line.comment is not None)
