"""Adjacent calls of a pool share one session block, where that changes nothing but the number of blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.discovery.call_sites import CallSite
from codemod.rewriting.connections.groups import ASKS_TIME
from codemod.rewriting.site_code import header_of
from codemod.rewriting.site_plan import Naming, SitePlan
from codemod.source import Edit, ParsedModule
from codemod.syntax.lines import indent_at
from codemod.syntax.tree import walk


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """The session block of one call site.

    Attributes:
        edit: the edit that writes it.
        line: its first line, ``indent`` what stands before that.
    """

    conversion: Conversion
    plan: SitePlan
    edit: Edit
    line: str
    indent: str

    @property
    def module(self) -> ParsedModule:
        return self.conversion.site.module

    @property
    def ends(self) -> bool:
        """Whether the block is all that took the place of the statement, and runs on into the next one."""
        site = self.conversion.site
        inside = [line for line in self.edit.text[len(self.line) :].splitlines() if line.strip()]
        returns = isinstance(site.scope.parent(site.awaited), cst.Return) if site.awaited is not None else True
        is_block = all(line.startswith(f"{self.indent} ") or line.startswith(f"{self.indent}\t") for line in inside)
        return is_block and not returns and (self.edit.start, self.edit.end) == self.module.span(self.plan.statement)


def join_adjacent(
    conversions: Iterable[Conversion], plans: Mapping[CallSite, SitePlan], naming: Naming
) -> dict[CallSite, SitePlan]:
    """The plans with the header of a session block left out where the block before it can go on.

    Args:
        conversions: the conversions of a module.
        plans: the plans of those that are written.
        naming: local names of imports.
    """
    found = dict(plans)
    kept = sorted((item for item in conversions if item.site in plans), key=lambda item: item.site.offset)
    blocks = [_block_of(item, plans[item.site], naming) for item in kept]
    for first, second in pairwise(blocks):
        if first is None or second is None or not first.ends or not _stand_together(first, second):
            continue
        if _may_share(first.conversion, second.conversion):
            body = second.edit.text[len(second.line) :].lstrip("\r\n").removeprefix(second.indent)
            edits = tuple(replace(edit, text=body) if edit is second.edit else edit for edit in second.plan.edits)
            found[second.conversion.site] = replace(found[second.conversion.site], edits=edits)
    return found


def _block_of(conversion: Conversion, plan: SitePlan, naming: Naming) -> _Block | None:
    if conversion.shared is not None or plan.calls:
        return None
    module = conversion.site.module
    start = module.span(plan.statement)[0]
    line = f"{header_of(conversion.opening, naming)}:"
    edit = next((edit for edit in plan.edits if edit.start == start and edit.text.startswith(line)), None)
    return _Block(conversion, plan, edit, line, indent_at(module, start)) if edit is not None else None


def _stand_together(first: _Block, second: _Block) -> bool:
    """Whether nothing stands between two statements of a block but what the rewrite takes away."""
    scope = first.conversion.site.scope
    if first.line != second.line or scope.node is not second.conversion.site.scope.node:
        return False
    if scope.parent(first.plan.statement) is not scope.parent(second.plan.statement):
        return False
    start, end = first.edit.end, second.edit.start
    between = first.module.source.text[start:end]
    for edit in sorted((*first.plan.edits, *second.plan.edits), reverse=True):
        if start <= edit.start and edit.end <= end and not edit.text:
            between = between[: edit.start - start] + between[edit.end - start :]
    return not between.strip()


def _may_share(first: Conversion, second: Conversion) -> bool:
    """Whether the second statement does the same on the session of the first.

    A write is committed at once, a read leaves its transaction open until the next statement, which is sent at once:
    it must not hold rows, and the next one must not ask when the transaction began.
    """
    if "entities" in (first.consumption.shape, second.consumption.shape):
        return False  # a commit would expire them, and a second read give the same objects again
    if first.opening.begins or first.opening.expires or (first.locks and not first.commits):
        return False
    if not first.commits and ASKS_TIME.search(second.query.every_text):
        return False
    return first.commits or not any(isinstance(node, cst.Await) for node in walk(second.site.call))
