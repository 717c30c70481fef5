"""The SQL of each of Alembic's operations, by SQLAlchemy's own compiler."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from codemod.schema.alembic_values import UnreadableError


def compiled(element: Any) -> str:
    """An element of SQLAlchemy's as asyncpg would be sent it."""
    from sqlalchemy.dialects.postgresql import asyncpg

    dialect: Any = asyncpg.dialect
    return str(element.compile(dialect=dialect()))


def native(found: Any) -> Any:
    """An enumeration as a type of its own in the database.

    Raises:
        UnreadableError: it is something else.
    """
    from sqlalchemy import Enum
    from sqlalchemy.dialects.postgresql import ENUM

    if isinstance(found, ENUM):
        return found
    if isinstance(found, Enum) and found.native_enum and found.name:
        return ENUM(*found.enums, name=found.name, schema=found.schema)
    raise UnreadableError("create() or drop() of what is no enumeration")


def _table(name: str, schema: str | None = None, *items: Any, **options: Any) -> Any:
    from sqlalchemy import MetaData, Table

    return Table(name, MetaData(), *items, schema=schema, **options)


def _enumerations(columns: list[Any]) -> Iterator[str]:
    """Types that making a table makes with it, unless they say otherwise."""
    from sqlalchemy import ARRAY, Enum
    from sqlalchemy.dialects.postgresql import CreateEnumType

    for column in columns:
        kind = column.type.item_type if isinstance(column.type, ARRAY) else column.type
        if isinstance(kind, Enum) and kind.native_enum and kind.name and getattr(kind, "create_type", True):
            yield compiled(CreateEnumType(native(kind)))


def create_table(name: str, *items: Any, schema: str | None = None, **options: Any) -> Iterator[str]:
    """``CREATE TABLE`` with the indexes that its columns ask for."""
    from sqlalchemy.schema import CreateIndex, CreateTable

    if_not_exists = bool(options.pop("if_not_exists", False))
    options.pop("comment", None)
    table = _table(name, schema, *items, **options)
    _resolve_foreign_tables(table)
    yield from (f"{sql};" for sql in _enumerations(list(table.columns)))
    yield compiled(CreateTable(table, if_not_exists=if_not_exists)) + ";"
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        yield compiled(CreateIndex(index)) + ";"


def _resolve_foreign_tables(table: Any) -> None:
    """Tables that foreign keys name, so that the compiler can name them too."""
    from sqlalchemy import Column, Table

    for key in list(table.foreign_keys):
        *place, target, column = key.target_fullname.split(".")
        schema = place[0] if place else None
        name = f"{schema}.{target}" if schema else target
        if name not in table.metadata.tables:
            Table(target, table.metadata, schema=schema)
        found = table.metadata.tables[name]
        if column not in found.columns:
            found.append_column(Column(column, key.parent.type))


def drop_table(name: str, schema: str | None = None, **_: Any) -> Iterator[str]:
    """``DROP TABLE``."""
    yield f"DROP TABLE {_quoted(name, schema)} CASCADE"


def rename_table(old: str, new: str, schema: str | None = None) -> Iterator[str]:
    """``ALTER TABLE … RENAME TO``."""
    yield f"ALTER TABLE {_quoted(old, schema)} RENAME TO {_quoted(new)}"


def add_column(table: str, column: Any, schema: str | None = None, **_: Any) -> Iterator[str]:
    """``ALTER TABLE … ADD COLUMN`` with the constraints and the index of the column."""
    from sqlalchemy.schema import AddConstraint, CreateColumn, CreateIndex, PrimaryKeyConstraint

    made = _table(table, schema, column)
    _resolve_foreign_tables(made)
    yield from (f"{sql};" for sql in _enumerations([column]))
    yield f"ALTER TABLE {_quoted(table, schema)} ADD COLUMN {compiled(CreateColumn(column))};"
    for constraint in made.constraints:
        if not isinstance(constraint, PrimaryKeyConstraint):
            yield compiled(AddConstraint(constraint)) + ";"
    for index in made.indexes:
        yield compiled(CreateIndex(index)) + ";"


def drop_column(table: str, column: str, schema: str | None = None, **_: Any) -> Iterator[str]:
    """``ALTER TABLE … DROP COLUMN``."""
    yield f"ALTER TABLE {_quoted(table, schema)} DROP COLUMN {_quoted(column)}"


def alter_column(
    table: str,
    column: str,
    *,
    nullable: bool | None = None,
    server_default: Any = False,
    new_column_name: str | None = None,
    type_: Any = None,
    schema: str | None = None,
    postgresql_using: str | None = None,
    **_: Any,
) -> Iterator[str]:
    """``ALTER TABLE … ALTER COLUMN``, a statement for each change."""
    from sqlalchemy import Column
    from sqlalchemy.types import to_instance

    start = f"ALTER TABLE {_quoted(table, schema)} ALTER COLUMN {_quoted(column)}"
    if nullable is not None:
        yield f"{start} {'DROP' if nullable else 'SET'} NOT NULL;"
    if type_ is not None:
        kind: Any = to_instance(type_)
        yield from (f"{sql};" for sql in _enumerations([Column(column, kind)]))
        using = f" USING {postgresql_using}" if postgresql_using else ""
        yield f"{start} TYPE {compiled(kind)}{using};"
    if server_default is None:
        yield f"{start} DROP DEFAULT;"
    elif server_default is not False:
        yield f"{start} SET DEFAULT {_default(server_default)};"
    if new_column_name is not None:
        yield f"ALTER TABLE {_quoted(table, schema)} RENAME COLUMN {_quoted(column)} TO {_quoted(new_column_name)};"


def _default(given: Any) -> str:
    from sqlalchemy import Column, Integer
    from sqlalchemy.schema import CreateColumn

    column: Any = Column("x", Integer, server_default=given)
    _table("x", None, column)
    return compiled(CreateColumn(column)).partition(" DEFAULT ")[2]


def create_index(
    name: str | None, table: str, columns: list[Any], schema: str | None = None, **options: Any
) -> Iterator[str]:
    """``CREATE INDEX`` on columns and expressions."""
    from sqlalchemy import Column, Index
    from sqlalchemy.schema import CreateIndex
    from sqlalchemy.types import NullType

    if_not_exists = bool(options.pop("if_not_exists", False))
    options.pop("postgresql_concurrently", None)
    made = _table(table, schema, *(Column(column, NullType()) for column in columns if isinstance(column, str)))
    items = [made.columns[column] if isinstance(column, str) else column for column in columns]
    index = Index(name, *items, **options, _table=made)
    yield compiled(CreateIndex(index, if_not_exists=if_not_exists))


def drop_index(name: str, *_: Any, schema: str | None = None, **__: Any) -> Iterator[str]:
    """``DROP INDEX``."""
    yield f"DROP INDEX {_quoted(name, schema)}"


def create_unique_constraint(
    name: str | None, table: str, columns: list[str], schema: str | None = None, **_: Any
) -> Iterator[str]:
    """``ADD CONSTRAINT … UNIQUE``."""
    yield f"{_adding(table, schema, name)} UNIQUE ({_names(columns)})"


def create_primary_key(name: str | None, table: str, columns: list[str], schema: str | None = None) -> Iterator[str]:
    """``ADD CONSTRAINT … PRIMARY KEY``."""
    yield f"{_adding(table, schema, name)} PRIMARY KEY ({_names(columns)})"


def create_check_constraint(
    name: str | None, table: str, condition: Any, schema: str | None = None, **_: Any
) -> Iterator[str]:
    """``ADD CONSTRAINT … CHECK``."""
    written = condition if isinstance(condition, str) else compiled(condition)
    yield f"{_adding(table, schema, name)} CHECK ({written})"


def create_foreign_key(
    name: str | None,
    source: str,
    referent: str,
    local: list[str],
    remote: list[str],
    *,
    ondelete: str | None = None,
    onupdate: str | None = None,
    source_schema: str | None = None,
    referent_schema: str | None = None,
    schema: str | None = None,
    **options: Any,
) -> Iterator[str]:
    """``ADD CONSTRAINT … FOREIGN KEY``."""
    actions = "".join(f" ON {kind} {action}" for kind, action in (("DELETE", ondelete), ("UPDATE", onupdate)) if action)
    actions += f" INITIALLY {options['initially']}" if options.get("initially") else ""
    target = _quoted(referent, referent_schema)
    yield (
        f"{_adding(source, source_schema or schema, name)} FOREIGN KEY ({_names(local)}) "
        f"REFERENCES {target} ({_names(remote)}){actions}"
    )


def drop_constraint(name: str, table: str, *_: Any, schema: str | None = None, **__: Any) -> Iterator[str]:
    """``DROP CONSTRAINT``."""
    yield f"ALTER TABLE {_quoted(table, schema)} DROP CONSTRAINT {_quoted(name)}"


def execute(statement: Any, **_: Any) -> Iterator[str]:
    """SQL as it is written."""
    yield statement if isinstance(statement, str) else str(getattr(statement, "text", statement))


def _adding(table: str, schema: str | None, name: str | None) -> str:
    named = f"CONSTRAINT {_quoted(name)} " if name else ""
    return f"ALTER TABLE {_quoted(table, schema)} ADD {named}".rstrip()


def _quoted(name: str, schema: str | None = None) -> str:
    shown = '"' + str(name).replace('"', '""') + '"'
    return f"{_quoted(schema)}.{shown}" if schema else shown


def _names(columns: list[str]) -> str:
    return ", ".join(map(_quoted, columns))


#: What ``op`` has, by name.
FORMS: Final[dict[str, Callable[..., Iterator[str]]]] = {
    form.__name__: form
    for form in (
        create_table, drop_table, rename_table, add_column, drop_column, alter_column, create_index, drop_index,
        create_unique_constraint, create_primary_key, create_check_constraint, create_foreign_key, drop_constraint,
        execute,
    )
}  # fmt: skip
