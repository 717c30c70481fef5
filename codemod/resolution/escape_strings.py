"""``E'…'``: strings with escapes (PostgreSQL manual 4.1.2.2)."""

from __future__ import annotations

import re
from typing import Final

#: Two quotes, or a backslash and what it makes of what follows: a number of a byte or a character, or one character.
_ESCAPE: Final = re.compile(
    r"''|\\(?:(?P<byte>[0-7]{1,3}|x[0-9A-Fa-f]{1,2})|u(?P<short>[0-9A-Fa-f]{4})|U(?P<long>[0-9A-Fa-f]{8})|(?P<one>.))",
    re.S,
)
_CONTROL: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
#: A second string behind the first, on a line of its own, goes on with it.
_CONTINUED: Final = re.compile(r"\s*\n\s*'")


def unescaped(sql: str, start: int, end: int) -> str | None:
    """What the string ``E'…'`` at a place of a statement stands for.

    Returns:
        None where it is a byte of some encoding, no character, or goes on in another string.
    """
    if _CONTINUED.match(sql, end):
        return None
    parts: list[str] = []
    position = start + 2
    for match in _ESCAPE.finditer(sql, position, end - 1):
        character = "'" if match[0] == "''" else _character(match)
        if character is None:
            return None
        parts += [sql[position : match.start()], character]
        position = match.end()
    return "".join([*parts, sql[position : end - 1]])


def _character(match: re.Match[str]) -> str | None:
    if match["one"] is not None:
        one = match["one"]
        return None if one in "uU" else _CONTROL.get(one, one)
    byte, written = match["byte"], match["short"] or match["long"]
    if byte is not None:
        number, last = (int(byte[1:], 16) if byte.startswith("x") else int(byte, 8)), 0x7F
    else:
        number, last = int(written, 16), 0x10FFFF
    is_character = 0 < number <= last and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_character else None
