"""Statements that put the queries of several calls together, which go when all of the calls have been converted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.outcome import Refusal
from codemod.resolution.removable import Building, Leftover, leftover_of
from codemod.rewriting.leftovers import removals_of
from codemod.source import Edit, ParsedModule


def shared_building(
    module: ParsedModule, conversions: Iterable[Conversion], edits: Sequence[Edit]
) -> tuple[list[Edit], list[cst.CSTNode]]:
    """Edits that take such statements away where they hold no comment, and the nodes that go.

    Args:
        module: the module.
        conversions: those that are written.
        edits: all edits of the module so far.
    """
    found: list[Edit] = []
    gone: list[cst.CSTNode] = []
    queries = (item.query for item in conversions if not item.query.removable)
    for building in _together(query.building for query in queries if query.building is not None):
        leftover = _leftover(building)
        removals, comments = removals_of(leftover.steps, leftover.tests, module, building.scope)
        if not comments and not any(one.overlaps(other) for one in removals for other in edits):
            found += removals
            gone += [*leftover.steps, *(part for item in leftover.tests for part in item.removed)]
    return found, gone


def _together(buildings: Iterable[Building]) -> list[Building]:
    """Those that share a statement as one; one that shares none is no more than it was."""
    groups: list[Building] = []
    for building in buildings:
        ids = {id(step) for step in building.steps}
        sharing = [group for group in groups if ids & {id(step) for step in group.steps}]
        groups = [group for group in groups if not any(group is item for item in sharing)]
        for group in sharing:
            building = group | building
        groups.append(building)
    return groups


def _leftover(building: Building) -> Leftover:
    try:
        return leftover_of(building)
    except Refusal:
        return Leftover()
