"""What two databases differ in, by reflection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: Table to its properties, each as text by name.
Description = dict[str, dict[str, str]]


def description(connection: Connection) -> Description:
    """Every table of a database with its columns, keys, constraints and indexes."""
    from sqlalchemy import inspect

    inspector = inspect(connection)
    found: Description = {}
    for schema in user_schemas(inspector):
        for table in inspector.get_table_names(schema=schema):
            name = table if schema == inspector.default_schema_name else f"{schema}.{table}"
            found[name] = dict(_properties(inspector, table, schema, connection.dialect))
    return found


def user_schemas(inspector: Any) -> list[str]:
    """Schemas that are not PostgreSQL's own."""
    names = inspector.get_schema_names()
    return [name for name in names if name != "information_schema" and not name.startswith("pg_")]


def is_unknown(column: Any) -> bool:
    """Whether a reflected column has a type SQLAlchemy doesn't know."""
    from sqlalchemy.types import NullType

    return isinstance(column["type"], NullType)


def _properties(inspector: Any, table: str, schema: str, dialect: Any) -> Iterator[tuple[str, str]]:
    every = inspector.get_columns(table, schema=schema)
    columns = [column for column in every if not is_unknown(column)]
    unknown = {column["name"] for column in every} - {column["name"] for column in columns}
    yield "columns", ", ".join(column["name"] for column in columns)
    for column in columns:
        facts = [column["type"].compile(dialect=dialect), "NULL" if column["nullable"] else "NOT NULL"]
        facts += [f"{key} {column[key]}" for key in ("default", "identity", "computed") if column.get(key) is not None]
        yield f"column {column['name']}", " ".join(map(str, facts))
    key = inspector.get_pk_constraint(table, schema=schema)
    yield "primary key", ", ".join(key["constrained_columns"])
    for item in inspector.get_foreign_keys(table, schema=schema):
        columns_of = ", ".join(item["constrained_columns"])
        target = f"{item['referred_table']} ({', '.join(item['referred_columns'])}) {sorted(item['options'].items())}"
        yield f"foreign key ({columns_of})", target
    for item in inspector.get_unique_constraints(table, schema=schema):
        yield f"unique {item['name']}", ", ".join(item["column_names"])
    for item in inspector.get_check_constraints(table, schema=schema):
        yield f"check {item['name']}", item["sqltext"]
    for item in inspector.get_indexes(table, schema=schema):
        if unknown & set(item["column_names"]):
            continue
        shown = [str(name) for name in item.get("expressions") or item["column_names"]]
        options = {name: value for name, value in (item.get("dialect_options") or {}).items() if value}
        yield f"index {item['name']}", f"{'unique ' if item['unique'] else ''}{', '.join(shown)} {options}"


def differences(wanted: Description, found: Description) -> Iterator[str]:
    """A line for everything that is in one database and not, or otherwise, in the other."""
    for table in sorted(wanted.keys() | found.keys()):
        if table not in found or table not in wanted:
            yield f"table {table} is {'missing' if table not in found else 'new'}"
            continue
        for name in sorted(wanted[table].keys() | found[table].keys()):
            old, new = wanted[table].get(name), found[table].get(name)
            if old != new:
                yield f"{table}: {name} is {new or 'missing'}, in the database {old or 'missing'}"
