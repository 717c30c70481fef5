"""Statements that only try the database, and the code that connects anew where one fails.

``SELECT 1`` tells whether the database answers. After a migration that is a question to the engine, so it moves like
any other statement, unless code makes or drops connections of asyncpg by the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import libcst as cst
from sqlglot import exp

from codemod.discovery.call_sites import CallSite
from codemod.discovery.errors.exception_handlers import called_name
from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.discovery.wrapper_methods import Wrappers
from codemod.outcome import Refusal
from codemod.resolution.statement import Statement
from codemod.syntax.tree import walk

_MAKES: Final = frozenset({"create_pool", "connect"})
_RENEWS: Final = frozenset({"expire_connections", "terminate", "reconnect"})


def check_ping(site: CallSite, statement: Statement, index: ProjectIndex, wrappers: Wrappers) -> None:
    """Refuse a ping after which the same function, or one that calls it, may connect anew.

    That of a database wrapper stays as well: it is the pool of those who still call the wrapper that it tries.

    Raises:
        Refusal: ``sql.utility``.
    """
    if not _only_tries(statement):
        return
    owner = site.scope.class_name
    if owner is not None and owner in wrappers.owners:
        message = f"it tries the connections of {owner}, through which calls that stay raw are run"
        raise Refusal("sql.utility", message, "ask the engine once nothing calls the wrapper any more")
    function = site.scope.qualified_name.rpartition(".")[2]
    for ping in (Occurrence(site.module, site.call, site.scope), *index.awaited_calls(function)):
        for call in _calls_after(ping):
            if _connects(call, index):
                place = Occurrence(ping.module, call, ping.scope).place
                message = f"it tries the connections that {called_name(call)}() at {place} makes or drops"
                raise Refusal("sql.utility", message, "ask the engine, and let it reconnect: pool_pre_ping=True")


def _only_tries(statement: Statement) -> bool:
    """``SELECT 1``: it reads and calls nothing, so what it is for is whether it runs."""
    outside = (exp.Table, exp.Func, exp.Parameter, exp.Column)
    return isinstance(statement.tree, exp.Select) and statement.tree.find(*outside) is None


def _calls_after(ping: Occurrence) -> Iterator[cst.Call]:
    """Calls that may run or not by how the ping went: those after it, and those of its loop."""
    _, end = ping.module.span(ping.node)
    loops: list[cst.CSTNode] = []
    outer = ping.scope.parent(ping.node)
    while outer is not None:
        loops += [outer] if isinstance(outer, cst.For | cst.While) else []
        outer = ping.scope.parent(outer)
    for place in (ping.scope.node, *loops[-1:]):
        for node in walk(place):
            if isinstance(node, cst.Call) and (place in loops or ping.module.span(node)[0] >= end):
                yield node


def _connects(call: cst.Call, index: ProjectIndex) -> bool:
    """Whether a call makes or drops connections, by its name or by what a function of that name does."""
    name = called_name(call)
    if name is None or name in _MAKES | _RENEWS:
        return name is not None
    return any(
        called_name(inner) in _MAKES | _RENEWS
        for function in index.functions_named(name)
        for inner in walk(function.node)
        if isinstance(inner, cst.Call)
    )
