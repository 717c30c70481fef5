"""PostgreSQL's own catalogs in FROM: lightweight tables of the columns that the statement reads."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.scopes import Source, SourceColumn, table_source
from codemod.mapping.models import MappedTable
from codemod.python_code import call, constant

#: Types whose SQLAlchemy class does not render as the type itself.
_CLASSES: Final = {
    "name": ("sqlalchemy", "Text"),
    "oid": ("sqlalchemy.dialects.postgresql", "OID"),
    '"char"': ("sqlalchemy", "CHAR"),
}


def catalog_source(
    lower: Lowering, table: exp.Table, mapped: MappedTable, reference: Callable[[ast.Name], ast.expr]
) -> Source:
    """``FROM pg_class``: ``pg_class = table("pg_class", column("relname", Text))``.

    PostgreSQL manual, chapters 37 and 53; SQLAlchemy: ``table()``, ``column()``.

    Args:
        lower: the lowering at hand.
        table: the item of FROM.
        mapped: the catalog that it means.
        reference: the catalog itself, or an alias where the statement reads it more than once.
    """
    name, made = _made(lower, mapped)
    source = table_source(table.alias_or_name, mapped, reference(name), core=False)
    return replace(source, columns=tuple(_declaring(lower, made, column) for column in source.columns))


def _made(lower: Lowering, mapped: MappedTable) -> tuple[ast.Name, ast.Call]:
    key = mapped.name, mapped.schema
    if key not in lower.catalogs:
        schema = {"schema": constant(mapped.schema)} if mapped.schema else {}
        made = call(lower.sqlalchemy("table"), constant(mapped.name), **schema)
        lower.catalogs[key] = lower.define(mapped.name, made), made
    return lower.catalogs[key]


def _declaring(lower: Lowering, made: ast.Call, column: SourceColumn) -> SourceColumn:
    """The column, which joins those of the table when it is written."""

    def written() -> ast.expr:
        known = [item.args[0].value for item in made.args if isinstance(item, ast.Call)]  # type: ignore[attr-defined]
        if column.name not in known:
            kind = column.pg_type or ""
            type_ = lower.name(*_CLASSES[kind]) if kind in _CLASSES else lower.type(kind)
            made.args.append(call(lower.sqlalchemy("column"), constant(column.name), type_))
        return column.expression()

    return replace(column, expression=written)
