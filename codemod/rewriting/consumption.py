"""Consumption: which result shape the uses of a call site can live with, and the edits they need for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.discovery.project_index import ProjectIndex
from codemod.lowering.lowered import Lowered
from codemod.mapping.models import MappedTable
from codemod.outcome import Refusal
from codemod.python_code import is_attribute_name
from codemod.registry import load_transforms
from codemod.rewriting.status_strings import count_edits
from codemod.rewriting.value_flow import Follower, Use, UseKind
from codemod.source import Edit, ParsedModule

Shape = Literal["entities", "mappings", "rows", "scalar", "count", "status", "none"]

#: What ``execute()`` says before the number of rows (PostgreSQL manual 55.7, CommandComplete).
_TAGS: Final = {"insert": "INSERT 0", "update": "UPDATE", "delete": "DELETE"}

#: The kinds of use that each shape answers as an asyncpg record does (SEMANTICS: Results).
_ANSWERS: Final[dict[Shape, frozenset[UseKind]]] = {
    "mappings": frozenset({"named", "mapping", "record", "neutral", "escapes"}),
    "rows": frozenset({"positional", "record", "neutral"}),
    "entities": frozenset({"named", "neutral"}),
}

_PHRASES: Final[dict[UseKind, str]] = {
    "named": "by name",
    "mapping": "as a mapping",
    "record": "as a record",
    "positional": "by position",
    "neutral": "for being there",
    "escapes": "out of sight",
}


@dataclass(frozen=True, slots=True)
class Consumption:
    """The chosen shape of a result.

    Attributes:
        edits: edits of the uses in the site's own function.
        uses: a phrase per use, for ``explain``.
        tag: of a ``status``, what stands before the number; empty for that of ``executemany``, which is None.
    """

    shape: Shape
    edits: tuple[Edit, ...] = ()
    uses: tuple[str, ...] = ()
    tag: str = ""


def analyse_consumers(
    site: CallSite, lowered: Lowered, rows: Literal["auto", "entities", "mappings"], index: ProjectIndex
) -> Consumption:
    """Choose the result shape by the uses that can be seen (DESIGN.md, section 5).

    Args:
        site: the call site, awaited on the spot.
        lowered: its statement; its entity is what ``SELECT *`` of one model gives.
        rows: the user's preference.
        index: callers and attribute readers of the project.

    Raises:
        Refusal: ``rows.consumer`` or ``rows.status``.
    """
    assert site.awaited is not None, "guards refuse a call that isn't awaited"
    if isinstance(site.scope.parent(site.awaited), cst.Expr):
        return Consumption("none", uses=("discarded",))
    load_transforms()
    if site.method == "executemany":
        return Consumption("status", uses=("None is given on",))
    if site.method == "execute":
        return _of_status(site, lowered)
    if not lowered.columns:
        raise Refusal("rows.consumer", f"{site.written_method}() of a statement that gives no rows")
    if site.method == "fetchval":
        return Consumption("scalar", uses=("one value",))
    follower = Follower(site.module, site.scope, index)
    follower.follow(site.awaited, "rows" if site.method == "fetch" else "row")
    return _chosen(follower.uses, lowered, rows, site.module)


def _of_status(site: CallSite, lowered: Lowered) -> Consumption:
    """The row count where all uses ask for it; else the status as asyncpg gives it."""
    tag = _TAGS.get(lowered.kind)
    if tag is None or lowered.columns:
        raise Refusal(
            "rows.status", f"the status string of a statement that gives rows is used: {site.written_method}()"
        )
    edits = count_edits(site, tag)
    if edits is None:
        return Consumption("status", uses=("the status is read as text",), tag=tag)
    return Consumption("count", edits, ("the status is asked for the number of rows",))


def _chosen(uses: Sequence[Use], lowered: Lowered, rows: str, module: ParsedModule) -> Consumption:
    told = tuple(dict.fromkeys(f"read {_PHRASES[use.kind]} at {use.place}" for use in uses))
    entity = lowered.entity
    if entity is not None and not lowered.writes and rows != "mappings" and _fits_entity(uses, entity, module, rows):
        edits = dict.fromkeys(_entity_edits(uses, entity, module))
        return Consumption("entities", tuple(edits), told)
    shape: Shape = "rows" if any(use.kind == "positional" for use in uses) else "mappings"
    odd = next((use for use in uses if use.kind not in _ANSWERS[shape]), None)
    if odd is not None:
        positional = next(use for use in uses if use.kind == "positional")
        message = f"the result is read by position at {positional.place} and {_PHRASES[odd.kind]} at {odd.place}"
        raise Refusal("rows.consumer", message)
    if shape == "mappings" and len({column.name for column in lowered.columns}) < len(lowered.columns):
        # asyncpg keeps the last column of a name, SQLAlchemy the first
        raise Refusal("rows.consumer", "two columns of the result have one name, and the result is read by name")
    return Consumption(shape, uses=told)


def _fits_entity(uses: Sequence[Use], entity: MappedTable, module: ParsedModule, rows: str) -> bool:
    """Whether every use works on the model's objects: plain columns by name, in the site's own function."""
    for use in uses:
        if use.kind == "named":
            if not use.editable or _attribute(use, entity) is None or _key_literal(use, module) is None:
                return False
        elif use.kind not in _ANSWERS["entities"] and not (use.kind == "escapes" and rows == "entities"):
            return False
    return True


def _attribute(use: Use, entity: MappedTable) -> str | None:
    column = entity.column(use.key or "")
    if column is None or column.attribute in entity.relationships or not is_attribute_name(column.attribute):
        return None
    return column.attribute


def _key_literal(use: Use, module: ParsedModule) -> cst.SimpleString | None:
    """The ``"x"`` of a subscript that is written on one line; brackets over several lines may hold comments."""
    if not isinstance(use.node, cst.Subscript):
        return None
    inside = module.source.text[module.span(use.node.value)[1] : module.span(use.node)[1]]
    index = use.node.slice[0].slice
    if "\n" in inside or "\r" in inside or not isinstance(index, cst.Index):
        return None
    return index.value if isinstance(index.value, cst.SimpleString) and not index.value.lpar else None


def _entity_edits(uses: Sequence[Use], entity: MappedTable, module: ParsedModule) -> Iterator[Edit]:
    """``row["x"]`` becomes ``row.x``: only the subscript is edited."""
    for use in uses:
        if use.kind == "named":
            literal = _key_literal(use, module)
            assert literal is not None, "checked by _fits_entity"
            start = module.source.text.rindex("[", 0, module.span(literal)[0])
            yield Edit(start, module.span(use.node)[1], f".{_attribute(use, entity)}")
