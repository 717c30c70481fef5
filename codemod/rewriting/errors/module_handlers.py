"""The handlers around the rewritten sites of one module: each is edited once, however many sites it guards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.discovery.call_sites import CallSite
from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.rewriting.errors.caller_handlers import place_of
from codemod.rewriting.errors.handler_edits import HandlerEdits, edits_of_handler
from codemod.rewriting.errors.handlers import HandlerPlan
from codemod.rewriting.errors.moved_clauses import with_moved_clauses
from codemod.rewriting.layout import Layout
from codemod.rewriting.site_plan import Naming, SitePlan
from codemod.source import Edit, ParsedModule
from codemod.syntax.tree import walk

#: A string that is an annotation: names, dots, brackets.
_ANNOTATION: Final = re.compile(r"""[rRuU]?(['"])[\w.\[\], |]+\1""")


@dataclass(frozen=True, slots=True)
class ModuleHandlers:
    """What the handlers of a module change.

    Attributes:
        edits: their edits, disjoint from those of the sites.
        imports: names they need.
        gone: expressions that are not there any more.
        refusals: sites whose handler can't be written after all.
        deferred: sites whose text a handler edits.
        unwritten: a handler for sites elsewhere can't be written after all.
    """

    edits: tuple[Edit, ...] = ()
    imports: frozenset[ImportName] = frozenset()
    gone: tuple[cst.CSTNode, ...] = ()
    refusals: dict[CallSite, Refusal] = field(default_factory=dict)
    deferred: frozenset[CallSite] = frozenset()
    unwritten: bool = False


def settle_handlers(
    module: ParsedModule,
    conversions: Sequence[Conversion],
    plans: dict[CallSite, SitePlan],
    others: Sequence[HandlerPlan],
    layout: Layout,
    naming: Naming,
) -> ModuleHandlers:
    """Plan the handlers around the sites that are rewritten.

    Args:
        module: the module.
        conversions: every converted site of the module.
        plans: plans of the sites; those that can't be kept are taken out.
        others: handlers that sites of other functions need.
        layout: the module's way of writing.
        naming: local names of imports.
    """
    refusals: dict[CallSite, Refusal] = {}
    deferred: set[CallSite] = set()
    while True:
        kept = [item for item in conversions if item.site in plans]
        found: list[HandlerEdits] = []
        converted = frozenset(id(node) for item in kept for node in _replaced(item))
        groups = [item.shared.group for item in kept if item.shared is not None]
        rolled_back = frozenset(id(node) for group in groups for place in group.scopes for node in place.handlers)
        try:
            for handler in with_moved_clauses(_handlers(kept, others), rolled_back):
                current = handler
                found.append(edits_of_handler(handler, converted, rolled_back, layout, naming))
        except Refusal as refusal:
            dropped = _with_their_groups(plans, [plans[item.site] for item in kept if _guards(current, item)])
            refusals.update(dict.fromkeys(dropped, refusal))
            if not dropped:
                return ModuleHandlers(unwritten=True)
        else:
            edits = [edit for item in found for edit in item.edits]
            dropped = _with_their_groups(plans, [plan for plan in plans.values() if _meets(plan, edits)])
            deferred.update(dropped)
        if not dropped:
            break
        for site in dropped:
            del plans[site]
    replaced = {id(node) for plan in plans.values() for node in plan.gone}
    all_gone = [
        *(node for item in found for node in item.gone),
        *(node for plan in plans.values() for node in plan.gone),
    ]
    gone = tuple(node for node in all_gone if not _named_in_text(module, node, replaced))
    imports = frozenset[ImportName]().union(*(item.imports for item in found))
    return ModuleHandlers(tuple(edits), imports, gone, refusals, frozenset(deferred))


def _replaced(conversion: Conversion) -> Iterator[cst.CSTNode]:
    """The awaits and blocks that a rewritten site leaves no more of."""
    yield conversion.site.awaited or conversion.site.call
    if conversion.shared is not None:
        yield conversion.shared.scope.block
        yield from conversion.shared.scope.own_awaits
        for transaction in conversion.shared.scope.transactions:
            yield from (transaction.block,) if transaction.block is not None else transaction.awaits


def _with_their_groups(plans: Mapping[CallSite, SitePlan], dropped: Sequence[SitePlan]) -> list[CallSite]:
    """The sites of some plans; sites on one connection have one plan."""
    return [site for site, plan in plans.items() if any(item is plan for item in dropped)]


def _handlers(conversions: Iterable[Conversion], others: Sequence[HandlerPlan]) -> list[HandlerPlan]:
    """Every handler once: one that guards sites here may be needed elsewhere as well."""
    around = [handler for item in conversions for handler in item.handlers]
    return list({place_of(handler): handler for handler in (*others, *around)}.values())


def _guards(handler: HandlerPlan, conversion: Conversion) -> bool:
    return any(place_of(item) == place_of(handler) for item in conversion.handlers)


def _meets(plan: SitePlan, edits: Iterable[Edit]) -> bool:
    return any(mine.start < edit.end and edit.start < mine.end for mine in plan.edits for edit in edits)


def _named_in_text(module: ParsedModule, node: cst.CSTNode, replaced: Set[int]) -> bool:
    """Whether an annotation in quotes, other than the replaced ones, reads the name that an expression begins with."""
    while isinstance(node, cst.Attribute):
        node = node.value
    if not isinstance(node, cst.Name) or not re.search(rf"['\"\[ |]{node.value}\b", module.source.text):
        return False
    word = re.compile(rf"\b{node.value}\b")
    found = (item for item in walk(module.tree) if isinstance(item, cst.SimpleString) and id(item) not in replaced)
    strings = (item.value for item in found)
    return any(_ANNOTATION.fullmatch(text) and word.search(text) for text in strings)
