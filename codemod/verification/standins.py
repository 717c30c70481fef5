"""Stand-in models: real SQLAlchemy classes with the columns, types and defaults of the project's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, FetchedValue, MetaData, Table
from sqlalchemy.orm import registry as orm_registry
from sqlalchemy.types import UserDefinedType

from codemod.mapping.models import MappedColumn, MappedTable
from codemod.mapping.types import sqlalchemy_type


class UnknownType(UserDefinedType[Any]):
    """The type of a column whose own type is not known; no result or parameter may have it."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Its name in a cast, which no server knows."""
        return "unknown_type"


class StandIns:
    """The stand-ins of one registry, made when they are first asked for."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], tuple[MappedTable, Any]] = {}

    def of(self, table: MappedTable) -> Any:
        """A mapped class (or Core table) that compiles as the project's own does."""
        key = (table.module, table.class_name)
        known = self._made.get(key)
        if known is None or known[0] is not table:
            known = self._made[key] = table, _stand_in(table)
        return known[1]


def _stand_in(table: MappedTable) -> Any:
    columns = [_column(column, keyed=table.core) for column in table.columns]
    core = Table(table.name, MetaData(), *columns, schema=table.schema)
    if table.core:
        return core
    class_ = type(table.class_name, (), {})
    properties = {column.attribute: core.c[column.name] for column in table.columns}
    # a class that static reading finds no key of still has one: else SQLAlchemy would not map it
    key = [] if table.primary_key else list(core.columns)
    orm_registry().map_imperatively(class_, core, properties=properties, **({"primary_key": key} if key else {}))
    return class_


def _column(column: MappedColumn, *, keyed: bool) -> Column[Any]:
    known = column.type_source is not None and not column.custom_type
    options: dict[str, Any] = {}
    if keyed and column.attribute != column.name:
        options["key"] = column.attribute
    if column.server_default:
        options["server_default"] = FetchedValue()
    if column.default is not None:
        options["default"] = _added
    if column.onupdate is not None:
        options["onupdate"] = _added
    if column.primary_key:
        options["autoincrement"] = True if column.autoincrement else "auto"
    return Column(
        column.name,
        sqlalchemy_type(column.type_source or "") if known else UnknownType(),
        primary_key=column.primary_key,
        nullable=column.nullable,
        **options,
    )


def _added() -> None:
    """Stands for a Python-side default: its column joins every statement that doesn't name it."""
