"""SitePlan: the edits that take the place of a call site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.lowering.lowered import ImportName
from codemod.outcome import RepositoryCall
from codemod.source import Edit

#: Gives the local name of an import in the module at hand.
Naming = Callable[[ImportName], str]


@dataclass(frozen=True, slots=True, eq=False)
class SitePlan:
    """What one site changes in its file.

    Attributes:
        edits: disjoint edits; the session block is the first.
        imports: names the generated code needs.
        statement: the statement that was replaced or preceded.
        claims: spans no other site may edit: what stands there is looked at again in the new text.
        gone: expressions that are not there any more, besides queries.
        calls: the repository methods that sites call now.
        frees: the block of the site's connection goes away with the site.
        added: functions put behind others; at their places they come after every other edit.
    """

    edits: tuple[Edit, ...]
    imports: frozenset[ImportName]
    statement: cst.CSTNode
    claims: tuple[tuple[int, int], ...] = ()
    gone: tuple[cst.CSTNode, ...] = ()
    calls: Mapping[CallSite, RepositoryCall] = field(default_factory=dict)
    added: tuple[Edit, ...] = ()
    frees: bool = False
