"""Difference: why a lowered statement is not shown to be the original one."""

from __future__ import annotations

from sqlglot import exp


class Difference(Exception):
    """The two statements differ, or can't be compared; ``str()`` is one sentence without a full stop."""


def require_parts(node: exp.Expr, known: frozenset[str] | set[str]) -> None:
    """Refuse a node that says more than its reader knows.

    Raises:
        Difference: an argument outside ``known`` is given.
    """
    given = {key for key, value in node.args.items() if value not in (None, False, [], "")}
    if given - known:
        raise Difference(f"{', '.join(sorted(given - known)).rstrip('_')} of {type(node).__name__} can't be compared")
