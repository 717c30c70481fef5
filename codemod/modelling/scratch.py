"""A scratch database: the project's schema statements run on it, one by one, and what it holds afterwards."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from codemod.modelling.comparison import is_unknown, user_schemas
from codemod.modelling.statements import SchemaStatement, is_code, schema_statement
from codemod.report import RunError

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData

#: What a later statement may bring: undefined table, object, column, schema, function.
_EARLY: Final = frozenset({"42P01", "42704", "42703", "3F000", "42883"})
#: What is there already: table, object, column, schema, constraint.
_THERE: Final = frozenset({"42P07", "42710", "42701", "42P06"})

#: Extensions a scratch server lacks, with what stands in for their types.
_STAND_INS: Final = {"citext": "CREATE DOMAIN citext AS text", "hstore": None, "vector": None, "postgis": None}


@dataclass(frozen=True, slots=True)
class Note:
    """A statement that was not run, or failed."""

    place: str
    message: str


@dataclass(slots=True, eq=False)
class Schema:
    """What became of the statements: notes, and how many there were."""

    notes: list[Note] = field(default_factory=list)
    applied: int = 0


async def apply(
    connection: Any, statements: Iterable[SchemaStatement], stand_ins: Mapping[str, str | None] = _STAND_INS
) -> Schema:
    """Run schema statements, each in a savepoint; those that come too early are tried again at the end.

    Args:
        connection: an asyncpg connection to an empty scratch database.
        statements: in order; data and programs are passed over, the latter with a note.
        stand_ins: what is run in place of CREATE EXTENSION where the extension isn't installed.
    """
    import asyncpg

    schema = Schema()
    created: dict[str, tuple[str, frozenset[str]]] = {}
    pending: list[SchemaStatement] = []
    for statement in statements:
        if is_code(statement):
            schema.notes.append(Note(statement.place, "is a program, which is not run"))
        elif (wanted := schema_statement(statement)) is not None:
            _check_twice(wanted, created, schema)
            pending.append(wanted)
    await connection.execute("SET statement_timeout = '20s'")
    while pending:
        early: list[tuple[SchemaStatement, str]] = []
        for statement in pending:
            try:
                async with connection.transaction():
                    await connection.execute(statement.text)
                schema.applied += 1
            except asyncpg.PostgresError as error:
                code = getattr(error, "sqlstate", "")
                if code in _EARLY:
                    early.append((statement, str(error)))
                elif code not in _THERE:
                    await _replaced(connection, statement, str(error), schema, stand_ins)
        if len(early) == len(pending):
            schema.notes += [Note(statement.place, message) for statement, message in early]
            break
        pending = [statement for statement, _ in early]
    return schema


async def _replaced(
    connection: Any, statement: SchemaStatement, message: str, schema: Schema, stand_ins: Mapping[str, str | None]
) -> None:
    """Note a failure; an extension that isn't installed gets a stand-in where there is one."""
    words = statement.text.replace('"', " ").replace("'", " ").lower().split()
    extension = next((word for word in words if word in stand_ins), "") if "extension" in words else ""
    stand_in = stand_ins.get(extension)
    if stand_in is not None:
        await connection.execute(stand_in)
        schema.notes.append(Note(statement.place, f"extension {extension} is not installed here: something stands in"))
    else:
        schema.notes.append(Note(statement.place, message.splitlines()[0]))


def _check_twice(statement: SchemaStatement, created: dict[str, tuple[str, frozenset[str]]], schema: Schema) -> None:
    """Note a table that two statements create with different columns."""
    try:
        tree = sqlglot.parse_one(statement.text, dialect="postgres")
    except (SqlglotError, RecursionError):
        return
    if not isinstance(tree, exp.Create) or not isinstance(tree.this, exp.Schema):
        return
    name = tree.this.this.sql("postgres").lower()
    columns = frozenset(item.name.lower() for item in tree.this.expressions if isinstance(item, exp.ColumnDef))
    place, known = created.setdefault(name, (statement.place, columns))
    if known != columns:
        differing = ", ".join(sorted(known ^ columns))
        schema.notes.append(Note(statement.place, f"creates {name} again, unlike {place}: {differing}"))


def reflected(connection: Connection) -> tuple[MetaData, tuple[Note, ...]]:
    """Every table of a database, and a note on each column whose type SQLAlchemy doesn't know: it is left out."""
    from sqlalchemy import MetaData, Table, inspect

    metadata = MetaData()
    notes: list[Note] = []
    inspector = inspect(connection)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the notes say it better
        for schema in user_schemas(inspector):
            own = None if schema == inspector.default_schema_name else schema
            for name in inspector.get_table_names(schema=schema):
                columns = inspector.get_columns(name, schema=schema)
                known = [str(column["name"]) for column in columns if not is_unknown(column)]
                # a list of columns would leave out indexes on expressions, so it is given only where it must be
                wanted = known if len(known) < len(columns) else None
                Table(name, metadata, schema=own, autoload_with=connection, include_columns=wanted)
                notes += [
                    Note(
                        name,
                        f"column {column['name']} is left out: its type is of an extension SQLAlchemy doesn't know",
                    )
                    for column in columns
                    if is_unknown(column)
                ]
    return metadata, tuple(notes)


def require_tables(metadata: MetaData, origin: str) -> None:
    """Raise when there is nothing to generate from.

    Raises:
        RunError: no table was found.
    """
    if not metadata.tables:
        raise RunError(f"no CREATE TABLE was found {origin}")
