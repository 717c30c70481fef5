"""``timeout=`` of a call: the execution on a session is waited for no longer than that."""

from __future__ import annotations

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.lowering.lowered import ImportName
from codemod.syntax.scopes import module_scope
from codemod.syntax.tree import walk
from codemod.syntax.variables import is_shadowed

#: What gives up waiting, with the same TimeoutError as asyncpg.
WAIT_FOR = ImportName("asyncio", "wait_for")


def timeout_of(site: CallSite) -> cst.BaseExpression | None:
    """How long a call may take; None where it may take as long as the connection lets it."""
    value = site.options.get("timeout")
    return None if isinstance(value, cst.Name) and value.value == "None" else value


def is_timeout(site: CallSite, name: str, value: cst.BaseExpression) -> bool:
    """Whether an option is a limit that a session can be given: numbers and names of them.

    A cursor's is for each of its steps, and ``NO_TIMEOUT`` overrules the connection's own.
    """
    if name != "timeout" or site.runs.streams:
        return False
    parts = list(walk(value))
    does_something = any(isinstance(part, cst.Call | cst.Await | cst.Yield | cst.NamedExpr) for part in parts)
    names = {part.value for part in parts if isinstance(part, cst.Name)}
    return not does_something and names.isdisjoint({"NO_TIMEOUT", "None"})


def waiting_imports(site: CallSite) -> frozenset[ImportName]:
    """The import that ``wait_for`` needs; none where the module has ``asyncio`` to take it from."""
    if timeout_of(site) is None:
        return frozenset()
    bindings = module_scope(site.module.tree).flow("asyncio").bindings
    has_it = len(bindings) == 1 and isinstance(bindings[0].node, cst.Import)
    return frozenset() if has_it and not is_shadowed(site.scope, "asyncio") else frozenset([WAIT_FOR])
