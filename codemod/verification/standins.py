"""Stand-in models: real SQLAlchemy classes with the columns, types and defaults of the project's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, FetchedValue, MetaData, Table
from sqlalchemy.orm import registry as orm_registry
from sqlalchemy.types import UserDefinedType

from codemod.mapping.models import MappedColumn, MappedTable
from codemod.mapping.types import sqlalchemy_type


class UnknownType(UserDefinedType[Any]):
    """The type of a column whose own type is not known."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Its name in a cast, which no server knows."""
        return "unknown_type"


def stand_in(table: MappedTable) -> Any:
    """A mapped class (or Core table) that compiles as the project's own does.

    Raises:
        ValueError: a mapped class without a primary key, which SQLAlchemy refuses as well.
    """
    core = Table(table.name, MetaData(), *(_column(column, table) for column in table.columns), schema=table.schema)
    if table.core:
        return core
    if not table.primary_key:
        raise ValueError(f"{table.class_name} has no primary key")
    class_ = type(table.class_name, (), {})
    properties = {column.attribute: core.c[column.name] for column in table.columns}
    orm_registry().map_imperatively(class_, core, properties=properties)
    return class_


def _column(column: MappedColumn, table: MappedTable) -> Column[Any]:
    type_ = sqlalchemy_type(column.type_source) if column.type_source is not None else UnknownType()
    options: dict[str, Any] = {}
    if table.core and column.attribute != column.name:
        options["key"] = column.attribute
    if column.server_default:
        options["server_default"] = FetchedValue()
    if column.default is not None:
        options["default"] = _added
    if column.onupdate is not None:
        options["onupdate"] = _added
    return Column(column.name, type_, primary_key=column.primary_key, nullable=column.nullable, **options)


def _added() -> None:
    """Stands for a Python-side default: its column joins every statement that doesn't name it."""
