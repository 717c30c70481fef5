"""SharedSession: how the call sites on one connection run on one session, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.connections.connection_scopes import Blocker, ConnectionScope
from codemod.outcome import Refusal
from codemod.rewriting.sessions.session_sources import SessionOpening


@dataclass(frozen=True, slots=True, eq=False)
class SharedScope:
    """A block or function of a group, as far as its session is concerned.

    Attributes:
        scope: the block or function.
        opening: how the session comes into it; only the variable counts where it is a parameter.
        handlers: handlers that go on with the connection after an error.
        keywords: new names of the keywords that hand the connection on, by the identity of the argument.
        parameter: the new name of a parameter.
        attributes: new names of the attributes in which an object keeps the connection.
    """

    scope: ConnectionScope
    opening: SessionOpening
    handlers: tuple[cst.ExceptHandler, ...] = ()
    keywords: Mapping[int, str] = field(default_factory=dict)
    parameter: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def handed_on(self) -> str:
        """The name of the session that is handed on to other functions."""
        return self.parameter if self.scope.holder.instead is not None else self.opening.variable


@dataclass(slots=True, eq=False)
class ConnectionGroup:
    """Everything of one file that a connection reaches.

    Attributes:
        key: the same for all files of the group.
        paths: the files of the group.
        scopes: its blocks and functions in this file.
        refusal: why none of it can be converted.
    """

    key: str
    paths: frozenset[str]
    scopes: list[SharedScope] = field(default_factory=list)
    refusal: Refusal | None = None

    @property
    def crosses(self) -> bool:
        """Whether other files belong to it."""
        return len(self.paths) > 1

    @property
    def has_sites(self) -> bool:
        """Whether call sites of this file belong to it."""
        return any(place.scope.sites for place in self.scopes)


@dataclass(frozen=True, slots=True, eq=False)
class SharedSession:
    """The session of a block, as one call site on it sees it.

    Attributes:
        group: everything that goes along.
        place: the block or function of the site.
        in_transaction: a transaction block of the connection stands around the site.
        waits: the block may wait for something else after the site, or ask for the time anew.
        followed: another statement may run on the session after the site.
        alone: no other statement runs on the session, and nothing ends its transaction before the block does.
    """

    group: ConnectionGroup
    place: SharedScope
    in_transaction: bool
    waits: bool
    followed: bool
    alone: bool

    @property
    def scope(self) -> ConnectionScope:
        """The block or function of the site."""
        return self.place.scope

    @property
    def handlers(self) -> tuple[cst.ExceptHandler, ...]:
        """Handlers of the block that go on with the session."""
        return self.place.handlers

    @property
    def opens_each(self) -> bool:
        """Whether each site opens its session: the one that the function is given, or else one of its own."""
        return self.scope.holder.instead is not None

    @property
    def takes_limits(self) -> bool:
        """Whether a call may be given up: its block gives the session back, and nobody else goes on with it."""
        return not (self.scope.holder.is_function or self.scope.holder.may_be_given)

    @property
    def may_be_outside(self) -> bool:
        """Whether the site runs on a session of its own where the function is given none, outside any transaction."""
        return self.opens_each or self.scope.holder.may_be_given

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
        if self.group.refusal is not None:
            raise self.group.refusal.with_traceback(None)
        return self.place.opening


def blocked(scope: ConnectionScope, blocker: Blocker) -> Refusal:
    """The refusal of a group that something blocks."""
    line, _ = scope.module.line_column(scope.module.span(blocker.node)[0])
    return Refusal(blocker.code, f"{blocker.message} at {scope.module.source.path}:{line}")


def held_back(shared: SharedSession, by: CallSite, refusal: Refusal) -> Refusal:
    """The refusal of a site whose connection another refused site needs."""
    handle = shared.scope.holder.handle
    return Refusal("session.group", f"{handle} is shared with the call at {by.place}: {refusal.code}")


@dataclass(frozen=True, slots=True)
class JourneyPart:
    """What became of the part of one file in a connection that goes through several.

    Attributes:
        key: the same for all files of the connection, and ``paths`` these files.
        problem: why this part can't be converted; None when it is.
    """

    key: str
    paths: frozenset[str]
    problem: str | None
