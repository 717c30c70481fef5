"""Calls that run a coroutine they are given: its value turns up elsewhere."""

from __future__ import annotations

from typing import Final

import libcst as cst

from codemod.discovery.exception_handlers import called_name
from codemod.discovery.occurrences import Occurrence

#: Calls that run a coroutine they are given; what it returns comes out elsewhere.
_RUNNERS: Final = frozenset(
    {"gather", "create_task", "ensure_future", "wait_for", "shield", "run", "run_until_complete"}
)


def runs_coroutine(occurrence: Occurrence) -> bool:
    """Whether an unawaited call is handed to something that awaits it, so that its value turns up elsewhere."""
    node: cst.CSTNode | None = occurrence.scope.parent(occurrence.node)
    while isinstance(node, cst.Arg | cst.Element | cst.List | cst.ListComp | cst.GeneratorExp | cst.StarredElement):
        node = occurrence.scope.parent(node)
    return isinstance(node, cst.Call) and called_name(node) in _RUNNERS
