"""Comments inside SQL, as the Python comments that keep them when the text goes away."""

from __future__ import annotations

import re
from typing import Final

import sqlglot

from codemod.resolution.dialect import AsyncpgPostgres, with_plain_strings

#: Comments that tools of Python obey: a sentence about SQL must not become one.
_DIRECTIVE: Final = re.compile(r"(noqa|type|fmt|pragma|pylint|mypy|isort|ruff|pyright)\b", re.I)

#: Comments that tools of SQL obey: the language of a string, as editors want to be told, and rules of linters.
_OF_SQL_TOOLS: Final = re.compile(
    r"(?:(?:language|lang|syntax)\s*[=:]\s*)?(?:(?:pg|postgres|plpg)?sql|postgres(?:ql)?)"
    r"|noinspection\s.*|noqa\b.*|sqlfluff\s*:.*|(?:begin|end)-sql",
    re.I,
)


def python_comments(sql: str) -> list[str]:
    """The comments of a statement that can be tokenized, in order, a line of ``# …`` for each of theirs.

    What only tools of SQL read (``--sql`` for an editor) goes away with the text it is about.
    """
    if "--" not in sql and "/*" not in sql:
        return []
    tokens = sqlglot.tokenize(with_plain_strings(sql), dialect=AsyncpgPostgres)
    lines = [line for token in tokens for comment in token.comments for line in comment.splitlines()]
    texts = [line.strip().lstrip("*").strip() for line in lines]
    return [
        f"# SQL: {text}" if _DIRECTIVE.match(text) else f"# {text}"
        for text in texts
        if text and _OF_SQL_TOOLS.fullmatch(text) is None
    ]
