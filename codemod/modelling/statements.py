"""Splits SQL scripts into statements, as psql would, and finds those that make a schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SchemaStatement:
    """One statement of a script.

    Attributes:
        path: the file, relative to the project's root.
        line: where it starts, 1-based.
    """

    path: str
    line: int
    text: str

    @property
    def place(self) -> str:
        """``path:line`` for messages."""
        return f"{self.path}:{self.line}"


#: What a semicolon may stand in without ending a statement (PostgreSQL manual 4.1).
_TOKEN: Final = re.compile(
    r"""--[^\n]*|/\*.*?\*/|[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"[^"]*"|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|;""", re.S
)
_COPY_DATA: Final = re.compile(r"^COPY\s[^;]*\sFROM\s+stdin;.*?^\\\.$", re.S | re.M | re.I)
_META: Final = re.compile(r"^\\[^\n]*", re.M)
_DOWN: Final = re.compile(r"^--\s*(migrate:down|\+goose\s+down|rollback|!downs|@down)\b.*\Z", re.I | re.M | re.S)
_COMMENT: Final = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)

#: ``DO $$ BEGIN CREATE TYPE …; EXCEPTION WHEN duplicate_object THEN NULL; END $$``: CREATE TYPE IF NOT EXISTS, mostly.
_GUARDED: Final = re.compile(
    r"\ADO\s+\$(\w*)\$\s*BEGIN\s+(?P<inner>(?:CREATE|ALTER)\b[^;]*);\s*EXCEPTION\s+WHEN\s+\w+(?:\s+OR\s+\w+)*\s+THEN\s+"
    r"(?:null|raise\s+notice[^;]*)\s*;\s*END\s*;?\s*\$\1\$\Z",
    re.I | re.S,
)

_SCHEMA: Final = re.compile(
    r"\A(?:CREATE\s+(?:OR\s+REPLACE\s+)?(?:UNLOGGED\s+|TEMP\w*\s+|UNIQUE\s+|MATERIALIZED\s+)?"
    r"(?:TABLE|TYPE|DOMAIN|SEQUENCE|SCHEMA|INDEX|VIEW|EXTENSION)"
    r"|ALTER\s+(?:TABLE|TYPE|DOMAIN|SEQUENCE|INDEX|SCHEMA|VIEW)|DROP\s+(?:TABLE|TYPE|DOMAIN|SEQUENCE|SCHEMA|INDEX|VIEW)"
    r"|COMMENT\s+ON)\b",
    re.I,
)
_SKIPPED: Final = re.compile(
    r"\A(?:CREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE|TRIGGER|RULE|POLICY)|DO)\b", re.I
)


def split_statements(path: str, text: str) -> Iterator[SchemaStatement]:
    """The statements of a script with their places; what undoes a migration, meta-commands and COPY data left out."""
    text = _DOWN.sub("", text)
    for pattern in (_COPY_DATA, _META):
        text = pattern.sub(lambda match: "\n" * match[0].count("\n"), text)
    start = 0
    for token in _TOKEN.finditer(text):
        if token[0] == ";":
            yield from _statement(path, text, start, token.start())
            start = token.end()
    yield from _statement(path, text, start, len(text))


def _statement(path: str, text: str, start: int, end: int) -> Iterator[SchemaStatement]:
    written = text[start:end]
    bare = _leading_comments(written)
    if bare.strip():
        begin = end - len(bare.lstrip())
        yield SchemaStatement(path, text.count("\n", 0, begin) + 1, bare.strip())


def _leading_comments(text: str) -> str:
    while True:
        text = text.lstrip()
        match = _COMMENT.match(text)
        if match is None:
            return text
        text = text[match.end() :]


def schema_statement(statement: SchemaStatement) -> SchemaStatement | None:
    """The statement if it makes part of a schema (what a guard around it holds), else None."""
    guarded = _GUARDED.match(statement.text)
    if guarded is not None:
        return SchemaStatement(statement.path, statement.line, guarded["inner"])
    return statement if _SCHEMA.match(statement.text) else None


def is_code(statement: SchemaStatement) -> bool:
    """Whether a statement holds a program (function, trigger, DO block), which is never run."""
    return _SKIPPED.match(statement.text) is not None and _GUARDED.match(statement.text) is None
