"""JSON columns of a result: text in asyncpg, Python objects in SQLAlchemy, unless a codec decodes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.receivers import dotted
from codemod.lowering.lowered import Lowered
from codemod.mapping.json_values import JsonValues
from codemod.outcome import Refusal
from codemod.rewriting.consumption import Consumption
from codemod.rewriting.value_flow import Use
from codemod.source import Edit

#: Uses that read no column.
_HARMLESS = frozenset({"neutral", "joined", "record"})


def with_json(site: CallSite, lowered: Lowered, consumption: Consumption, values: JsonValues) -> Consumption:
    """The consumption with ``json.loads(row["data"])`` unwrapped, where SQLAlchemy decodes what asyncpg doesn't.

    Raises:
        Refusal: ``rows.json-codec`` where a use of the text remains, or may.
    """
    names = [item.name for item in lowered.columns if item.pg_type in ("json", "jsonb")]
    kept = {item.pg_type for item in lowered.columns if item.name in names} <= values.decoded
    if not names or kept or consumption.shape in ("none", "count", "status"):
        return consumption
    if consumption.shape == "scalar":
        if lowered.columns[consumption.column].name in names:
            raise _refusal(names[0], "as one value", values)
        return consumption
    edits: list[Edit] = []
    for use in consumption.reads:
        if use.kind in _HARMLESS or (use.kind == "named" and use.key not in names):
            continue
        alone = use.kind == "named" and sum(item.key == use.key for item in consumption.reads) == 1
        unwrapped = _unwrapped(site, lowered, use) if alone and values.known else None  # two would share one object
        if unwrapped is None:
            raise _refusal(use.key or names[0], f"at {use.place}", values)
        edits += unwrapped
    return replace(consumption, edits=(*consumption.edits, *dict.fromkeys(edits)))


def _refusal(name: str, place: str, values: JsonValues) -> Refusal:
    if not values.known:
        return Refusal("rows.json-codec", f"column {name} is decoded by a codec that is not understood, read {place}")
    return Refusal("rows.json-codec", f"column {name} is text in asyncpg and an object in SQLAlchemy, read {place}")


def _unwrapped(site: CallSite, lowered: Lowered, use: Use) -> Iterable[Edit] | None:
    """Edits that leave ``row["data"]`` of ``json.loads(row["data"])``; a NULL would raise there and not here."""
    column = next(item for item in lowered.columns if item.name == use.key)
    mapped = lowered.tables[0].column(column.name) if len(lowered.tables) == 1 else None
    if mapped is None or mapped.nullable or column.attribute != mapped.attribute or not use.editable:
        return None
    argument = site.scope.parent(use.node)
    call = site.scope.parent(argument) if isinstance(argument, cst.Arg) else None
    if not isinstance(call, cst.Call) or len(call.args) != 1 or not _is_loads(site, call):
        return None
    (start, end), (own_start, own_end) = use.module.span(call), use.module.span(use.node)
    text = use.module.source.text
    around = text[start:own_start] + text[own_end:end]
    if "\n" in around or "\r" in around:
        return None
    return Edit(start, own_start, ""), Edit(own_end, end, "")


def _is_loads(site: CallSite, call: cst.Call) -> bool:
    """Whether ``json`` is the module of that name where it is called."""
    if dotted(call.func) != "json.loads" or site.scope.is_local("json"):
        return False
    imports = [
        alias.evaluated_name
        for line in site.module.tree.body
        if isinstance(line, cst.SimpleStatementLine)
        for small in line.body
        if isinstance(small, cst.Import)
        for alias in small.names
        if (alias.evaluated_alias or alias.evaluated_name) == "json"
    ]
    return imports == ["json"]
