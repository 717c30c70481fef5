"""Names of PostgreSQL types, and which of them travel through the driver alike.

Kept apart from the lowering's own table on purpose: the verification must not repeat its mistakes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlglot import exp

from codemod.mapping.types import ENUM

INTEGERS: Final = ("int2", "int4", "int8")
FLOATS: Final = ("float4", "float8")
NUMBERS: Final = frozenset({*INTEGERS, *FLOATS, "numeric"})
STRINGS: Final = frozenset({"text", "varchar"})
TIMES: Final = frozenset({"date", "timestamp", "timestamptz"})

#: Every spelling (PostgreSQL manual, table 8.1; SQLAlchemy's; sqlglot's) to pg_type.typname.
_NAMES: Final[dict[str, str]] = {
    "smallint": "int2",
    "int2": "int2",
    "smallserial": "int2",
    "integer": "int4",
    "int": "int4",
    "int4": "int4",
    "serial": "int4",
    "bigint": "int8",
    "int8": "int8",
    "bigserial": "int8",
    "numeric": "numeric",
    "decimal": "numeric",
    "real": "float4",
    "float4": "float4",
    "double precision": "float8",
    "double": "float8",
    "float8": "float8",
    "float": "float8",
    "text": "text",
    "varchar": "varchar",
    "character varying": "varchar",
    "char": "bpchar",
    "character": "bpchar",
    "bpchar": "bpchar",
    "boolean": "bool",
    "bool": "bool",
    "date": "date",
    "time": "time",
    "time without time zone": "time",
    "timetz": "timetz",
    "time with time zone": "timetz",
    "timestamp": "timestamp",
    "timestamp without time zone": "timestamp",
    "timestamptz": "timestamptz",
    "timestamp with time zone": "timestamptz",
    "interval": "interval",
    "uuid": "uuid",
    "bytea": "bytea",
    "inet": "inet",
    "cidr": "cidr",
    "citext": "citext",
    "json": "json",
    "jsonb": "jsonb",
    "tsvector": "tsvector",
    "tsquery": "tsquery",
    "macaddr": "macaddr",
    "macaddr8": "macaddr8",
    "money": "money",
    "oid": "oid",
    "vector": "vector",
    "regconfig": "regconfig",
    "regclass": "regclass",
    "name": "name",
    '"char"': "char",
    "void": "void",
    "record": "record",
}

#: ``NAMEDATALEN``: the bytes of a ``name`` with the zero after it (manual 8.3.1).
NAME_BYTES: Final = 64
#: The greatest precision of a real, in binary digits.
_SINGLE_BITS: Final = 24

#: Types a parameter may take from the other side of an operator (manual 10.2, rule 2a, "assume the same type").
COMPARABLE: Final = frozenset(
    {*NUMBERS, *STRINGS, *TIMES, "bool", "time", "interval", "uuid", "bytea", "inet", "citext", "jsonb", "bpchar"}
    | {"vector", "name", "oid"}
)

#: Types whose values leave the server as the same Python object with and without SQLAlchemy (SEMANTICS.md, Results).
TRANSPARENT: Final = (
    COMPARABLE - {"jsonb", "vector"}
    | {*("void", "record", "bpchar", "timetz", "cidr", "tsvector", "tsquery")}
    | {*("macaddr", "macaddr8", "money", "char", "regclass")}
)


def type_name(written: str) -> str | None:
    """``pg_type.typname`` of a written type, with ``[]`` for an array of any depth, without its modifier.

    Returns:
        None for a type outside the table.
    """
    plain, digits = _split(written)
    element = plain.replace("[]", "").strip()
    name = element if element.startswith(ENUM) else _NAMES.get(element)
    if element == "float" and digits:  # no modifier: which of the two types it is (manual 8.1.3)
        name = "float4" if int(digits.strip("()")) <= _SINGLE_BITS else "float8"
    return None if name is None else f"{name}[]" if "[]" in plain else name


def common_kind(known: Sequence[str]) -> str | None:
    """The type that values of these types become together, in their order: of text and varchar the first one stays."""
    kinds = set(known)
    if not kinds:
        return None
    if len(kinds) == 1 or kinds <= STRINGS:
        return next(iter(known))
    if all(kind.endswith("[]") for kind in kinds):
        element = common_kind([kind.removesuffix("[]") for kind in known])
        return f"{element}[]" if element is not None else None
    if kinds <= {*INTEGERS, "numeric"}:
        return "numeric" if "numeric" in kinds else max(kinds, key=INTEGERS.index)
    if not kinds <= NUMBERS:
        return None
    return "float8" if "float8" in kinds else "float4"  # which the others become unasked, and not it one of them


def is_comparable(name: str) -> bool:
    """Whether a parameter takes this type from the other side of an operator."""
    return name.removesuffix("[]") in COMPARABLE or name.startswith(ENUM)


def is_transparent(name: str) -> bool:
    """Whether values of this type leave the server as the same Python object; labels of an enum are strings."""
    return name.removesuffix("[]") in TRANSPARENT or name.startswith(ENUM)


def record_of(kinds: Sequence[str | None]) -> str | None:
    """The type of a row of such values; None where one of them is not given out as it is.

    The driver decodes no more in a record than what it has a decoder for from the start.
    """
    return "record" if all(kind in _DECODED for kind in kinds) else None


#: Types that asyncpg has a decoder for before it looks a type up.
_DECODED: Final = TRANSPARENT - {"citext", "void", "macaddr", "macaddr8", "money", "oid", "char"} | {"text[]"}


def modifier(written: str) -> str:
    """``(10,2)`` of ``NUMERIC(10, 2)``; empty without one."""
    plain, inside = _split(written)
    element = plain.replace("[]", "").strip()
    if element in ("char", "character"):
        return inside or "(1)"  # which no length means (manual 8.3)
    return "" if element == "float" else inside


def written_type(node: exp.DataType) -> str:
    """The type of a cast as PostgreSQL spells it, in lower case but for what is quoted."""
    return _folded(str(node.sql("postgres")))


def codec_class(name: str) -> str:
    """Types of one class take the same Python values from asyncpg; text and varchar are one, and a name beside them."""
    element = name.removesuffix("[]")
    plain = "string" if element in STRINGS or element == "name" else element
    return f"{plain}[]" if name.endswith("[]") else plain


def _folded(written: str) -> str:
    parts = written.split('"')
    return '"'.join(part if index % 2 else part.lower() for index, part in enumerate(parts))


def _split(written: str) -> tuple[str, str]:
    head, bracket, rest = _folded(written).partition("(")
    inside, _, tail = rest.partition(")")
    plain = " ".join(f"{head} {tail}".split())
    return plain.replace(" []", "[]"), f"({inside.replace(' ', '')})" if bracket else ""
