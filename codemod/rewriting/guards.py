"""What stands around a site that a rewrite of the site alone would break: handlers, shared connections, options."""

from __future__ import annotations

from typing import Final

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.project_index import ProjectIndex, asyncpg_names, called_name, names_asyncpg
from codemod.outcome import Refusal

#: Functions of these names are called by frameworks and by everything else: a name match says nothing.
_ASYNCPG_METHODS: Final = frozenset({"fetch", "fetchrow", "fetchval", "execute", "executemany"})


def check_guards(site: CallSite, index: ProjectIndex) -> None:
    """Refuse a site whose surroundings would no longer fit.

    Raises:
        Refusal: ``call.not-awaited``, ``call.arguments``, ``call.option``, ``session.connection``,
            ``session.transaction`` or ``errors.handler``.
    """
    if site.awaited is None:
        raise Refusal("call.not-awaited", f"{site.receiver_text}.{site.written_method}() is not awaited where it stands")
    if site.star_argument is not None:
        raise Refusal("call.arguments", "the bound arguments are passed with *")
    if site.options:
        raise Refusal("call.option", f"the argument {next(iter(site.options))}= has no equal on a session")
    if site.in_transaction:
        raise Refusal("session.transaction", "the call stands in a transaction block")
    if site.receiver_kind == "connection":
        raise Refusal("session.connection", f"{site.receiver_text} is a connection that other statements may share")
    if not isinstance(site.scope.node, cst.FunctionDef) or site.scope.node.asynchronous is None:
        raise Refusal("position.expression", "the call does not stand in an async function")
    _check_handlers(site, index)


def _check_handlers(site: CallSite, index: ProjectIndex) -> None:
    local = asyncpg_names(site.module)
    node: cst.CSTNode | None = site.awaited
    while node is not None:
        outer = site.scope.parent(node)
        if isinstance(outer, cst.Try | cst.TryStar) and outer.body is node:
            for handler in outer.handlers:
                if handler.type is not None and names_asyncpg(handler.type, local):
                    caught = site.module.tree.code_for_node(handler.type)
                    raise Refusal("errors.handler", f"the call is guarded by `except {caught}`")
        if isinstance(outer, cst.With) and outer.body is node:
            for item in outer.items:
                suppresses = isinstance(item.item, cst.Call) and called_name(item.item) == "suppress"
                if suppresses and names_asyncpg(item.item, local):
                    raise Refusal("errors.handler", "the call is guarded by suppress() of an asyncpg exception")
        node = outer
    name = site.function.rpartition(".")[2]
    if name not in _ASYNCPG_METHODS and name in index.functions_guarded_elsewhere():
        raise Refusal("errors.handler", f"{name}() is called under a handler of an asyncpg exception")
