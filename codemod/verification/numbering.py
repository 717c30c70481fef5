"""The text that SQLAlchemy sends, in the terms of the original: its ``$n``, and constants written out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from codemod.verification.compilation import Bind

#: What a ``$k`` may stand in without being one, and the parameter itself (PostgreSQL manual 4.1).
_TOKEN: Final = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?P<number>\d+)""")


def numbered_text(text: str, binds: Mapping[int, Bind]) -> str | None:
    """A compiled text with the original's parameters, for a server that reads both.

    Args:
        text: as SQLAlchemy sends it.
        binds: what each ``$k`` of it carries.

    Returns:
        None where a list argument was written as its elements, or a constant has no plain SQL.
    """
    if any(bind.element for bind in binds.values()):
        return None

    def put(match: re.Match[str]) -> str:
        if match["number"] is None:
            return match[0]
        bind = binds[int(match["number"])]
        return f"${bind.number}" if bind.number is not None else written(bind.value)

    try:
        return _TOKEN.sub(put, text)
    except ValueError:
        return None


def written(value: Any) -> str:
    """A constant in SQL; what PostgreSQL has no own syntax for is a string, typed by the cast after it.

    Raises:
        ValueError: for a value of any other Python type.
    """
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).upper()
        case int() | float() | Decimal():
            return f"({value})" if value < 0 else str(value)
        case str():
            return _quoted(value)
        case bytes():
            return f"'\\x{value.hex()}'"
        case datetime() | date() | time() | UUID():
            return _quoted(str(value))
        case timedelta():
            return f"'{value.days} days {value.seconds}.{value.microseconds:06} seconds'"
        case list():
            return f"ARRAY[{', '.join(_element(item) for item in value)}]"
        case tuple() if all(isinstance(item, str) for item in value):
            parts = (json.dumps(item, ensure_ascii=False) for item in value)  # quoted as in an array's own syntax
            return _quoted("{" + ",".join(parts) + "}")  # how a path into JSON is sent
        case dict():
            return _quoted(json.dumps(value))
        case _:
            raise ValueError(f"a constant of type {type(value).__name__}")


def _element(value: Any) -> str:
    return f"${value.number}" if isinstance(value, Bind) else written(value)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
