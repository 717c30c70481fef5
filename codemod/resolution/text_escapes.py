"""What the pieces of an f-string say: doubled braces and escapes are still in their source."""

from __future__ import annotations

import ast
import re
from typing import Final

from codemod.outcome import Refusal

#: An escape sequence of a string literal (Python reference 2.4.1), but for ``\N{…}``.
_ESCAPE: Final = re.compile(r"\\(?:[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n|[^N])", re.S)

#: Escapes that are no characters of their own stay as they are written.
_KNOWN: Final = frozenset("\n\r\\'\"abfnrtv01234567xuU")


def text_of_part(raw: str, *, is_raw: bool) -> str:
    """What a piece of an f-string says: its doubled braces and escapes are still in its source.

    Raises:
        Refusal: ``query.dynamic`` for a character that is written by its name.
    """
    text = raw.replace("{{", "{").replace("}}", "}")
    if is_raw or "\\" not in text:
        return text
    if r"\N" in text:
        raise Refusal("query.dynamic", "the query is an f-string with the name of a character")
    return _ESCAPE.sub(lambda found: _unescaped(found.group()), text)


def _unescaped(escape: str) -> str:
    if escape[1] not in _KNOWN:
        return escape
    if escape[1] in "\r\n":
        return ""
    return str(ast.literal_eval(f'"{escape}"'))
