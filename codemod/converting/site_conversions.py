"""The conversions of a module's call sites: each on its own, and those on one connection together or not at all."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from codemod.converting.conversion import Conversion, Trace, convert_site
from codemod.converting.workbench import Workbench
from codemod.discovery.call_sites import CallSite
from codemod.outcome import Refusal
from codemod.rewriting.connections.groups import GroupFinder
from codemod.rewriting.connections.shared_session import ConnectionGroup, SharedSession, held_back
from codemod.source import ParsedModule


@dataclass(slots=True, eq=False)
class SiteConversions:
    """What became of each call site before anything is edited."""

    converted: list[Conversion] = field(default_factory=list)
    refusals: dict[CallSite, Refusal] = field(default_factory=dict)
    groups: tuple[ConnectionGroup, ...] = ()

    @property
    def bare_groups(self) -> list[ConnectionGroup]:
        """Groups that can be converted, without a call site in this module."""
        return [group for group in self.groups if group.refusal is None and not group.has_sites]


def convert_sites(
    module: ParsedModule,
    sites: Sequence[CallSite],
    bench: Workbench,
    keys: Set[str] = frozenset(),
    traced: CallSite | None = None,
    trace: Trace | None = None,
) -> SiteConversions:
    """Take every call site of a module through every stage.

    Args:
        module: the module.
        sites: its call sites but those in wrapper bodies.
        bench: the tools of the process.
        keys: connections that go through the module, whether or not call sites of it are on them.
        traced: the site whose steps ``trace`` is told.
        trace: is told every step.
    """

    def text_of(site: CallSite) -> str:
        try:
            return bench.query(site).every_text
        except Refusal:
            return ""  # the site is refused for it, and its group with it

    index = bench.index_of(module)
    # a place in a new text of the file is no place that other files could name
    writable = bench.orders.converted if index is bench.index else frozenset[PurePosixPath]()
    stopped = dict(bench.orders.stopped)
    sharing = GroupFinder(bench.context, index, text_of, writable, stopped).share(module, sites, keys)
    shared = sharing.sessions
    found = SiteConversions(groups=sharing.groups)
    for site in sites:
        try:
            tell = trace if site is traced else None
            found.converted.append(convert_site(site, bench, tell, shared.get(site)))
        except Refusal as refusal:
            found.refusals[site] = refusal
    hold_back(found, [(site, shared[site]) for site in sites if site in shared])
    return found


def hold_back(found: SiteConversions, grouped: Sequence[tuple[CallSite, SharedSession]]) -> None:
    """Refuse every site that shares its connection with a refused one."""
    blocking: dict[int, CallSite] = {}
    for site, shared in grouped:
        if site in found.refusals:
            blocking.setdefault(id(shared.group), site)
    own = dict(found.refusals)
    for site, shared in grouped:
        by = blocking.get(id(shared.group))
        if by is not None and site not in own:
            found.refusals[site] = held_back(shared, by, own[by])
    found.converted = [item for item in found.converted if item.site not in found.refusals]
