"""Which functions that pass their query on surely pass it to asyncpg, on a connection of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import libcst as cst

from codemod.config import Config
from codemod.discovery.call_sites import CallSite, find_call_sites, uses_other_library
from codemod.discovery.wrappers import Wrapper
from codemod.source import ParsedModule
from codemod.syntax.bindings import Binding
from codemod.syntax.tree import is_name


def asyncpg_functions(module: ParsedModule, found: Iterable[Wrapper], config: Config) -> Iterator[Wrapper]:
    """The functions of a module, no methods, whose calls inside are call sites.

    Args:
        module: the module that defines them.
        found: functions of it that pass their query on.
        config: of the project.
    """
    functions = [item for item in found if not item.owner]
    sites = find_call_sites(module, config) if functions and not uses_other_library(module) else ()
    for item in functions:
        own = [site for site in sites if site.function == item.name and isinstance(site.query, cst.Name)]
        if own:
            kept = any(site.receiver_kind == "connection" and not _is_own(site) for site in own)
            doubt = "runs it on a connection that others may share" if kept and not item.doubt else item.doubt
            yield replace(item, doubt=doubt)


def _is_own(site: CallSite) -> bool:
    """Whether the connection of a call is taken from a pool right there, or only where a caller gives one."""
    if not isinstance(site.receiver, cst.Name):
        return False
    bindings = site.scope.reaching(site.receiver)
    return bool(bindings) and all(map(_takes, bindings))


def _takes(binding: Binding) -> bool:
    match binding.node:
        case cst.Param(default=default):
            # a call that gives one has an argument that no session has
            return default is not None and is_name(default, "None")
        case _:
            value = binding.value
            while isinstance(value, cst.Await):
                value = value.expression
            return isinstance(value, cst.Call) and binding.kind in ("with", "assign")
