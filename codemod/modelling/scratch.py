"""A scratch database: the project's schema statements run on it, one by one, and what it holds afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from codemod.report import RunError
from codemod.schema.statements import Note, SchemaStatement, is_code, is_given, schema_statement, search_path

if TYPE_CHECKING:
    from sqlalchemy import MetaData

#: What a later statement may bring: undefined table, object, column, schema, function.
_EARLY: Final = frozenset({"42P01", "42704", "42703", "3F000", "42883"})
#: What is there already: table, object, column, schema, constraint.
_THERE: Final = frozenset({"42P07", "42710", "42701", "42P06"})

_COLUMNS: Final = """
    SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped
"""


@dataclass(slots=True, eq=False)
class Schema:
    """What became of the statements: notes, how many there were, and those that made functions and composite types."""

    notes: list[Note] = field(default_factory=list)
    applied: int = 0
    givens: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Creation:
    """A CREATE TABLE with its columns."""

    place: str
    columns: frozenset[str]


async def apply(connection: Any, statements: Iterable[SchemaStatement], imitated: Collection[str] = ()) -> Schema:
    """Run schema statements, each in a savepoint; those that come too early are tried again at the end.

    Args:
        connection: an asyncpg connection to an empty scratch database.
        statements: in order; data is passed over, and programs are too, with a note.
        imitated: extensions that something stands in for, so that they need not be created.
    """
    schema = Schema()
    created: dict[str, list[_Creation]] = {}
    pending = _runnable(statements, schema, imitated, created)
    await connection.execute("SET statement_timeout = '20s'; SET check_function_bodies = off")
    while pending:
        early = [item for item in pending if not await _is_done(connection, item, schema)]
        if len(early) == len(pending):
            schema.notes += [Note(item.statement.place, item.message) for item in early]
            break
        pending = early
    schema.notes += [note async for note in _contradictions(connection, created)]
    return schema


@dataclass(slots=True, eq=False)
class _Pending:
    """A statement to run, in the schemas its file names; ``message`` says why it could not be run so far."""

    statement: SchemaStatement
    path: str | None
    message: str = ""


def _runnable(
    statements: Iterable[SchemaStatement],
    schema: Schema,
    imitated: Collection[str],
    created: dict[str, list[_Creation]],
) -> list[_Pending]:
    found: list[_Pending] = []
    programs: dict[str, list[str]] = {}
    paths: dict[str, str] = {}
    for statement in statements:
        path = search_path(statement)
        if path is not None:
            paths[statement.path] = path
        if is_code(statement):
            programs.setdefault(statement.path, []).append(str(statement.line))
        wanted = schema_statement(statement)
        if wanted is not None and not _creates_extension(wanted.text, imitated):
            _remember(wanted, created)
            found.append(_Pending(wanted, paths.get(statement.path)))
    schema.notes += [
        Note(f"{path}:{lines[0]}", "is a program, which is not run")
        if len(lines) == 1
        else Note(path, f"{len(lines)} programs are not run, at lines {', '.join(lines)}")
        for path, lines in programs.items()
    ]
    return found


async def _is_done(connection: Any, item: _Pending, schema: Schema) -> bool:
    """Run a statement; not done is one that needs what is not there yet."""
    import asyncpg

    try:
        async with connection.transaction():
            if item.path is not None:
                await connection.execute(f"SET LOCAL search_path = {item.path}")
            await connection.execute(item.statement.text)
        schema.applied += 1
        if is_given(item.statement.text):
            schema.givens.append(item.statement.text)
    except asyncpg.PostgresError as error:
        code = getattr(error, "sqlstate", "")
        item.message = str(error).splitlines()[0]
        if code in _EARLY:
            return False
        if code not in _THERE:
            schema.notes.append(Note(item.statement.place, item.message))
    return True


def _creates_extension(text: str, names: Collection[str]) -> bool:
    words = text.replace('"', " ").replace("'", " ").lower().split()
    return words[1:2] == ["extension"] and any(word in names for word in words[2:6])


def _remember(statement: SchemaStatement, created: dict[str, list[_Creation]]) -> None:
    if statement.text[:6].upper() != "CREATE":
        return
    try:
        tree = sqlglot.parse_one(statement.text, dialect="postgres")
    except (SqlglotError, RecursionError):
        return
    if not isinstance(tree, exp.Create) or not isinstance(tree.this, exp.Schema):
        return
    columns = frozenset(item.name.lower() for item in tree.this.expressions if isinstance(item, exp.ColumnDef))
    created.setdefault(tree.this.this.sql("postgres").lower(), []).append(_Creation(statement.place, columns))


async def _contradictions(connection: Any, created: dict[str, list[_Creation]]) -> AsyncIterator[Note]:
    """A note on each table that several statements create, where a later one makes it otherwise than it became."""
    for name, creations in created.items():
        if len(creations) == 1 or len({item.columns for item in creations}) == 1:
            continue
        rows = await connection.fetch(_COLUMNS, name)
        columns = frozenset(row[0].lower() for row in rows)
        for item in creations[1:]:
            if columns and item.columns != columns:
                differing = ", ".join(sorted(columns ^ item.columns))
                yield Note(item.place, f"creates {name} again, unlike {creations[0].place}: {differing}")


def require_tables(metadata: MetaData, origin: str, notes: Sequence[Note]) -> None:
    """Raise when there is nothing to generate from.

    Raises:
        RunError: no table was found.
    """
    if not metadata.tables:
        reason = f"; {notes[0].place} {notes[0].message}" if notes else ""
        raise RunError(f"no CREATE TABLE was found {origin}{reason}")
