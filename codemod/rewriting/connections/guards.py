"""What stands around a site that a rewrite of the site alone would break: handlers, shared connections, options."""

from __future__ import annotations

from typing import Final

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.coroutine_runners import runs_coroutine, use_of_coroutine
from codemod.discovery.project_index import ProjectIndex
from codemod.outcome import Refusal
from codemod.rewriting.connections.cursors import is_prefetch
from codemod.rewriting.connections.shared_session import SharedSession
from codemod.rewriting.errors.handlers import HandlerPlan, plan_handlers
from codemod.rewriting.timeouts import is_timeout

#: Calls that give a connection which somebody has to give back.
_ACQUIRED_BY_HAND: Final = frozenset({"acquire", "connect"})

#: What a connection is best acquired by.
_BLOCK: Final = "acquire it by async with, or give it back in a finally clause: the whole block moves then"


def check_guards(site: CallSite, index: ProjectIndex, shared: SharedSession | None = None) -> tuple[HandlerPlan, ...]:
    """Refuse a site whose surroundings would no longer fit.

    Args:
        site: the call site.
        index: handlers of the whole project.
        shared: the session to which the site moves together with all others on its connection.

    Returns:
        The handlers around the site that have to be rewritten with it.

    Raises:
        Refusal: ``call.not-awaited``, ``call.cursor``, ``call.option``, ``session.connection``,
            ``session.transaction``, ``position.expression`` or ``errors.handler``.
    """
    if site.awaited is None:
        _check_coroutine(site, index, shared=shared is not None)
    if site.runs.streams and isinstance(site.awaited, cst.Await):
        raise Refusal("call.cursor", "the cursor is moved by hand")
    for name, value in site.options.items():
        has_form = is_prefetch(site, name, value) or (
            is_timeout(site, name, value) and (shared is None or shared.takes_limits)
        )
        if not _changes_nothing(site, name, value) and not has_form:
            raise Refusal("call.option", f"the argument {name}= has no equal on a session")
    if site.in_transaction and shared is None:
        raise Refusal("session.transaction", "the call stands in a transaction block")
    if site.receiver_kind == "connection" and shared is None:
        raise Refusal("session.connection", *_why_it_stays(site))
    if not isinstance(site.scope.node, cst.FunctionDef) or (site.awaited and site.scope.node.asynchronous is None):
        raise Refusal("position.expression", "the call does not stand in an async function")
    handlers = plan_handlers(site, index)
    _check_handlers_elsewhere(index)
    return handlers


def _why_it_stays(site: CallSite) -> tuple[str, str | None]:
    """What is known of a connection that no block or function is seen to hold, and what would let it move."""
    name = site.receiver_text
    if isinstance(site.receiver, cst.Name):
        for binding in site.scope.reaching(site.receiver):
            given = binding.value.expression if isinstance(binding.value, cst.Await) else None
            called = given.func if isinstance(given, cst.Call) else None
            if isinstance(called, cst.Attribute) and called.attr.value in _ACQUIRED_BY_HAND:
                return f"an error would leave {name} acquired: no try … finally gives it back", _BLOCK
            if isinstance(called, cst.Attribute) and called.attr.value == "enter_async_context":
                return f"an exit stack holds {name}, and ends it where that is left", _BLOCK
    return f"{name} is a connection that other statements may share", None


def _check_coroutine(site: CallSite, index: ProjectIndex, *, shared: bool) -> None:
    """Refuse a call that nothing is seen to await, or whose errors come out under other handlers than its own.

    A call that is never awaited may be one of another library.
    """
    written = f"{site.receiver_text}.{site.written_method}() is not awaited where it stands"
    function = site.scope.node
    if shared or not isinstance(function, cst.FunctionDef):
        raise Refusal("call.not-awaited", written)
    use = use_of_coroutine(site.call, site.scope)
    if use.kind == "unknown" or (use.kind == "returned" and not _callers_await(function, site, index)):
        raise Refusal("call.not-awaited", f"{written}, nor seen to be awaited elsewhere")
    for place in index.handlers_in(function, site.module) if use.kind == "later" else ():
        raise Refusal("call.not-awaited", f"{written}, and asyncpg exceptions are handled at {place}")


def _callers_await(function: cst.FunctionDef, site: CallSite, index: ProjectIndex) -> bool:
    """Whether a plain function that returns a coroutine is called only where that is awaited."""
    if function.asynchronous is not None or function.decorators or site.scope.outer is not None:
        return False
    name = function.name.value
    called = any(True for _ in index.awaited_calls(name))
    return called and all(runs_coroutine(call) for call in index.unawaited_calls(name))


def _changes_nothing(site: CallSite, name: str, value: cst.BaseExpression) -> bool:
    """Options at their default: ``timeout=None``, ``record_class=None``; a column is read by its position."""
    if name == "column" and site.runs.gives == "value":
        return isinstance(value, cst.Integer)
    return name in ("timeout", "record_class") and isinstance(value, cst.Name) and value.value == "None"


def _check_handlers_elsewhere(index: ProjectIndex) -> None:
    places = index.application_handlers()
    if places:
        message = f"asyncpg exceptions are handled for the whole application at {places[0].place}"
        hint = (
            "alchemod init unwraps what listeners test and adds a handler for sessions; bind a name, or convert by hand"
        )
        raise Refusal("errors.handler", message, hint)
