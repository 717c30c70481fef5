"""SharedSession: how the call sites on one connection run on one session, all of them or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.connection_scopes import Blocker, ConnectionScope, find_connection_scopes
from codemod.discovery.connection_wrappers import ConnectionWrappers
from codemod.discovery.receivers import dotted
from codemod.discovery.shared_flow import SharedFlow
from codemod.discovery.tree import walk
from codemod.outcome import Refusal
from codemod.rewriting.sessions import SessionOpening, SessionSources

#: What gives the time the transaction began: two statements of one transaction see one time (manual 9.9.5).
_CLOCK = re.compile(r"\b(now\s*\(|transaction_timestamp|current_(timestamp|time|date)|localtime)", re.I)

#: A statement that is committed wherever it stands outside a transaction.
_WRITE = re.compile(r"\s*(insert|update|delete)\b", re.I)

#: The text of a site's query, as far as it can be told.
TextOf = Callable[[CallSite], str]


@dataclass(frozen=True, slots=True, eq=False)
class SharedSession:
    """The session of a block, as one call site on it sees it.

    Attributes:
        scope: the block, with its other sites.
        opening: how the block opens its session; a refusal where it can't.
        in_transaction: a transaction block of the connection stands around the site.
        waits: the block may wait for something else after the site, or ask for the time anew.
        followed: another statement may run on the session after the site.
        handlers: handlers that go on with the connection after an error of the site.
    """

    scope: ConnectionScope
    opening: SessionOpening | Refusal
    in_transaction: bool
    waits: bool
    followed: bool
    handlers: tuple[cst.ExceptHandler, ...] = ()

    @property
    def alone(self) -> bool:
        """No other statement runs on the session, and nothing ends its transaction before the block does."""
        return len(self.scope.sites) == 1 and not (self.in_transaction or self.waits or self.followed)

    def commits(self, writes: bool, locks: bool) -> bool:
        """Whether a commit stands where asyncpg's own was.

        A read may leave its transaction open for the next statement of the block, unless the block
        waits for something else in between, or the read holds locks.
        """
        return not self.in_transaction and (writes or self.waits or (locks and self.followed))

    def checked_opening(self) -> SessionOpening:
        """How the block opens its session.

        Raises:
            Refusal: ``session.none`` when it can't, ``session.group`` when something else needs the connection.
        """
        if isinstance(self.opening, Refusal):
            raise self.opening.with_traceback(None)
        return self.opening


def share_sessions(
    sites: Sequence[CallSite], sources: SessionSources, wrappers: ConnectionWrappers, text_of: TextOf
) -> Mapping[CallSite, SharedSession]:
    """The shared session of each call site that stands in the block of a connection.

    Args:
        sites: every call site of a module.
        sources: the ways of opening a session.
        wrappers: the project's own ways of giving a connection.
        text_of: query texts, for those that ask for the time.
    """
    return {
        site: shared
        for scope in find_connection_scopes(sites, wrappers)
        for site, shared in _of_scope(scope, sources, text_of).items()
    }


def _of_scope(scope: ConnectionScope, sources: SessionSources, text_of: TextOf) -> dict[CallSite, SharedSession]:
    flow = SharedFlow(scope)
    opening = _opening(scope, sources)
    found = {}
    for site in scope.sites:
        in_transaction = scope.in_transaction(site.call)
        caught = [] if in_transaction else flow.catching(site)
        if isinstance(caught, Blocker) or (caught and _blocked_handler(caught)):
            opening = blocked(scope, caught if isinstance(caught, Blocker) else _blocked_handler(caught))
            caught = []
        between, waits = flow.before_next_commit(site, lambda other: _commits_for_certain(other, text_of))
        waits = waits or any(_CLOCK.search(text_of(other)) for other in between)
        found[site] = SharedSession(scope, opening, in_transaction, waits, bool(flow.sites_after(site)), tuple(caught))
    if isinstance(opening, Refusal):
        found = {site: replace(shared, opening=opening) for site, shared in found.items()}
    return found


def _commits_for_certain(site: CallSite, text_of: TextOf) -> bool:
    """Whether a commit follows a site outside transactions: not where ``executemany`` may get no rows."""
    return site.method != "executemany" and _WRITE.match(text_of(site)) is not None


def _opening(scope: ConnectionScope, sources: SessionSources) -> SessionOpening | Refusal:
    if scope.blocker is not None:
        return blocked(scope, scope.blocker)
    pool = replace(
        scope.sites[0],
        receiver=scope.source,
        receiver_text=dotted(scope.source) or scope.module.text_of(scope.source),
        call=next(node for node in walk(scope.item.item) if isinstance(node, cst.Call)),
    )
    try:
        opening = sources.opening_for(pool)
    except Refusal as refusal:
        return refusal
    if opening.begins and (len(scope.sites) > 1 or scope.transactions or scope.begins):
        return blocked(scope, Blocker("the session that would take its place is in a transaction already", scope.item))
    return opening


def _blocked_handler(handlers: Sequence[cst.ExceptHandler]) -> Blocker | None:
    """A handler with its body on its own line has no place for a statement."""
    for handler in handlers:
        if not isinstance(handler.body, cst.IndentedBlock):
            return Blocker("a handler stands on one line with its body", handler)
    return None


def blocked(scope: ConnectionScope, blocker: Blocker | None) -> Refusal:
    """The refusal of a group that something blocks."""
    assert blocker is not None
    line, _ = scope.module.line_column(scope.module.span(blocker.node)[0])
    return Refusal("session.group", f"{blocker.message} at {scope.module.source.path}:{line}")


def held_back(shared: SharedSession, by: CallSite, refusal: Refusal) -> Refusal:
    """The refusal of a site whose connection another refused site needs."""
    line, _ = by.module.line_column(by.offset)
    place = f"{by.module.source.path}:{line}"
    return Refusal("session.group", f"{shared.scope.handle} is shared with the call at {place}: {refusal.code}")
