"""Models as the registry describes them and as SQLAlchemy maps them, and statements lowered against both."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.schema import CreateTable

from codemod.lowering.lower import lower_statement
from codemod.lowering.lowered import ArgumentFacts, Lowered, ResultShape
from codemod.mapping.ddl_functions import functions_of
from codemod.mapping.models import MappedColumn, MappedTable, ModelRegistry
from codemod.mapping.types import sqlalchemy_type
from codemod.mapping.vectors import stand_in
from codemod.resolution.statement import parse_statement
from codemod.schema.statements import split_statements


def column(name: str, type_source: str, pg_type: str, *, null: bool = True, **more: Any) -> MappedColumn:
    return MappedColumn(name, more.pop("attribute", name), type_source, pg_type, null, **more)


def table(name: str, class_name: str, *columns: MappedColumn, core: bool = False, ordered: bool = False) -> MappedTable:
    """``ordered``: the DDL of the project tells the order of the columns, here that of the model."""
    order = tuple(item.name for item in columns) if ordered else ()
    return MappedTable(name, None, class_name, "models", "models.py", 1, columns, core=core, column_order=order)


LINKS = table(
    "links",
    "Link",
    column("id", "Integer()", "integer", null=False, primary_key=True, server_default=True),
    column("title", "String()", "character varying", null=False),
    column("tag", "String(50)", "character varying(50)"),
    column("guild_id", "BigInteger()", "bigint", null=False),
    column("owner_id", "BigInteger()", "bigint"),
    column("price", "Numeric(10, 2)", "numeric(10,2)"),
    column("score", "Float()", "double precision"),
    column("added", "DateTime(timezone=True)", "timestamp with time zone", null=False),
    column("made", "DateTime()", "timestamp without time zone"),
    column("day", "Date()", "date"),
    column("active", "Boolean()", "boolean", null=False),
    column("data", "JSONB()", "jsonb"),
    column("tags", "ARRAY(Text())", "text[]"),
    column("refs", "postgresql.ARRAY(BigInteger())", "bigint[]"),
    column("codes", "ARRAY(String(3))", "character varying(3)[]"),
    column("ref", "Uuid()", "uuid"),
    column("type", "String()", "character varying", attribute="kind"),
    column("ip", "INET()", "inet"),
    column("ttl", "Interval()", "interval"),
)
USERS = table(
    "users",
    "User",
    column("id", "BigInteger()", "bigint", null=False, primary_key=True),
    column("name", "Text()", "text", null=False),
    column("parent_id", "BigInteger()", "bigint"),
    column("age", "SmallInteger()", "smallint"),
)
LOGS = table(
    "logs",
    "logs",
    column("user_id", "BigInteger()", "bigint", null=False),
    column("text", "Text()", "text"),
    column("at", "DateTime(True)", "timestamp with time zone", null=False),
    core=True,
)
SEATS = table(
    "seats",
    "Seat",
    column("room", "BigInteger()", "bigint", null=False, primary_key=True),
    column("number", "SmallInteger()", "smallint", null=False, primary_key=True),
    column("label", "String(10)", "character varying(10)"),
    column("taken", "Boolean()", "boolean", null=False, default="False"),
    column("state", "Enum('free', 'held', 'sold', name='seat_state')", "enum seat_state", null=False),
    column("before", "postgresql.ENUM('free', 'held', 'sold', name='seat_state')", "enum seat_state"),
    column("path", "postgresql.ARRAY(Enum('free', 'held', 'sold', name='seat_state'))", "enum seat_state[]"),
    ordered=True,
)
CARDS = table(
    "cards",
    "Card",
    column("id", "Integer()", "integer", null=False, primary_key=True),
    column("country", "CHAR(2)", "character(2)"),
    column("meta", "JSON()", "json"),
    column("luck", "REAL()", "real"),
)
PEOPLE = table(
    "Person",
    "Person",
    column("id", "Integer()", "integer", null=False, primary_key=True),
    column("firstName", "Text()", "text", null=False),
    column("teamId", "BigInteger()", "bigint"),
    column("role", "Enum('USER', 'ADMIN', name='Role')", 'enum "Role"', null=False),
)
PARCELS = table(
    "parcels",
    "Parcel",
    column("id", "Integer()", "integer", null=False, primary_key=True),
    column("stage", "Enum('packed', 'sent', name='stage', schema='post')", "enum post.stage", null=False),
)
CHUNKS = table(
    "chunks",
    "Chunk",
    column("id", "Integer()", "integer", null=False, primary_key=True),
    column("body", "Text()", "text", null=False),
    column("embedding", "pgvector.Vector(3)", "vector(3)"),
)
#: What the project's own DDL makes besides tables.
FUNCTIONS = """
CREATE FUNCTION add_points(player bigint, points integer DEFAULT 1) RETURNS bigint
    LANGUAGE sql AS $$ SELECT $1 + $2 $$;
CREATE FUNCTION best_players(lim int, OUT user_id bigint, OUT points numeric(10, 2)) RETURNS SETOF record
    LANGUAGE sql STABLE AS 'SELECT 1::bigint, 2.0 LIMIT $1';
CREATE FUNCTION active_since(who text, since timestamptz = now()) RETURNS TABLE (id bigint, name varchar(20))
    LANGUAGE sql STABLE AS $f$ SELECT 1::bigint, who WHERE since IS NOT NULL $f$;
CREATE OR REPLACE FUNCTION slug(text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT lower($1) $$;
CREATE FUNCTION words(integer) RETURNS SETOF text LANGUAGE sql AS $$ SELECT 'a' $$;
CREATE FUNCTION note_down(kind text, payload jsonb) RETURNS void LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION twice(text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION of_states(state seat_state) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION open_seats(bigint) RETURNS SETOF seats LANGUAGE sql STABLE AS 'SELECT * FROM seats WHERE room = $1';
"""
REGISTRY = ModelRegistry(
    (LINKS, USERS, LOGS, SEATS, CARDS, PEOPLE, PARCELS, CHUNKS),
    views=frozenset({"busy_rooms"}),
    functions=functions_of(list(split_statements("functions.sql", FUNCTIONS))),
)


class Base(DeclarativeBase):
    """The stand-ins' own registry."""


def _mapped(mapped: MappedTable) -> Any:
    if mapped.core:
        return sa.Table(mapped.name, Base.metadata, *(sa.Column(c.name, _type(c)) for c in mapped.columns))
    columns = {
        item.attribute: mapped_column(item.name, _type(item), primary_key=item.primary_key, nullable=item.nullable)
        for item in mapped.columns
    }
    return type(mapped.class_name, (Base,), {"__tablename__": mapped.name, **columns})


def _type(item: MappedColumn) -> Any:
    assert item.type_source is not None
    return sqlalchemy_type(item.type_source)


MODELS = {mapped.class_name: _mapped(mapped) for mapped in REGISTRY}


#: The models, and pgvector's type of a package that need not be installed.
_OF_MODULES = {"models": MODELS, "pgvector.sqlalchemy": {"Vector": stand_in(of_package=True)}}


async def create_tables(connection: Any) -> None:
    """The tables of the models, through a connection of asyncpg."""
    await connection.execute("CREATE TYPE seat_state AS ENUM ('free', 'held', 'sold')")
    await connection.execute("CREATE SCHEMA post")
    await connection.execute("CREATE TYPE post.stage AS ENUM ('packed', 'sent')")
    await connection.execute("CREATE TYPE \"Role\" AS ENUM ('USER', 'ADMIN')")
    vectors = await connection.fetchval("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")
    if vectors:
        await connection.execute("CREATE EXTENSION vector")
    for table_ in Base.metadata.sorted_tables:
        if table_.name == CHUNKS.name and not vectors:
            continue  # a server without pgvector has no such column
        await connection.execute(str(CreateTable(table_).compile(dialect=asyncpg.dialect())))
    await connection.execute(FUNCTIONS)


class Argument:
    """A bound argument of a type SQLAlchemy knows nothing of, so that it is typed by its surroundings."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __int__(self) -> int:
        return 7


def lowered(
    sql: str, shape: ResultShape = "mappings", facts: dict[int, ArgumentFacts] | None = None, **options: Any
) -> Lowered:
    return lower_statement(parse_statement(sql), REGISTRY, facts=facts or {}, shape=shape, **options)


def code(result: Lowered) -> str:
    """The lowered statement as Python lines, definitions first, arguments as ``p1``."""
    lines = [f"{item.placeholder} = {ast.unparse(item.value)}" for item in result.definitions]
    text = "\n".join([*lines, ast.unparse(result.expression)])
    for item in result.definitions:
        text = text.replace(item.placeholder, item.hint)
    for number in result.parameters:
        text = text.replace(f"__p{number}__", f"p{number}")
    return text


def compiled(result: Lowered) -> Any:
    """What SQLAlchemy compiles of a lowered statement, evaluated with the real models."""
    statement = evaluated(result, {number: Argument(number) for number in result.parameters})
    return statement.compile(dialect=asyncpg.dialect(), compile_kwargs={"render_postcompile": True})


def evaluated(result: Lowered, arguments: Mapping[int, Any]) -> Any:
    """The statement of SQLAlchemy with these arguments, of the real models."""
    names: dict[str, Any] = {f"__p{number}__": value for number, value in arguments.items()}
    for item in result.imports:
        home = _OF_MODULES.get(item.module) or vars(importlib.import_module(item.module))
        names[item.local] = home[item.name]
    for definition in result.definitions:
        names[definition.placeholder] = _evaluated(definition.value, names)
    return _evaluated(result.expression, names)


def _evaluated(tree: ast.expr, names: dict[str, Any]) -> Any:
    return eval(compile(ast.fix_missing_locations(ast.Expression(tree)), "<lowered>", "eval"), names)
