"""Sample arguments: values that asyncpg takes for a type, each one of its kind so that its bind can be found again."""

from __future__ import annotations

import datetime as dt
import ipaddress
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from codemod.mapping.types import ENUM

#: A number no statement holds.
_START: Final = 1_618_033_000
_DAY: Final = dt.date(1618, 3, 3).toordinal()


class Opaque:
    """A value of no type SQLAlchemy knows: what it is compared with decides the type of its bind."""


def _moment(number: int) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromordinal(_DAY + number), dt.time(1, 6, 18))


def _aware(number: int) -> dt.datetime:
    return _moment(number).replace(tzinfo=dt.UTC)


def _integer(number: int) -> int:
    return _START + number


def _text(number: int) -> str:
    return f"argument {number} of no statement"


def _uuid(number: int) -> uuid.UUID:
    return uuid.UUID(int=_START + number)


_Make = Callable[[int], Any]

#: Python types that asyncpg takes for a type of PostgreSQL, the usual one first (asyncpg, Type Conversion).
#: SQLAlchemy types a bind by its value where that differs from the column: ``day = $1::TIMESTAMP``.
#: A bare date for a timestamp is left out: asyncpg makes it midnight, as the server does.
_KINDS: Final[Mapping[str, tuple[tuple[str, _Make], ...]]] = {
    **dict.fromkeys(("int2", "int4", "int8"), (("int", _integer), ("float", lambda n: _START + n + 0.5))),
    **dict.fromkeys(("float4", "float8"), (("float", lambda n: n + 0.6180339887), ("int", _integer))),
    "numeric": (
        ("Decimal", lambda n: Decimal(n) + Decimal("0.6180339887")),
        ("int", _integer),
        ("float", lambda n: n + 0.6180339887),
    ),
    **dict.fromkeys(("text", "varchar", "citext", "bpchar", "name", "regclass"), (("str", _text),)),
    "oid": (("int", _integer),),
    "bool": (("object", lambda _: Opaque()),),
    "date": (("date", lambda n: dt.date.fromordinal(_DAY + n)), ("datetime", _moment)),
    "timestamp": (("datetime", _moment),),
    "timestamptz": (("datetime", _aware),),
    "time": (("time", lambda n: dt.time(1, 6, 18, n)),),
    "interval": (("timedelta", lambda n: dt.timedelta(seconds=_START + n)),),
    "uuid": (("UUID", _uuid), ("str", lambda n: str(_uuid(n)))),
    "bytea": (("bytes", lambda n: _text(n).encode()),),
    "inet": (("IPv4Address", lambda n: ipaddress.IPv4Address(_START + n)), ("str", lambda n: f"10.6.18.{n % 256}")),
}


def samples(pg_type: str, number: int, python_type: str | None) -> list[Any]:
    """Values of every Python type that the argument of ``$number`` may have.

    Args:
        pg_type: the type the server takes the parameter as.
        number: n of ``$n``.
        python_type: what the source shows of the argument's own type; ``number`` is one of several.

    Returns:
        None of them for a type whose values are not known to travel alike.
    """
    kinds = _KINDS.get("text" if pg_type.startswith(ENUM) else pg_type.removesuffix("[]"), ())
    shown = [make for name, make in kinds if name == python_type]
    values = [make(number) for make in shown or [make for _, make in kinds]]
    return [[value] for value in values] if pg_type.endswith("[]") else values


def vectors(number: int) -> list[Any]:
    """Values that pgvector's codec takes: a list, or an object of a type that SQLAlchemy does not know."""
    return [[_START + number + 0.5], Opaque()]


def documents(number: int) -> list[Any]:
    """Values that a codec of JSON takes, one of each kind that SQLAlchemy could mistake for something else."""
    text = _text(number)
    return [{text: number}, [text], text, _START + number, _START + number + 0.5]


def is_sample(value: Any, sample: Any) -> bool:
    """Whether the value of a bind is a sample argument."""
    return value is sample or (type(value) is type(sample) and not isinstance(sample, Opaque) and bool(value == sample))
