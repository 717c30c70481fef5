"""What runs after a statement inside the block of a connection: other statements, waiting, handlers of its errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.connections.connection_scopes import Blocker, ConnectionScope
from codemod.syntax.tree import children, may_swallow, walk


@dataclass(slots=True, eq=False)
class SharedFlow:
    """The order of what happens inside the block of one connection."""

    scope: ConnectionScope
    _order: list[cst.CSTNode] = field(default_factory=list)
    _place: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pending: list[cst.CSTNode] = [self.scope.block.body]
        while pending:
            node = pending.pop()
            self._place[id(node)] = len(self._order)
            self._order.append(node)
            if not isinstance(node, cst.FunctionDef):  # it runs elsewhere; what a lambda does is refused
                pending.extend(reversed(children(node)))

    def sites_after(self, site: CallSite) -> list[CallSite]:
        """The call sites on the same connection that may run after ``site``, itself if it stands in a loop."""
        return self._sites(self._after(site))

    def before_next_commit(self, site: CallSite, writes: Callable[[CallSite], bool]) -> tuple[list[CallSite], bool]:
        """What may happen before the transaction that ``site`` opens is committed by another statement.

        Args:
            site: a call site outside any transaction of the connection.
            writes: whether a call site is certain to be followed by a commit.

        Returns:
            The call sites in between, the committed one included, and whether the block may wait for
            anything else or begin a transaction in between.
        """
        closing = self._next_write(site, writes)
        if closing is not None and any(map(self._skips, self._between(site, closing))):
            closing = None
        nodes = self._after(site)
        returns = closing is None and self.scope.lends  # what the caller does then is its own affair
        if closing is not None:
            nodes = self._between(site, closing)
        own = {id(node) for node in (*(other.awaited for other in self.scope.sites), *self.scope.own_awaits)}
        waits = any(waits_for_something(node) and id(node) not in own for node in nodes)
        return [*self._sites(nodes), *([closing] if closing is not None else [])], waits or returns

    def _between(self, site: CallSite, closing: CallSite) -> Sequence[cst.CSTNode]:
        return self._order[self._place[id(site.call)] + 1 : self._place[id(closing.statement)]]

    def _skips(self, node: cst.CSTNode) -> bool:
        """Whether a statement leaves its block for a place where the connection may be used on."""
        if isinstance(node, cst.Continue | cst.Break):
            return True
        return isinstance(node, cst.Return) and self.scope.lends

    def _next_write(self, site: CallSite, writes: Callable[[CallSite], bool]) -> CallSite | None:
        """The next write that certainly runs when nothing returns or raises: a later line of the same block."""
        for item in self._around(site.call):
            if isinstance(item, cst.Try | cst.TryStar) or (isinstance(item, cst.With) and may_swallow(item)):
                return None
        around = self.scope.scope.parent(site.statement)
        lines = {id(line) for line in around.body} if isinstance(around, cst.IndentedBlock) else set[int]()
        for other in self.scope.sites:
            later = self._place[id(other.call)] > self._place[id(site.call)] and id(other.statement) in lines
            if later and writes(other) and self._is_whole_statement(other):
                return other
        return None

    def _is_whole_statement(self, site: CallSite) -> bool:
        holder = self.scope.scope.parent(site.awaited) if site.awaited is not None else None
        return isinstance(holder, cst.Expr | cst.Assign | cst.AnnAssign | cst.Return)

    def _sites(self, nodes: Sequence[cst.CSTNode]) -> list[CallSite]:
        later = {id(node) for node in nodes}
        return [other for other in self.scope.sites if id(other.call) in later]

    def _after(self, site: CallSite) -> Sequence[cst.CSTNode]:
        loops = [item for item in self._around(site.call) if isinstance(item, cst.For | cst.While)]
        return self._order[self._place[id(loops[-1])] if loops else self._place[id(site.call)] + 1 :]

    def _around(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """What stands around a node inside the block, innermost first."""
        current = self.scope.scope.parent(node)
        while current is not None and current is not self.scope.block.body:
            yield current
            current = self.scope.scope.parent(current)

    def passing_calls(self) -> list[cst.CSTNode]:
        """The calls that hand the connection to another function, or run a method of an object that keeps it."""
        calls = [self.scope.scope.parent(argument) for argument in self.scope.passed]
        return [*(call for call in calls if call is not None), *self.scope.calling]

    def catching(self, call: cst.CSTNode) -> list[cst.ExceptHandler] | Blocker:
        """The handlers that may go on with the connection after an error of ``call``, outside any transaction.

        asyncpg's connection is as good as before then, a session's transaction is not.
        """
        found: list[cst.ExceptHandler] = []
        node: cst.CSTNode = call
        for outer in self._around(call):
            if isinstance(outer, cst.With) and may_swallow(outer) and self._goes_on(outer):
                return Blocker("an error of the call is suppressed inside the block", outer)
            if isinstance(outer, cst.TryStar) and outer.body is node:
                return Blocker("an error of the call is handled by except*", outer)
            if isinstance(outer, cst.Try) and outer.body is node:
                if outer.finalbody is not None and self._uses_connection(outer.finalbody):
                    return Blocker("the connection is used in a finally clause", outer.finalbody)
                found += [handler for handler in outer.handlers if self._goes_on_after(outer, handler)]
            node = outer
        return found

    def _goes_on_after(self, guard: cst.Try, handler: cst.ExceptHandler) -> bool:
        if self._uses_connection(handler):
            return True
        last = handler.body.body[-1] if handler.body.body else None
        small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
        leaves = cst.Raise if self.scope.lends else (cst.Raise, cst.Return)
        if not isinstance(small, leaves):
            return self._goes_on(guard)
        return any(self._skips(node) for node in walk(handler.body))

    def _goes_on(self, node: cst.CSTNode) -> bool:
        """Whether the connection may be used after a statement of the block has ended."""
        if self.scope.lends or any(isinstance(item, cst.For | cst.While) for item in self._around(node)):
            return True
        inside = self._below(node)
        start = self._place[id(node)]
        return any(id(item) not in inside and id(item) in self._uses() for item in self._order[start:])

    def _uses_connection(self, node: cst.CSTNode) -> bool:
        return bool(self._below(node) & self._uses())

    def _uses(self) -> set[int]:
        calls = [*(site.call for site in self.scope.sites), *self.passing_calls()]
        return {id(call) for call in (*calls, *(entry.call for entry in self.scope.transactions))}

    def _below(self, node: cst.CSTNode) -> set[int]:
        pending, found = [node], set[int]()
        while pending:
            item = pending.pop()
            found.add(id(item))
            pending.extend(children(item))
        return found


def waits_for_something(node: cst.CSTNode) -> bool:
    """Whether other tasks may run at a node."""
    match node:
        case cst.Await() | cst.Yield():
            return True
        case cst.For() | cst.With() | cst.CompFor():
            return node.asynchronous is not None
        case _:
            return False
