"""PostgreSQL types: spelling, classes of types whose values travel alike, and their SQLAlchemy names."""

from __future__ import annotations

import ast
from typing import Final

from sqlglot import exp

from codemod.lowering.lowered import ImportName
from codemod.mapping.models import MappedColumn
from codemod.mapping.types import enum_name
from codemod.outcome import Refusal
from codemod.python_code import call, constant, name

_PG = "sqlalchemy.dialects.postgresql"

#: Classes of SQLAlchemy whose Python values are those of asyncpg, as long as no option says otherwise.
_PLAIN_CLASSES: Final = frozenset(
    {
        *("SmallInteger", "Integer", "BigInteger", "SMALLINT", "INTEGER", "INT", "BIGINT"),
        *("String", "Text", "Unicode", "UnicodeText", "VARCHAR", "TEXT", "CITEXT", "CHAR"),
        *("Boolean", "BOOLEAN", "Date", "DATE", "Time", "TIME", "DateTime", "DATETIME", "TIMESTAMP"),
        *("Interval", "INTERVAL", "Numeric", "NUMERIC", "DECIMAL", "Float", "FLOAT", "Double", "DOUBLE"),
        *("DOUBLE_PRECISION", "REAL", "Uuid", "UUID", "LargeBinary", "BYTEA", "INET", "CIDR", "TSVECTOR", "ARRAY"),
        *("MACADDR", "MACADDR8", "MONEY", "OID", "TSQUERY"),
    }
)

#: Options that change no value: how wide, how exact, with a time zone, which collation.
_PLAIN_OPTIONS: Final = frozenset({"length", "precision", "scale", "timezone", "collation", "dimensions", "item_type"})

#: Options with the value that leaves values as asyncpg gives them.
_PLAIN_VALUES: Final = {"as_uuid": True, "native_uuid": True, "as_tuple": False, "native": True}

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
    "regconfig": ImportName(_PG, "REGCONFIG"),
    "regclass": ImportName(_PG, "REGCLASS"),
    "json": ImportName("sqlalchemy", "JSON"),
    "jsonb": ImportName(_PG, "JSONB"),
}

#: The greatest value of each integer type (PostgreSQL manual 8.1.1).
INTEGER_LIMITS: Final = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}

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

#: Types whose modifier SQLAlchemy writes as it was given.
_MODIFIED: Final = frozenset({"numeric", "character varying"})

#: Types whose Python value is the same under asyncpg and SQLAlchemy's asyncpg dialect (SEMANTICS.md, Results).
_TRANSPARENT: Final = (frozenset(SQLALCHEMY_TYPES) - {"json", "jsonb"}) | {
    *("void", "record", "character", "macaddr", "macaddr8", "money", "oid", "time with time zone", "name", '"char"')
}

#: Classes whose first argument is whether they have a time zone.
_ZONED: Final = frozenset({"DateTime", "Time", "TIMESTAMP", "TIME"})

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
    return enum_name(pg_type) is not None or base_type(element_type(pg_type) or pg_type) in _TRANSPARENT


def is_json(column: MappedColumn) -> bool:
    """Whether a column is of SQLAlchemy's own JSON type: what reads its values judges how they differ."""
    if column.custom_type or column.pg_type not in ("json", "jsonb"):
        return False
    match ast.parse(column.type_source or "None", mode="eval").body:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in ("JSON", "JSONB")
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[], keywords=keywords):
            return name in ("JSON", "JSONB") and all(item.arg == "none_as_null" for item in keywords)
        case _:
            return False


def check_plain(column: MappedColumn) -> None:
    """Refuse a column whose values SQLAlchemy may give or take in another form than asyncpg.

    Raises:
        Refusal: ``types.unsupported``, or ``mapping.unknown-type`` when the model doesn't show its type.
    """
    if column.custom_type:
        raise Refusal("types.unsupported", f"column {column.name} has a type of the project's own")
    if enum_name(column.pg_type) is not None:
        return  # read as one when the models were: labels are strings on both sides
    if column.type_source is None or column.pg_type is None:
        raise Refusal("mapping.unknown-type", f"the type of column {column.name} is not known")
    if not _is_plain(ast.parse(column.type_source, mode="eval").body):
        raise Refusal("types.unsupported", f"column {column.name} is of type {column.type_source}")


def _is_plain(type_: ast.expr) -> bool:
    match type_:
        case ast.Call(
            func=ast.Name(id=name_) | ast.Attribute(attr=name_), args=[ast.Constant(value=bool())], keywords=[]
        ):
            return name_ in _ZONED  # DateTime(True) is what generators write for DateTime(timezone=True)
        case ast.Call(func=function, args=args, keywords=keywords):
            return _is_plain(function) and all(map(_is_plain, args)) and all(map(_is_plain_option, keywords))
        case ast.Name(id=name_) | ast.Attribute(attr=name_):
            return name_ in _PLAIN_CLASSES
        case ast.Constant(value=value):
            return value is None or type(value) in (int, str)
        case _:
            return False


def _is_plain_option(keyword: ast.keyword) -> bool:
    if keyword.arg in _PLAIN_OPTIONS:
        return isinstance(keyword.value, ast.Constant) or _is_plain(keyword.value)
    wanted = _PLAIN_VALUES.get(keyword.arg or "")
    return wanted is not None and isinstance(keyword.value, ast.Constant) and keyword.value.value is wanted


def pg_type_of(data_type: exp.DataType) -> str | None:
    """PostgreSQL's name of a type in a cast, with its modifier; None for a type not in the table."""
    if any(value for key, value in data_type.args.items() if key not in ("this", "expressions", "nested")):
        return None
    if data_type.this is exp.DataType.Type.ARRAY:
        inner = data_type.expressions[0] if data_type.expressions else None
        element = pg_type_of(inner) if isinstance(inner, exp.DataType) else None
        return f"{element}[]" if element else None
    written = data_type.sql("postgres").lower()
    head, bracket, rest = written.partition("(")
    known = _SPELLINGS.get(head.strip(), head.strip())
    if known not in SQLALCHEMY_TYPES or (bracket and known not in _MODIFIED):
        return None
    return f"{known}({rest}".replace(" ", "") if bracket and known == "numeric" else known + bracket + rest


def type_expression(pg_type: str) -> tuple[ast.expr, frozenset[ImportName]] | None:
    """``Numeric(10, 2)``, ``ARRAY(Text)``: the SQLAlchemy type that renders as ``pg_type``, with its imports."""
    element = element_type(pg_type)
    if element is not None:
        inner = type_expression(element)
        if inner is None or "(" in element:
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
