"""Values of PostgreSQL's types in the server's own text form: usual ones, and those that drivers treat apart."""

from __future__ import annotations

from typing import Final

from codemod.executing.catalog import DataType

#: Rows are made of the first values; the others are new to every table.
USED: Final = 6

_WORDS: Final = ("alpha", "Beta", "o'brien", "50%_x", "ümlaut", "a b", "fresh", "Ωmega")
_WHOLE: Final = ("1", "2", "3", "4", "5", "6", "17", "18")
_EXACT: Final = ("1", "2.50", "-3.25", "0", "1000000.10", "6", "17.001", "18")
_MOMENTS: Final = (
    *("yesterday", "tomorrow", "2020-02-29 12:30:45.123456", "now", "epoch", "2037-12-31 23:59:59"),
    *("2021-06-01 00:00:00", "1999-12-31 12:00:00.5"),
)
_DOCUMENTS: Final = (
    '{"a": 1, "b": [1, 2.50, null], "name": "x"}',
    '{"a": {"b": "ü"}, "enabled": true}',
    "[]",
    '["alpha", "Beta"]',
    "{}",
    '"text"',
    "null",
    "12345678901234567890.5",
)
_SPANS: Final = ("[1,5)", "(2,3]", "empty", "[1,)", "(,5)", "[3,3]", "[17,18)", "[18,19)")
_DAYS: Final = ("[2020-01-01,2021-01-01)", "empty", "[2020-02-29,)", "(,2037-01-01)")

_POOLS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("int2", "int4", "int8", "oid"), _WHOLE),
    **dict.fromkeys(("numeric", "float4", "float8"), _EXACT),
    **dict.fromkeys(("text", "varchar", "bpchar", "citext", "name"), _WORDS),
    **dict.fromkeys(("timestamp", "timestamptz", "date"), _MOMENTS),
    **dict.fromkeys(("json", "jsonb"), _DOCUMENTS),
    **dict.fromkeys(("int4range", "int8range", "numrange"), _SPANS),
    **dict.fromkeys(("tsrange", "tstzrange", "daterange"), _DAYS),
    "bool": ("true", "false"),
    "regclass": ("pg_class", "pg_type", "pg_index", "pg_proc", "pg_cast", "pg_am"),
    "time": ("00:00:00", "12:30:45.123456", "23:59:59", "06:00:00"),
    "timetz": ("00:00:00+00", "12:30:45.123456+02", "23:59:59-07"),
    "interval": ("1 day", "1 mon 2 days", "-3 hours", "0", "90.5 seconds", "1 year", "17 minutes", "18 hours"),
    "uuid": tuple(f"00000000-0000-4000-8000-{number:012d}" for number in range(1, 9)),
    "bytea": ("\\x00ff", "\\x", "\\x616c706861", "\\x17"),
    "inet": ("10.0.0.1", "10.0.0.0/24", "::1", "192.168.1.1"),
    "cidr": ("10.0.0.0/24", "::1/128", "192.168.1.1/32"),
    "macaddr": ("08:00:2b:01:02:03", "08:00:2b:01:02:04"),
    "tsvector": ("'alpha':1 'beta':2", "", "'fresh':1"),
    "tsquery": ("'alpha'", "'alpha' & 'beta'"),
    "bit": ("1", "0"),
    "varbit": ("101", "0"),
    "point": ("(1,2)", "(0,-3.5)"),
    "hstore": ('"a"=>"1"', "", '"a"=>NULL'),
    "ltree": ("a.b", "a"),
    "vector": ("[1,2,3]", "[0,0,1]"),
}


def texts(kind: DataType, seed: int = 0) -> tuple[str, ...]:
    """Values of a type; empty for a type of which none are known.

    Args:
        kind: the type.
        seed: documents of 1 are all objects, of 2 all arrays: a function of one kind fails on a row of the other.
    """
    pool = kind.labels or _POOLS.get(kind.base, ())
    if kind.base in ("json", "jsonb") and seed:
        pool = tuple(document for document in pool if document[0] == " {["[seed])
    if not kind.array or not pool:
        return pool
    singles = [_array([text]) for text in pool]
    return (singles[0], _array(pool[:2]), "{}", _array([*pool[1:3], None]), *singles[1:3], *singles[-2:])


def new_text(kind: DataType, number: int) -> str | None:
    """A value that is in no pool, another for each number; None for a type that has too few."""
    if kind.array or kind.labels:
        return None
    pool = _POOLS.get(kind.base)
    if pool in (_WHOLE, _EXACT):
        return str(100 + number)
    if pool is _WORDS:
        return f"w{number}"
    return f"00000000-0000-4000-8000-{100 + number:012d}" if kind.base == "uuid" else None


def _array(items: list[str | None] | tuple[str, ...]) -> str:
    return "{" + ",".join("NULL" if item is None else _quoted(item) for item in items) + "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
