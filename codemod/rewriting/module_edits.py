"""All rewrites of one module: plans of its sites, names and imports, and the text they give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import libcst as cst

from codemod.converting.conversion import Conversion
from codemod.converting.workbench import Workbench
from codemod.discovery.call_sites import CallSite
from codemod.files.project_files import ProjectFiles
from codemod.lowering.lowered import ImportName
from codemod.mapping.import_paths import dotted_name
from codemod.outcome import Refusal, RepositoryCall
from codemod.rewriting.connections.adjacent_sessions import join_adjacent
from codemod.rewriting.connections.group_plan import plan_group, plan_scopes
from codemod.rewriting.connections.shared_session import ConnectionGroup
from codemod.rewriting.errors.handlers import HandlerPlan
from codemod.rewriting.errors.module_handlers import settle_handlers
from codemod.rewriting.imports import ModuleImports
from codemod.rewriting.layout import Layout, layout_of
from codemod.rewriting.leftovers import with_closed_gaps
from codemod.rewriting.plan import SitePlanner, plan_site
from codemod.rewriting.private_functions.private_names import PrivateNames, private_names
from codemod.rewriting.rows.reader_edits import ReaderEdit
from codemod.rewriting.shared_building import shared_building
from codemod.rewriting.site_plan import Naming, SitePlan
from codemod.rewriting.typing_imports import drop_typing_imports
from codemod.rewriting.unused_bindings import unused_bindings
from codemod.rewriting.unused_names import is_imported_from, no_longer_read, quoted_names
from codemod.source import Edit, ParsedModule, apply_edits
from codemod.verification.source import SourceCheckError, check_source


@dataclass(frozen=True, slots=True)
class ModuleRewrite:
    """The new text of a module.

    Attributes:
        refusals: sites that could not be planned after all.
        deferred: sites whose text another rewrite edits: to be looked at again in the new text.
        unwritten: a handler that sites of other functions need can't be written after all.
        passing: keys of the groups without call sites that were converted.
        calls: the repository methods that sites call now.
    """

    text: str
    refusals: dict[CallSite, Refusal] = field(default_factory=dict)
    deferred: frozenset[CallSite] = frozenset()
    unwritten: bool = False
    passing: frozenset[str] = frozenset()
    calls: dict[CallSite, RepositoryCall] = field(default_factory=dict)


def rewrite_module(
    module: ParsedModule,
    conversions: Sequence[Conversion],
    bench: Workbench,
    planner: SitePlanner = plan_site,
    handlers: Sequence[HandlerPlan] = (),
    groups: Sequence[ConnectionGroup] = (),
    readers: Sequence[ReaderEdit] = (),
) -> ModuleRewrite:
    """Plan and apply the rewrites of one module.

    A file whose new text breaks a promise is left as it was, with every site refused for it.

    Args:
        module: the module.
        conversions: its proven sites.
        bench: the project's facts and look-ups.
        planner: writes a site in the style asked for.
        handlers: handlers of the module that sites of other functions need.
        groups: what connections reach here that have their call sites in other modules.
        readers: edits of the module that sites of other modules need.
    """
    if not conversions and not handlers and not groups and not readers:
        return ModuleRewrite(module.source.text)
    config = bench.context.config
    imports = ModuleImports(module, bench.context.import_graph)
    layout = layout_of(module, config)
    names = private_names(module, bench.index, config)
    own_module = dotted_name(module.source.path, {})
    refusals: dict[CallSite, Refusal] = {}
    plans: dict[CallSite, SitePlan] = {}
    read = SitePlan(tuple(reader.edit for reader in readers), frozenset(), module.tree)
    deferred: set[CallSite] = set()

    def naming(wanted: ImportName) -> str:
        return imports.local_name(wanted, own_module)

    for members in grouped(conversions):
        planned = _planned(members, layout, naming, names, planner)
        sites = [conversion.site for conversion in members]
        if not isinstance(planned, SitePlan):
            refusals.update(planned)
        elif _overlaps(planned, (read, *plans.values())) or _comes_later(planned, sites[0], plans.values()):
            deferred.update(sites)
        else:
            plans.update(dict.fromkeys(sites, planned))
    bare: dict[str, SitePlan] = {}
    for group in groups:
        passing = _planned_bare(group, layout, naming)
        if passing is not None and not _overlaps(passing, [read, *plans.values(), *bare.values()]):
            bare[group.key] = passing
    settled = settle_handlers(module, conversions, plans, handlers, layout, naming)
    refusals.update(settled.refusals)
    if bench.context.sessions.isolation is None:
        plans = join_adjacent(conversions, plans, naming)
    everything = [read, *plans.values(), *bare.values()]
    edits = _distinct([*(edit for plan in everything for edit in plan.edits), *settled.edits])
    used = settled.imports.union(*(plan.imports for plan in everything))
    done = [item for item in conversions if item.site in plans]
    shared, built = shared_building(module, done, edits)
    edits += shared
    written = [*edits, *(edit for plan in everything for edit in plan.added)]
    idle, values = unused_bindings(module, (site.scope for site in plans), written)
    edits += idle
    gone = (*settled.gone, *values, *built, *(node for plan in bare.values() for node in plan.gone))
    unused = _no_longer_read(module, done, gone, bench.context.files)
    unused -= quoted_names(module, edits) if unused else set()
    unused -= {name for name in unused if any(re.search(rf"\b{re.escape(name)}\b", edit.text) for edit in edits)}
    edits += [*imports.edits(used, unused, layout), *drop_typing_imports(module, unused)] if edits else []
    # functions follow whatever else ends where they begin
    edits += sorted(_distinct(edit for plan in everything for edit in plan.added), key=_by_depth)
    edits = with_closed_gaps(module.source.text, edits)
    try:
        text = apply_edits(module.source.text, edits)
        module.source.encode(text)
        check_source(module.source, text, edits)
    except (SourceCheckError, ValueError) as error:
        broken = Refusal("unproven", f"the new text of the file is not sound: {error}")
        refusals.update(dict.fromkeys(plans, broken))
        return ModuleRewrite(module.source.text, refusals, unwritten=bool(handlers or readers))
    calls = {site: called for plan in plans.values() for site, called in plan.calls.items()}
    deferred |= settled.deferred
    return ModuleRewrite(text, refusals, frozenset(deferred), settled.unwritten, frozenset(bare), calls)


def _planned_bare(group: ConnectionGroup, layout: Layout, naming: Naming) -> SitePlan | None:
    try:
        return plan_scopes(group, (), layout, naming)
    except Refusal:
        return None  # the group is then refused in the modules of its call sites


def grouped(conversions: Sequence[Conversion]) -> list[list[Conversion]]:
    """Conversions that go together; those on one connection come first, the outer block before the inner one."""
    groups: dict[int, list[Conversion]] = {}
    for conversion in conversions:
        if conversion.shared is not None:
            groups.setdefault(id(conversion.shared.group), []).append(conversion)
    return [*groups.values(), *([conversion] for conversion in conversions if conversion.shared is None)]


def _planned(
    members: list[Conversion], layout: Layout, naming: Naming, names: PrivateNames, planner: SitePlanner
) -> SitePlan | dict[CallSite, Refusal]:
    path = members[0].site.module.source.path
    readers = [item.edit for member in members for item in member.consumption.elsewhere if item.path == path]
    try:
        if members[0].shared is None:
            planned: SitePlan | dict[CallSite, Refusal] = planner(members[0], layout, naming, names)
        else:
            planned = plan_group(members, layout, naming, names, planner)
    except Refusal as refusal:
        return {members[0].site: refusal}
    return replace(planned, edits=(*planned.edits, *readers)) if isinstance(planned, SitePlan) else planned


def _distinct(edits: Iterable[Edit]) -> list[Edit]:
    """Every edit once: two sites may drop the same line or rewrite the same use."""
    return list(dict.fromkeys(edits))


def _by_depth(added: Edit) -> int:
    """Where a class and its last method end, its methods come first."""
    first = added.text.lstrip("\r\n")
    return len(first.lstrip()) - len(first)


def _overlaps(plan: SitePlan, others: Iterable[SitePlan]) -> bool:
    """Whether another plan edits the same statement, or text inside this one's edits."""
    return any(
        other.statement is plan.statement
        or _reaches_into(plan, other)
        or _reaches_into(other, plan)
        or any(edit != taken and edit.overlaps(taken) for edit in plan.edits for taken in other.edits)
        for other in others
    )


def _comes_later(plan: SitePlan, site: CallSite, others: Iterable[SitePlan]) -> bool:
    """Whether a function would be made for a call that may stand first once another one is a name before it."""
    return bool(plan.added) and any(other.statement is site.statement for other in others)


def _reaches_into(plan: SitePlan, other: SitePlan) -> bool:
    """Whether a plan edits something inside the claims of another."""
    return any(edit.start < end and start < edit.end for edit in plan.edits for start, end in other.claims)


def _no_longer_read(
    module: ParsedModule, conversions: Sequence[Conversion], others: Sequence[cst.CSTNode], files: ProjectFiles
) -> frozenset[str]:
    """Names that only replaced calls (imported constants and pools, mostly) and other replaced expressions read."""
    removed: list[cst.CSTNode] = list(others)
    receivers: set[str] = set()
    for conversion in conversions:
        site = conversion.site
        removed += (site.query, *conversion.query.removable)
        root = site.receiver
        while isinstance(root, cst.Attribute):
            root = root.value
        if isinstance(root, cst.Name) and not site.scope.is_local(root.value):
            removed.append(root)
            receivers.add(root.value)
    unused = no_longer_read(module, removed, [node for item in conversions for node in item.selectors.values()])
    return unused - {name for name in unused & receivers if is_imported_from(module, name, files)}
