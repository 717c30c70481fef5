"""SQLAlchemy's tables of those that were read without a server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    DefaultClause,
    Double,
    Enum,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    Uuid,
    text,
)  # fmt: skip
from sqlalchemy.dialects import postgresql

from codemod.mapping.ddl_types import known_type
from codemod.modelling.drafts import ColumnDraft, IndexDraft, TableDraft
from codemod.modelling.reflection import DatabaseType
from codemod.modelling.static_reader import StaticSchema
from codemod.schema.statements import Note

#: Types by PostgreSQL's names; a modifier becomes the arguments.
_TYPES: Final[dict[str, Callable[..., Any]]] = {
    "integer": Integer,
    "bigint": BigInteger,
    "smallint": SmallInteger,
    "text": Text,
    "character varying": String,
    "character": postgresql.CHAR,
    "boolean": Boolean,
    "timestamp with time zone": lambda *_: DateTime(timezone=True),
    "timestamp without time zone": DateTime,
    "time with time zone": lambda *_: Time(timezone=True),
    "time without time zone": Time,
    "date": Date,
    "interval": Interval,
    "numeric": Numeric,
    "double precision": Double,
    "real": postgresql.REAL,
    "uuid": Uuid,
    "json": postgresql.JSON,
    "jsonb": postgresql.JSONB,
    "bytea": LargeBinary,
    "inet": postgresql.INET,
    "cidr": postgresql.CIDR,
    "macaddr": postgresql.MACADDR,
    "tsvector": postgresql.TSVECTOR,
    "money": postgresql.MONEY,
    "hstore": postgresql.HSTORE,
}


def static_metadata(schema: StaticSchema) -> tuple[MetaData, tuple[Note, ...]]:
    """The tables, and a note on each foreign key whose table was not read."""
    metadata = MetaData()
    notes: list[Note] = []
    for draft in schema.tables.values():
        table = Table(draft.name, metadata, schema=draft.schema, comment=draft.comment)
        for column in draft.columns.values():
            table.append_column(_column(column, draft, schema))
        for constraint in _constraints(draft):
            table.append_constraint(constraint)
        for index in draft.indexes.values():
            _index(index, table)
    for draft in schema.tables.values():
        notes += _link(draft, schema, metadata)
    return metadata, tuple(notes)


def _column(draft: ColumnDraft, table: TableDraft, schema: StaticSchema) -> Column[Any]:
    made: list[Any] = []
    if draft.identity is not None:
        made.append(Identity(**draft.identity))
    if draft.computed is not None:
        made.append(Computed(draft.computed, persisted=True))
    if draft.serial:
        place = f"{table.schema}." if table.schema else ""
        made.append(DefaultClause(text(f"nextval('{place}{table.name}_{draft.name}_seq'::regclass)")))
    elif draft.default is not None:
        made.append(DefaultClause(text(draft.default)))
    return Column(
        draft.name,
        _type(draft, schema),
        *made,
        nullable=draft.nullable,
        comment=draft.comment,
        autoincrement=True if draft.serial else "auto",
    )


def _type(draft: ColumnDraft, schema: StaticSchema) -> Any:
    name, brackets, _ = draft.type.partition("[")
    kind = _plain_type(name.strip(), draft.collation, schema)
    return postgresql.ARRAY(kind) if brackets else kind


def _plain_type(written: str, collation: str | None, schema: StaticSchema) -> Any:
    bare = written.rpartition(".")[2].strip('"')
    if bare in schema.labels:
        return Enum(*schema.labels[bare], name=bare)
    if bare == "citext":
        return postgresql.CITEXT()
    known = known_type(written)
    if known is None:
        return DatabaseType(written)
    modifier = re.search(r"\(([\d,]+)\)", known)
    arguments = [int(item) for item in modifier[1].split(",")] if modifier is not None else []
    name = known.replace(modifier[0], "") if modifier is not None else known
    if name not in _TYPES or (arguments and name.startswith(("time", "interval"))):
        return DatabaseType(written)
    return _TYPES[name](*arguments, **({"collation": collation} if collation else {}))


def _constraints(draft: TableDraft) -> Iterator[Any]:
    if draft.key is not None:
        yield PrimaryKeyConstraint(*draft.key[1], name=draft.key[0])
    yield from (UniqueConstraint(*columns, name=name) for name, columns in draft.uniques)
    yield from (CheckConstraint(text(condition), name=name) for name, condition in draft.checks)


def _index(draft: IndexDraft, table: Table) -> None:
    items = [table.columns[name] if is_column else text(name) for name, is_column in draft.elements]
    index = Index(draft.name, *items, unique=draft.unique, _table=table, **draft.options)
    if index not in table.indexes:
        table.append_constraint(index)


def _link(draft: TableDraft, schema: StaticSchema, metadata: MetaData) -> Iterator[Note]:
    name = f"{draft.schema}.{draft.name}" if draft.schema else draft.name
    for key in draft.foreign:
        target = schema.tables.get(key.target)
        columns = key.targets or (target.key[1] if target is not None and target.key is not None else [])
        if target is None or not columns or any(column not in target.columns for column in columns):
            yield Note(name, f"its foreign key ({', '.join(key.columns)}) is left out: {key.target} was not read")
            continue
        remote = [f"{key.target}.{column}" for column in columns]
        options: dict[str, Any] = dict(key.options)
        metadata.tables[name].append_constraint(ForeignKeyConstraint(key.columns, remote, name=key.name, **options))
