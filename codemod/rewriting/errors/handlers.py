"""Handlers of asyncpg's exceptions around a site: what they catch, and whether a session's errors can be caught so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.errors.asyncpg_exceptions import WIDEST_CARRIER, carried_by, carriers_of, caught_by, is_exact
from codemod.discovery.errors.exception_handlers import ExceptionNames, GuardingHandler, called_name, handlers_around
from codemod.discovery.project_index import ProjectIndex
from codemod.outcome import Refusal
from codemod.rewriting.errors.caught_classes import Caught, caught_classes, elements, require_told
from codemod.rewriting.errors.error_uses import uses_of_cause
from codemod.rewriting.errors.handler_forms import gives_cause, looks_through
from codemod.rewriting.errors.raising import RAISING, is_raw, raising_nodes
from codemod.rewriting.sessions.session_code import holds_session_code
from codemod.source import ParsedModule
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import code_of, walk
from codemod.syntax.variables import is_shadowed


@dataclass(frozen=True, slots=True, eq=False)
class Later:
    """A clause behind a handler.

    Attributes:
        types: the classes it catches; none if it catches all that is left.
        moved: its body is written in the handler only.
    """

    clause: cst.ExceptHandler
    types: tuple[cst.BaseExpression, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class HandlerPlan:
    """One handler that has to catch what a rewritten site raises.

    Attributes:
        handler: the except clause; None for a ``with suppress(…)``.
        types: every class it names, as written; ``asyncpg`` those of asyncpg, which ``caught`` names as asyncpg
            does. There are none if the handler catches anything and looks at the exception.
        several: those of them that are names of tuples.
        carriers: the classes of ``sqlalchemy.exc`` that these arrive as.
        raising: what in the guarded block may raise asyncpg's own exceptions, by its awaits and blocks.
        uses: uses of the exception that have to see asyncpg's.
        rest: later clauses that get what the carriers carry besides; ``rest_uses`` are uses of the exception there.
        complete: the handler already catches both.
        moved: an earlier clause does in its place what it does with a session's errors.
    """

    module: ParsedModule
    scope: FunctionScope
    around: cst.Try | cst.With
    handler: cst.ExceptHandler | None
    types: tuple[cst.BaseExpression, ...]
    asyncpg: tuple[cst.BaseExpression, ...]
    caught: tuple[str, ...]
    several: tuple[cst.Name, ...]
    carriers: tuple[str, ...]
    raising: tuple[cst.CSTNode, ...]
    uses: tuple[cst.Name, ...] = ()
    rest: tuple[Later, ...] = ()
    rest_uses: tuple[cst.Name, ...] = ()
    complete: bool = False
    moved: bool = False

    @property
    def node(self) -> cst.CSTNode:
        """What identifies the handler among all of its module."""
        return self.handler or self.around


def shown_clause(clause: cst.ExceptHandler | cst.ExceptStarHandler) -> str:
    """An except clause in a message."""
    caught = code_of(clause.type) if clause.type is not None else ""
    return f"`except {caught}`".replace(" `", "`")


def plan_handlers(site: CallSite, index: ProjectIndex) -> tuple[HandlerPlan, ...]:
    """The handlers around a site in its own function, innermost first.

    Args:
        site: the call site.
        index: functions and handlers of the whole project.

    Raises:
        Refusal: ``errors.handler`` when one of them can't be made to catch the same from a session.
    """
    names = index.exception_names(site.module)
    for clause in clauses_around(site):
        if not gives_cause(clause):
            _require_not_sqlalchemy(clause, site, names)
    return tuple(plan_handler(guard, site.module, site.scope, index) for guard in find_guarding_handlers(site, names))


def find_guarding_handlers(site: CallSite, names: ExceptionNames) -> Iterator[GuardingHandler]:
    """Handlers of asyncpg exceptions around a site, innermost first; only those of its own function.

    Args:
        site: the call site.
        names: how the site's module calls asyncpg's exceptions.
    """
    node: cst.CSTNode = site.call
    while (outer := site.scope.parent(node)) is not None:
        yield from handlers_around(node, outer, names, near=True)
        node = outer


def clauses_around(site: CallSite) -> Iterator[cst.ExceptHandler | cst.ExceptStarHandler]:
    """The except clauses of every ``try`` around a site in its own function, innermost first."""
    node: cst.CSTNode = site.call
    while (outer := site.scope.parent(node)) is not None:
        if isinstance(outer, cst.Try | cst.TryStar) and outer.body is node:
            yield from outer.handlers
        node = outer


def _require_not_sqlalchemy(
    clause: cst.ExceptHandler | cst.ExceptStarHandler, site: CallSite, names: ExceptionNames
) -> None:
    """Refuse a site whose errors a handler meant for other statements would begin to catch."""
    if clause.type is None:
        return
    caught = caught_classes(elements(clause.type), site.module, names)
    if caught.sqlalchemy and not caught.asyncpg:
        raise Refusal("errors.handler", f"{shown_clause(clause)} does not catch the call's errors now, but would then")


def plan_handler(
    guard: GuardingHandler, module: ParsedModule, scope: FunctionScope, index: ProjectIndex
) -> HandlerPlan:
    """How one handler can catch the same from a session.

    Args:
        guard: the handler.
        module: its module.
        scope: the function it stands in.
        index: functions and handlers of the whole project.

    Raises:
        Refusal: ``errors.handler``.
    """
    names = index.exception_names(module)
    if isinstance(guard.around, cst.TryStar) or isinstance(guard.handler, cst.ExceptStarHandler):
        raise Refusal("errors.handler", f"the call is guarded by `except* {guard.text}`")
    if guard.handler is None:
        assert isinstance(guard.around, cst.With), "a handler without a clause is a context manager"
        types = _suppressed(guard.around, guard.text)
    else:
        types = elements(guard.handler.type)
    caught = caught_classes(types, module, names)
    require_told(caught)
    for name in caught.several:
        if is_shadowed(scope, name.value):
            raise Refusal("errors.handler", f"{name.value} is a variable of {scope.qualified_name}()")
    if not caught.asyncpg and guard.name is None:
        raise Refusal("errors.handler", f"`except {guard.text}` looks at the exception without a name for it")
    if _has_comment(*types) or (guard.handler is not None and _has_comment(guard.handler.type)):
        raise Refusal("errors.handler", f"there is a comment among the classes of `except {guard.text}`")
    carriers = carriers_of(caught.asyncpg) if caught.asyncpg else (WIDEST_CARRIER,)
    through = guard.handler is not None and looks_through(guard.handler, has_test=not is_exact(caught.asyncpg))
    complete = bool(caught.sqlalchemy) or through
    exact = set(caught.sqlalchemy) == set(carriers) and (through or is_exact(caught.asyncpg))
    if caught.sqlalchemy and not exact:
        raise Refusal("errors.handler", f"`except {guard.text}` catches other errors of SQLAlchemy as well")
    body = guard.around.body
    if not complete and holds_session_code(body, scope, index, RAISING):
        raise Refusal("errors.handler", f"the block of `except {guard.text}` works with a session as well")
    rest: tuple[Later, ...] = ()
    if guard.handler is not None and isinstance(guard.around, cst.Try) and not complete:
        rest = _clauses_for_the_rest(guard.handler, guard.around, caught, module, names)
    for later in rest:
        if any(is_raw(node, index) for node in walk(later.clause.body)):
            raise Refusal("errors.handler", f"{shown_clause(later.clause)} behind it would have to be written twice")
    return HandlerPlan(
        module=module,
        scope=scope,
        around=guard.around,
        handler=guard.handler,
        types=types if caught.asyncpg else (),
        asyncpg=caught.written,
        caught=caught.asyncpg,
        several=caught.several,
        carriers=carriers,
        raising=tuple(raising_nodes(body, scope, index)),
        uses=uses_of_cause(guard.handler, scope, index) if not complete else (),
        rest=rest,
        rest_uses=tuple(use for later in rest for use in uses_of_cause(later.clause, scope, index)),
        complete=complete,
    )


def _suppressed(block: cst.With, text: str) -> tuple[cst.BaseExpression, ...]:
    """The classes of a ``with suppress(…):``."""
    (item, *others) = block.items
    call = item.item
    if (
        others
        or block.asynchronous is not None
        or not isinstance(call, cst.Call)
        or called_name(call) != "suppress"
        or any(argument.star == "**" or argument.keyword for argument in call.args)
        or not isinstance(block.body, cst.IndentedBlock)
    ):
        raise Refusal("errors.handler", f"the call is guarded by `with {text}`")
    return tuple(argument.value for argument in call.args)


def _has_comment(*nodes: cst.CSTNode | None) -> bool:
    return any("#" in code_of(node) for node in nodes if node is not None)


def _clauses_for_the_rest(
    handler: cst.ExceptHandler, around: cst.Try, caught: Caught, module: ParsedModule, names: ExceptionNames
) -> tuple[Later, ...]:
    """The later clauses that catch what the carriers carry besides the classes named.

    Raises:
        Refusal: ``errors.handler`` where it can't be told which.
    """
    if not caught.asyncpg or caught.wide or is_exact(caught.asyncpg):
        return ()
    mine = frozenset[str]().union(*map(caught_by, caught.asyncpg))
    besides = frozenset[str]().union(*map(carried_by, carriers_of(caught.asyncpg))) - mine
    found: list[Later] = []
    for clause in around.handlers[around.handlers.index(handler) + 1 :]:
        assert isinstance(clause, cst.ExceptHandler), "except* is refused"
        types = elements(clause.type)
        later = caught_classes(types, module, names)
        others = frozenset[str]().union(*map(caught_by, later.asyncpg))
        if later.unknown is not None or later.sqlalchemy:
            raise Refusal("errors.handler", f"which of its errors reach {shown_clause(clause)} is not known")
        if later.wide or besides <= others:
            return (*found, Later(clause))
        if others & besides:
            found.append(Later(clause, types))
            besides -= others
    return tuple(found)
