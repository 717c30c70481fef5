"""Edits of the uses of a result for what a SQLAlchemy row or a mapped object answers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.lowering.lowered import Lowered
from codemod.mapping.models import MappedTable
from codemod.python_code import is_attribute_name
from codemod.rewriting.rows.value_flow import Use
from codemod.source import Edit, ParsedModule

#: Attributes of a Row that a column of that name doesn't take the place of.
_OF_ROW: Final = frozenset({"count", "index", "keys", "values", "items", "get", "t", "tuple"})

#: What runs a part of the code again.
_LOOPS: Final = (cst.For, cst.While, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)

#: Expressions that an attribute can be asked of without brackets.
_PRIMARY: Final = (cst.Name, cst.Attribute, cst.Subscript, cst.Call)

#: Uses with what becomes of them.
UseEdits = tuple[tuple[Use, Edit], ...]


def entity_edits(uses: Sequence[Use], entity: MappedTable) -> UseEdits | None:
    """``row["x"]`` becomes ``row.x`` of the mapped object; None where a use has no such form."""
    edits: list[tuple[Use, Edit]] = []
    for use in uses:
        if use.kind not in ("named", "attribute"):
            continue
        attribute = _mapped_attribute(use, entity)
        if use.kind == "attribute" and attribute == use.key:
            continue
        edit = _attribute_edit(use, attribute) if attribute is not None and use.editable else None
        if edit is None:
            return None
        edits.append((use, edit))
    return tuple(edits)


def row_edits(uses: Sequence[Use], lowered: Lowered, site: CallSite) -> tuple[UseEdits, Use | None]:
    """What makes a Row answer what is asked of a record by name, and the use for which there is nothing.

    ``row["x"]`` becomes ``row.x``; whatever else a mapping answers is asked of ``row._mapping``.
    SQLAlchemy: ``Row._mapping``.
    """
    edits: list[tuple[Use, Edit]] = []
    names = [column.name for column in lowered.columns]
    joins = [use for use in uses if use.kind == "joined"]
    for use in uses:
        if use.kind == "attribute" and not _is_attribute_of_row(use.key, names):
            return (), use
        if use.kind not in ("named", "mapping"):
            continue
        edit = None
        told_apart = not lowered.repeated or (use.kind == "named" and use.key not in lowered.repeated)
        if told_apart and use.editable and all(_is_before(use, join, site) for join in joins):
            is_plain = _is_attribute_of_row(use.key, names)
            edit = (_attribute_edit(use, str(use.key)) if is_plain else None) or _mapping_edit(use, site)
        if edit is None:
            return (), use
        edits.append((use, edit))
    return tuple(edits), None


def _is_attribute_of_row(key: str | None, names: Sequence[str]) -> bool:
    """Whether a column of a result is an attribute of its rows."""
    if key is None or names.count(key) != 1 or key in _OF_ROW:
        return False
    return is_attribute_name(key) and not key.startswith("_")


def _is_before(use: Use, join: Use, site: CallSite) -> bool:
    """Whether a value is read before others come to stand beside it: earlier in the function, in no loop with that."""
    if join.module is not use.module:
        return False
    around = [_holders(item.node, site) for item in (use, join)]
    loops = [item for item in around[0] if isinstance(item, _LOOPS) and any(item is other for other in around[1])]
    together = all(site.scope.node in item for item in around)
    return together and not loops and use.module.span(use.node)[1] <= use.module.span(join.node)[0]


def _holders(node: cst.CSTNode, site: CallSite) -> list[cst.CSTNode]:
    """What stands around a node in the function of the site; not the function where another one lies between."""
    found = []
    around = site.scope.parent(node)
    while around is not None:
        found.append(around)
        if isinstance(around, cst.FunctionDef | cst.Lambda):
            break
        around = site.scope.parent(around)
    return found


def _mapping_edit(use: Use, site: CallSite) -> Edit | None:
    row = use.row if use.row is site.awaited or isinstance(use.row, _PRIMARY) else None
    if not isinstance(row, cst.BaseExpression) or row.lpar:
        return None
    end = use.module.span(row)[1]
    return Edit(end, end, "._mapping")


def _mapped_attribute(use: Use, entity: MappedTable) -> str | None:
    column = entity.column(use.key or "")
    if column is None or column.attribute in entity.relationships or not is_attribute_name(column.attribute):
        return None
    return column.attribute


def _attribute_edit(use: Use, attribute: str) -> Edit | None:
    """``row["x"]`` becomes ``row.x``: only the subscript is edited, and only one that stands on one line."""
    if isinstance(use.node, cst.Attribute):
        start, end = use.module.span(use.node.attr)
        return Edit(start, end, attribute)
    literal = _key_literal(use.node, use.module)
    if literal is None:
        return None
    start = use.module.source.text.rindex("[", 0, use.module.span(literal)[0])
    return Edit(start, use.module.span(use.node)[1], f".{attribute}")


def _key_literal(node: cst.CSTNode, module: ParsedModule) -> cst.SimpleString | None:
    """The ``"x"`` of a subscript; brackets over several lines may hold comments."""
    if not isinstance(node, cst.Subscript):
        return None
    inside = module.source.text[module.span(node.value)[1] : module.span(node)[1]]
    index = node.slice[0].slice
    if re.search(r"[\r\n]", inside) or not isinstance(index, cst.Index):
        return None
    return index.value if isinstance(index.value, cst.SimpleString) and not index.value.lpar else None


def kinds(uses: Sequence[Use]) -> Iterator[str]:
    """Where and how the result is read, for ``explain``."""
    yield from dict.fromkeys(f"read {PHRASES[use.kind]} at {use.place}" for use in uses)


PHRASES: Final = {
    "named": "by name",
    "attribute": "by attribute",
    "mapping": "as a mapping",
    "record": "as a record",
    "positional": "by position",
    "joined": "beside other values",
    "neutral": "for being there",
    "escapes": "out of sight",
}
