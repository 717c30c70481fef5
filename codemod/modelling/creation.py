"""Makes the tables of generated models in an empty database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData
    from sqlalchemy.exc import DBAPIError


def create_models(connection: Connection, metadata: MetaData) -> tuple[str, ...]:
    """Make every table; a line for each index that the database refuses, or one where it refuses a table."""
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    for schema in sorted({table.schema for table in metadata.tables.values() if table.schema}):
        connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
    indexes = {
        name: sorted(table.indexes, key=lambda index: str(index.name)) for name, table in metadata.tables.items()
    }
    for table in metadata.tables.values():
        table.indexes.clear()
    refused: list[str] = []
    try:
        with connection.begin_nested():
            metadata.create_all(connection)
    except DBAPIError as error:
        return (f"a table can't be made: {_reason(error)}",)
    for name, of_table in indexes.items():
        for index in of_table:
            try:
                with connection.begin_nested():
                    index.create(connection)
            except DBAPIError as error:
                refused.append(f"{name}: index {index.name} can't be made: {_reason(error)}")
    return tuple(refused)


def _reason(error: DBAPIError) -> str:
    return str(error.orig).splitlines()[0].rpartition(">: ")[2]
