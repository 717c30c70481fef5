"""PostgreSQL's names of the types that DDL names, and whether a model's type is the same one."""

from __future__ import annotations

import re
from typing import Final

from sqlglot import exp

#: Other names of types to PostgreSQL's own.
_NAMES: Final = {
    "int": "integer",
    "int4": "integer",
    "serial": "integer",
    "int8": "bigint",
    "bigserial": "bigint",
    "int2": "smallint",
    "smallserial": "smallint",
    "varchar": "character varying",
    "bpchar": "character",
    "char": "character",
    "timestamptz": "timestamp with time zone",
    "timetz": "time with time zone",
    "timestamp": "timestamp without time zone",
    "time": "time without time zone",
    "decimal": "numeric",
    "float8": "double precision",
    "float": "double precision",
    "float4": "real",
    "bool": "boolean",
}
_KNOWN: Final = frozenset(_NAMES.values()) | {
    "text", "uuid", "json", "jsonb", "bytea", "date", "interval", "inet", "cidr", "macaddr", "tsvector", "xml", "money",
    "hstore",
}  # fmt: skip
_TEXTS: Final = ("text", "character varying")


def ddl_type(kind: object) -> str | None:
    """The type of a column definition, as models have it; None for one that the DDL makes itself."""
    return known_type(kind.sql("postgres")) if isinstance(kind, exp.DataType) else None


def known_type(written: str) -> str | None:
    """PostgreSQL's name of a built-in type: ``varchar(20)[]`` is ``character varying(20)[]``; None for another one."""
    match = re.fullmatch(
        r"([a-z][a-z0-9 ]*?)\s*(\([\d, ]+\))?((?: with(?:out)? time zone)?)\s*((?:\[\d*\])*)", written.lower()
    )
    if match is None:
        return None
    name = f"{match[1]}{match[3]}".strip()
    name = _NAMES.get(name, name)
    if name not in _KNOWN:
        return None
    return f"{name}{(match[2] or '').replace(' ', '')}{'[]' if match[4] else ''}"


def same_type(model: str, ddl: str) -> bool:
    """Whether two built-in types hold and give the same values; a length or precision counts where both have one."""
    if model.endswith("[]") != ddl.endswith("[]"):
        return False
    (one, first), (other, second) = (_parts(name.removesuffix("[]")) for name in (model, ddl))
    if one != other and not (one in _TEXTS and other in _TEXTS):
        return False
    return not first or not second or first == second


def _parts(name: str) -> tuple[str, str]:
    """The type without its modifier (that of a timestamp is only a precision), and the modifier."""
    modifier = re.search(r"\([\d,]+\)", name)
    bare = name.replace(modifier[0], "") if modifier is not None else name
    counts = modifier is not None and not bare.startswith(("time", "interval"))
    return " ".join(bare.split()), modifier[0] if counts and modifier is not None else ""
