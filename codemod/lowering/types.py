"""PostgreSQL types: spelling, classes of types whose values travel alike, and their SQLAlchemy names."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lowered import ImportName
from codemod.python_code import call, constant, name

_PG = "sqlalchemy.dialects.postgresql"

#: PostgreSQL type (without modifier) to the SQLAlchemy class that renders exactly it.
SQLALCHEMY_TYPES: Final[dict[str, ImportName]] = {
    "smallint": ImportName("sqlalchemy", "SmallInteger"),
    "integer": ImportName("sqlalchemy", "Integer"),
    "bigint": ImportName("sqlalchemy", "BigInteger"),
    "text": ImportName("sqlalchemy", "Text"),
    "character varying": ImportName("sqlalchemy", "String"),
    "boolean": ImportName("sqlalchemy", "Boolean"),
    "date": ImportName("sqlalchemy", "Date"),
    "time without time zone": ImportName("sqlalchemy", "Time"),
    "timestamp without time zone": ImportName("sqlalchemy", "DateTime"),
    "timestamp with time zone": ImportName("sqlalchemy", "DateTime"),
    "interval": ImportName("sqlalchemy", "Interval"),
    "numeric": ImportName("sqlalchemy", "Numeric"),
    "double precision": ImportName("sqlalchemy", "Double"),
    "real": ImportName("sqlalchemy", "REAL"),
    "uuid": ImportName("sqlalchemy", "Uuid"),
    "bytea": ImportName("sqlalchemy", "LargeBinary"),
    "inet": ImportName(_PG, "INET"),
    "cidr": ImportName(_PG, "CIDR"),
    "tsvector": ImportName(_PG, "TSVECTOR"),
    "tsquery": ImportName(_PG, "TSQUERY"),
    "citext": ImportName(_PG, "CITEXT"),
}

#: Spellings that sqlglot prints or people write, to PostgreSQL's own name (manual, table 8.1).
_SPELLINGS: Final[dict[str, str]] = {
    "int": "integer",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "varchar": "character varying",
    "bool": "boolean",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "time": "time without time zone",
    "decimal": "numeric",
    "float": "double precision",
    "float8": "double precision",
    "float4": "real",
    "double": "double precision",
}

#: Types whose Python value is the same under asyncpg and SQLAlchemy's asyncpg dialect (SEMANTICS.md, Results).
_TRANSPARENT: Final = frozenset(SQLALCHEMY_TYPES)

STRINGS: Final = frozenset({"text", "character varying", "citext"})
INTEGERS: Final = ("smallint", "integer", "bigint")
NUMBERS: Final = frozenset({*INTEGERS, "numeric", "double precision", "real"})
TEMPORAL: Final = frozenset({"date", "timestamp without time zone", "timestamp with time zone"})


def base_type(pg_type: str) -> str:
    """The type without its modifier: ``character varying(100)`` is ``character varying``."""
    head, bracket, rest = pg_type.partition("(")
    return head.strip() + rest.partition(")")[2] if bracket else head


def element_type(pg_type: str) -> str | None:
    """The element type of an array, None for anything else."""
    return pg_type[:-2] if pg_type.endswith("[]") else None


def is_transparent(pg_type: str) -> bool:
    """Whether a value of this type comes out of SQLAlchemy as it comes out of asyncpg."""
    return base_type(element_type(pg_type) or pg_type) in _TRANSPARENT


def pg_type_of(data_type: exp.DataType) -> str | None:
    """PostgreSQL's name of a type in a cast, with its modifier; None for a type not in the table."""
    if data_type.this is exp.DataType.Type.ARRAY:
        inner = data_type.expressions[0] if data_type.expressions else None
        element = pg_type_of(inner) if isinstance(inner, exp.DataType) else None
        return f"{element}[]" if element else None
    written = data_type.sql("postgres").lower()
    head, bracket, rest = written.partition("(")
    known = _SPELLINGS.get(head.strip(), head.strip())
    if known not in SQLALCHEMY_TYPES:
        return None
    return f"{known}({rest}".replace(" ", "") if bracket and known == "numeric" else known + bracket + rest


def type_expression(pg_type: str) -> tuple[ast.expr, frozenset[ImportName]] | None:
    """``Numeric(10, 2)``, ``ARRAY(Text)``: the SQLAlchemy type that renders as ``pg_type``, with its imports."""
    element = element_type(pg_type)
    if element is not None:
        inner = type_expression(base_type(element))
        if inner is None:
            return None
        array = ImportName("sqlalchemy", "ARRAY")
        return call(name(array.name), inner[0]), inner[1] | {array}
    import_name = SQLALCHEMY_TYPES.get(base_type(pg_type))
    if import_name is None:
        return None
    modifier = pg_type.partition("(")[2].rstrip(")")
    arguments = [constant(int(part)) for part in modifier.split(",")] if modifier else []
    keywords: dict[str, ast.expr] = {}
    if pg_type == "timestamp with time zone":
        keywords["timezone"] = constant(True)
    plain = name(import_name.name)
    expression = call(plain, *arguments, **keywords) if arguments or keywords else plain
    return expression, frozenset({import_name})
