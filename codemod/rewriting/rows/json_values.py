"""JSON columns of a result: text in asyncpg, Python objects in SQLAlchemy, unless a codec decodes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.lowering.lowered import Lowered
from codemod.mapping.json_values import JSON_TYPES, JsonValues
from codemod.outcome import Refusal
from codemod.rewriting.rows.consumption import OF_STATUS, Consumption
from codemod.rewriting.rows.value_flow import Use
from codemod.source import Edit
from codemod.syntax.tree import dotted

#: Uses that read no column.
_HARMLESS = frozenset({"neutral", "joined", "record"})


def with_json(site: CallSite, lowered: Lowered, consumption: Consumption, values: JsonValues) -> Consumption:
    """The consumption with ``json.loads(row["data"])`` unwrapped, where SQLAlchemy decodes what asyncpg doesn't.

    Raises:
        Refusal: ``rows.json-codec`` where a use of the text remains, or may.
    """
    if values.is_apart(site.module.source.path, site.function):
        values = JsonValues(texts=frozenset(), doubt="the connection has other codecs than the pool")
    columns = [item for item in lowered.columns if item.pg_type in JSON_TYPES and item.pg_type not in values.decoded]
    names = [item.name for item in columns]
    if not names or consumption.shape in ("none", "nothing", *OF_STATUS):
        return consumption
    is_text = values.loads and all(item.pg_type in values.texts for item in columns)
    if consumption.shape == "scalar":
        if lowered.columns[consumption.column].name in names:
            raise _refusal(names[0], "as one value", values, is_text=is_text)
        return consumption
    if consumption.shape == "dicts":
        raise _refusal(names[0], f"in what {site.written_method}() gives", values, is_text=is_text)
    edits: list[Edit] = []
    for use in consumption.reads:
        if use.kind in _HARMLESS or (use.kind in ("named", "attribute") and use.key not in names):
            continue
        alone = use.kind == "named" and sum(item.key == use.key for item in consumption.reads) == 1
        unwrapped = _unwrapped(site, lowered, use) if alone and is_text else None  # two would share one object
        if unwrapped is None:
            raise _refusal(use.key or names[0], f"at {use.place}", values, is_text=is_text)
        edits += unwrapped
    return replace(consumption, edits=(*consumption.edits, *dict.fromkeys(edits)))


def types_of_text(site: CallSite, values: JsonValues) -> frozenset[str]:
    """The types that are certainly text in asyncpg where a site stands."""
    return frozenset() if values.is_apart(site.module.source.path, site.function) else values.given_as_text


def check_json_arguments(site: CallSite, types: Mapping[int, str], values: JsonValues) -> None:
    """Refuse an argument of JSON on a connection of its own, which has not the codecs of the others.

    Raises:
        Refusal: ``bind.json``.
    """
    number = next((number for number, kind in types.items() if kind in JSON_TYPES), None)
    if number is not None and values.is_apart(site.module.source.path, site.function):
        raise Refusal("bind.json", f"${number} is JSON, and the connection has other codecs than the pool")


def _refusal(name: str, place: str, values: JsonValues, *, is_text: bool) -> Refusal:
    if not is_text:
        why = values.doubt or "the engine has a json_deserializer of its own, and asyncpg gives text"
        return Refusal("rows.json-codec", f"column {name}, read {place}, may be another object: {why}")
    return Refusal("rows.json-codec", f"column {name} is text in asyncpg and an object in SQLAlchemy, read {place}")


def _unwrapped(site: CallSite, lowered: Lowered, use: Use) -> Iterable[Edit] | None:
    """Edits that leave ``row["data"]`` of ``json.loads(row["data"])``; a NULL would raise there and not here."""
    column = next(item for item in lowered.columns if item.name == use.key)
    mapped = lowered.tables[0].column(column.name) if len(lowered.tables) == 1 else None
    if mapped is None or mapped.nullable or column.attribute != mapped.attribute or not use.editable or use.function:
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
