"""Foreign keys without a type of their own, which have that of the column they point to, whatever is annotated."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from codemod.mapping.models import MappedColumn, MappedTable
from codemod.mapping.modules import Module, Modules
from codemod.mapping.types import pg_type_of, sqlalchemy_type

#: Begins the ``type_source`` of a column whose type is that of another, until all models are read.
_POINTS_TO: Final = "->"
_LONGEST_CHAIN: Final = 9


def type_of_referenced(modules: Modules, module: Module, key: ast.Call) -> str | None:
    """The type, left open, of a column with ``ForeignKey("links.id")`` or ``ForeignKey(Link.id)``.

    Returns:
        None where it can't be seen what the key points to.
    """
    if not key.args:
        return None
    named = modules.constant(module, key.args[0])
    target = named if isinstance(named, str) else _attribute_meant(modules, module, key.args[0])
    return f"{_POINTS_TO}{target}" if target is not None else None


def _attribute_meant(modules: Modules, module: Module, node: ast.expr) -> str | None:
    """``models:Link.id`` for an attribute of a class, or a column of a table (``links.c.id``)."""
    if not isinstance(node, ast.Attribute):
        return None
    owner = node.value
    if isinstance(owner, ast.Attribute) and owner.attr in ("c", "columns"):
        owner = owner.value
    found = modules.definition(module, owner)
    if found is None:
        return None
    home, value = found
    names = (
        [value.name]
        if isinstance(value, ast.ClassDef)
        else [name for name, item in home.assignments.items() if item is value]
    )
    return f"{home.dotted}:{names[0]}.{node.attr}" if names else None


def with_foreign_types(tables: Sequence[MappedTable]) -> list[MappedTable]:
    """Give foreign keys without a type that of the column they point to."""
    known: dict[str, MappedColumn] = {}
    for table in sorted(tables, key=lambda table: table.schema is None):
        for column in table.columns:
            known[f"{table.module}:{table.class_name}.{column.attribute}"] = column
            known[f"{table.name}.{column.name}"] = column
            known[f"{table.schema}.{table.name}.{column.name}"] = column

    def typed(column: MappedColumn) -> MappedColumn:
        target: MappedColumn | None = column
        for _ in range(_LONGEST_CHAIN):
            if target is None or not (target.type_source or "").startswith(_POINTS_TO):
                break
            wanted = (target.type_source or "").removeprefix(_POINTS_TO)
            target = known.get(wanted) or known.get(".".join(wanted.split(".")[-2:]))
        if target is column:
            return column
        if target is None or target.type_source is None or target.type_source.startswith(_POINTS_TO):
            return replace(column, type_source=None, custom_type=True)
        return replace(column, type_source=target.type_source, pg_type=pg_type_of(sqlalchemy_type(target.type_source)))

    return [replace(table, columns=tuple(map(typed, table.columns))) for table in tables]
