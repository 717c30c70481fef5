"""The groups of a module: which call sites share a connection, and how each runs on the session in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.connections.connection_holders import CONNECT, Holder
from codemod.discovery.connections.connection_scopes import Blocker, ConnectionScope, scope_of
from codemod.discovery.connections.shared_flow import SharedFlow
from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.receivers import classify
from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.project_context import ProjectContext
from codemod.rewriting.connections.connection_passing import Journey, find_journeys
from codemod.rewriting.connections.copying import odd_copies
from codemod.rewriting.connections.injected_openings import InjectedOpenings, session_name
from codemod.rewriting.connections.keeping import attribute_names, imports_in_class, opening_of_object
from codemod.rewriting.connections.lending import does_more_than_read
from codemod.rewriting.connections.rollbacks import handlers_going_on
from codemod.rewriting.connections.shared_session import ConnectionGroup, SharedScope, SharedSession, blocked
from codemod.rewriting.sessions.injected_sessions import ASYNC_SESSION
from codemod.rewriting.sessions.session_sources import SessionOpening
from codemod.source import ParsedModule
from codemod.syntax.tree import dotted

#: What gives the time or the number of the transaction: two statements of one transaction see one (manual 9.9.5, 9.27).
ASKS_TIME = re.compile(
    r"\b(now\s*\(|transaction_timestamp|current_(timestamp|time|date)|localtime|age\s*\(|txid_current|pg_current_xact)"
    r"|'(now|today|tomorrow|yesterday)'",
    re.I,
)

#: A statement that is committed wherever it stands outside a transaction.
_WRITE = re.compile(r"\s*(insert|update|delete)\b", re.I)

#: The text of a site's query, as far as it can be told.
TextOf = Callable[[CallSite], str]

#: What enters a session that somebody else will close.
NULLCONTEXT = ImportName("contextlib", "nullcontext")


@dataclass(frozen=True, slots=True, eq=False)
class Sharing:
    """The groups of a module, and the shared session of each call site that runs on a connection."""

    groups: tuple[ConnectionGroup, ...] = ()
    sessions: Mapping[CallSite, SharedSession] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class GroupFinder:
    """Finds the groups of a module.

    Attributes:
        context: the ways of opening a session, and the project's own ways of giving a connection.
        index: definitions and calls of the project.
        text_of: query texts, for those that ask for the time.
        writable: the files that the run may change; None for all. A new text of a file may go to no other.
        stopped: connections that can't be converted, with the reason.
    """

    context: ProjectContext
    index: ProjectIndex
    text_of: TextOf
    writable: Set[PurePosixPath] | None
    stopped: Mapping[str, str]

    @property
    def _injected(self) -> InjectedOpenings:
        return InjectedOpenings(self.context, self.index)

    def share(self, module: ParsedModule, sites: Sequence[CallSite], keys: Set[str]) -> Sharing:
        """The groups of a module.

        Args:
            module: the module.
            sites: its call sites.
            keys: connections that go through it, whether or not call sites of it are on them.
        """
        groups: list[ConnectionGroup] = []
        found: dict[CallSite, SharedSession] = {}
        for journey in find_journeys(module, sites, keys, self.index, self.context.connections):
            group = ConnectionGroup(journey.key, journey.paths, refusal=self._stopped(journey))
            found.update(self._of_journey(journey, group, module, sites))
            groups.append(group)
        return Sharing(tuple(groups), found)

    def _stopped(self, journey: Journey) -> Refusal | None:
        if journey.problem is not None:
            return Refusal("session.connection" if journey.uncalled else "session.group", journey.problem)
        if len(journey.paths) == 1:
            return None
        if journey.key in self.stopped:
            return Refusal("session.group", self.stopped[journey.key])
        kept = (
            []
            if self.writable is None
            else [path for path in sorted(journey.paths) if PurePosixPath(path) not in self.writable]
        )
        return Refusal("session.group", f"the connection goes on to {kept[0]}, which is to stay") if kept else None

    def _of_journey(
        self, journey: Journey, group: ConnectionGroup, module: ParsedModule, sites: Sequence[CallSite]
    ) -> dict[CallSite, SharedSession]:
        found: dict[CallSite, SharedSession] = {}
        for key, holder in journey.holders.items():
            if holder.module is module:
                passed = [item for item in journey.passings.values() if item.caller.opener is holder.opener]
                handing = [item for item in passed if item.callee.kept is None and item.argument is not None]
                begun, lends = journey.begun.get(key, False), self._injected.lends(journey, holder)
                scope = scope_of(
                    holder,
                    sites,
                    [item.argument for item in handing if item.argument is not None],
                    [item.call for item in passed if item not in handing],
                    begun=begun,
                    lends=lends,
                    carried=key in journey.carried,
                    lending=[name for item in passed if item.callee.lent for name in item.callee.lent.names],
                )
                keywords = {
                    id(item.argument): _parameter_name(item.callee, journey)
                    for item in handing
                    if item.argument is not None and item.argument.keyword is not None
                }
                givers = [item.caller for item in journey.passings.values() if item.callee.opener is holder.opener]
                named = givers[0] if holder.may_be_given and givers else holder
                found.update(self._of_scope(scope, group, keywords, _parameter_name(named, journey)))
        return found

    def _of_scope(
        self, scope: ConnectionScope, group: ConnectionGroup, keywords: Mapping[int, str], parameter: str
    ) -> dict[CallSite, SharedSession]:
        flow = SharedFlow(scope)
        opening = self._opening(scope, parameter)
        if isinstance(opening, Refusal):
            group.refusal = group.refusal or opening
            opening = SessionOpening("")
        handlers = handlers_going_on(scope, flow, self.index.exception_names(scope.module))
        if isinstance(handlers, Refusal):
            group.refusal = group.refusal or handlers
            handlers = ()
        has_session = not (scope.holder.may_be_none or scope.holder.takes_object or scope.holder.only_objects)
        if handlers and not has_session:
            group.refusal = group.refusal or blocked(scope, Blocker("a handler goes on after an error", handlers[0]))
        if scope.holder.may_be_given and scope.begun and does_more_than_read(scope):
            message = f"{scope.holder.name} comes in a transaction or is acquired, and does more than read once"
            group.refusal = group.refusal or blocked(scope, Blocker(message, scope.holder.opener))
        names = attribute_names(scope.holder, self.index)
        place = SharedScope(scope, opening, handlers, keywords, parameter, names)
        group.scopes.append(place)
        return {site: self._of_site(site, flow, group, place) for site in scope.sites}

    def _of_site(self, site: CallSite, flow: SharedFlow, group: ConnectionGroup, place: SharedScope) -> SharedSession:
        scope = place.scope
        in_transaction = scope.in_transaction(site.call)
        between, waits = flow.before_next_commit(site, self._commits_for_certain)
        later = flow.sites_after(site)
        again = [site] if site in later else []  # in a loop, it asks for the time again
        waits = waits or any(ASKS_TIME.search(self.text_of(other)) for other in (*between, *again))
        followed = bool(later)
        alone = len(scope.sites) == 1 and not (in_transaction or waits or followed or scope.lends)
        return SharedSession(group, place, in_transaction, waits, followed, alone)

    def _commits_for_certain(self, site: CallSite) -> bool:
        """Whether a commit follows a site outside transactions: not where ``executemany`` may get no rows."""
        return not site.runs.many and _WRITE.match(self.text_of(site)) is not None

    def _opening(self, scope: ConnectionScope, parameter: str) -> SessionOpening | Refusal:
        blocker = scope.blocker or next(odd_copies(scope, self.context.registry), None)
        if blocker is not None:
            return blocked(scope, blocker)
        holder = scope.holder
        if holder.call is None:
            return self._of_parameter(scope, parameter)
        source = holder.call.func
        if holder.lent is not None:
            source = holder.lent.source
        elif holder.takes_pool:
            source = next((item.value for item in holder.call.args if dotted(item.value)), source)
        elif isinstance(source, cst.Attribute) and dotted(source) != CONNECT:
            source = source.value
        pool = _as_site(scope, source, holder.call)
        try:
            opening = self.context.sessions.opening_for(pool)
        except Refusal as refusal:
            return refusal
        several = len(scope.sites) > 1 or scope.transactions or scope.begun or scope.passed
        isolation = self.context.sessions.isolation
        if isolation is not None and several:
            return blocked(scope, Blocker(f"{isolation} gives its engine an isolation level of its own", holder.opener))
        if opening.begins and several:
            message = "the session that would take its place is in a transaction already"
            return blocked(scope, Blocker(message, holder.opener))
        if holder.has_handlers and not opening.is_session:
            message = "the block handles its errors before it gives the connection back, and no session is made by hand"
            return blocked(scope, Blocker(message, holder.opener))
        return self._given_or(opening, scope, parameter, holder.opener) if holder.may_be_given else opening

    def _of_parameter(self, scope: ConnectionScope, name: str) -> SessionOpening | Refusal:
        """How the sites of a function get the session it is given, or one of their own where it may be given none."""
        holder, instead = scope.holder, scope.holder.instead
        assert isinstance(holder.opener, cst.Param)
        if holder.kept is not None:
            return opening_of_object(holder, attribute_names(holder, self.index))
        if holder.injection is not None:
            return self._injected.opening(scope)
        imports = (ASYNC_SESSION,) if holder.opener.annotation is not None else imports_in_class(holder)
        if instead is None or not scope.sites:
            return SessionOpening("", name, imports)
        if classify(instead.pool, holder.scope, self.context.config) != "pool":
            return blocked(scope, Blocker(f"what {instead.alias} is without a connection is not known", instead.line))
        try:
            opening = self.context.sessions.opening_for(_as_site(scope, instead.pool, scope.sites[0].call))
        except Refusal as refusal:
            return refusal
        found = self._given_or(opening, scope, name, instead.line)
        return replace(found, imports=(*imports, *found.imports)) if isinstance(found, SessionOpening) else found

    def _given_or(
        self, opening: SessionOpening, scope: ConnectionScope, name: str, at: cst.CSTNode
    ) -> SessionOpening | Refusal:
        """The session that a parameter may be, or else one that is opened."""
        if opening.begins or self.context.sessions.isolation is not None:
            return blocked(scope, Blocker("the project's sessions come with transactions of their own", at))
        own = session_name(scope.scope.names | {name})
        made = opening.header.removeprefix("async with ").removesuffix(f" as {opening.variable}")
        header = f"async with nullcontext({name}) if {name} is not None else {made} as {own}"
        return SessionOpening(header, own, (*opening.imports, NULLCONTEXT))


def _parameter_name(holder: Holder, journey: Journey) -> str:
    """The name of the parameter that takes the session: the old one where a decorator knows it by that."""
    known = journey.carried.get(id(holder.opener))
    return holder.name if known is not None and known.knows_name else session_name(holder.scope.names)


def _as_site(scope: ConnectionScope, pool: cst.BaseExpression, call: cst.Call) -> CallSite:
    """The acquiring of the connection as a call site on the pool, for which a session can be found."""
    module = scope.module
    return CallSite(
        module=module,
        call=call,
        awaited=None,
        method="execute",
        written_method="acquire",
        receiver=pool,
        receiver_text=dotted(pool) or module.text_of(pool),
        receiver_kind="pool",
        query=pool,
        arguments=(),
        star_argument=None,
        options={},
        statement=scope.block,
        scope=scope.scope,
    )
