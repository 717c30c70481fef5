"""PostgreSQL's own catalogs as tables that are only read: what is known of their columns, and their types."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from codemod.mapping.catalog_columns import INFORMATION_SCHEMA, TABLES, VIEWS
from codemod.mapping.models import MappedColumn, MappedTable, ModelRegistry
from codemod.outcome import Refusal

#: Type of a column to the SQLAlchemy type that takes and gives the same values without a class of the project's own.
#:
#: A ``name`` is a string of up to 63 bytes. Compared with a text it is compared as one (manual 8.3.1).
TYPE_SOURCES: Final[Mapping[str, str]] = {
    "name": "Text",
    "oid": "OID",
    "text": "Text",
    "character varying": "String",
    "smallint": "SmallInteger",
    "integer": "Integer",
    "bigint": "BigInteger",
    "real": "REAL",
    "double precision": "Double",
    "boolean": "Boolean",
    "timestamp with time zone": "DateTime(timezone=True)",
    "inet": "INET",
    '"char"': "CHAR",
}


def readable(registry: ModelRegistry, name: str, schema: str | None) -> MappedTable:
    """The mapped table, or the catalog, that a name in FROM means.

    Raises:
        Refusal: ``mapping.catalog``, ``mapping.no-model`` or ``mapping.several-models``.
    """
    try:
        return registry.find(name, schema)
    except Refusal as refusal:
        found = _catalog(name, schema) if refusal.code == "mapping.catalog" else None
        if found is None:
            raise
        return found


@cache
def _catalog(name: str, schema: str | None) -> MappedTable | None:
    """The catalog of that name, None for one whose columns are not known here.

    Args:
        name: as the statement has it.
        schema: as well; without one it is in ``pg_catalog``, which is searched first (manual 5.10.5).
    """
    if schema == "information_schema":
        known, tables = INFORMATION_SCHEMA.get(name), False
    elif schema in (None, "pg_catalog"):
        known, tables = TABLES.get(name) or VIEWS.get(name), name in TABLES
    else:
        return None
    if known is None:
        return None
    columns = [
        MappedColumn(
            written.rstrip("?!"),
            written.rstrip("?!"),
            TYPE_SOURCES[pg_type],
            pg_type,
            nullable=written.endswith("?") if tables else not written.endswith("!"),
        )
        for pg_type, names in known.items()
        for written in names.split()
    ]
    return MappedTable(
        name=name,
        schema=schema,
        class_name=name,
        module="",
        path="",
        line=0,
        columns=tuple(columns),
        core=True,
        missing_columns=("those of other types",),
        catalog=True,
    )
