"""Splits SQL scripts into statements, as psql would, and finds those that make a schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Note:
    """A statement that was not run, or failed."""

    place: str
    message: str


#: What a semicolon may stand in without ending a statement (PostgreSQL manual 4.1).
_TOKEN: Final = re.compile(
    r"""--[^\n]*|/\*.*?\*/|[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"[^"]*"|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|;""", re.S
)
_COPY_DATA: Final = re.compile(r"^COPY\s[^;]*\sFROM\s+stdin;.*?^\\\.$", re.S | re.M | re.I)
_META: Final = re.compile(r"^\\[^\n]*", re.M)
#: What begins the way back in the files of dbmate, goose, sql-migrate, micrate, Play, tern and others.
_DOWN: Final = re.compile(
    r"^--+\s*(?:migrate:down|\+(?:goose|migrate|micrate)\s+down|rollback|!downs|@(?:down|undo)"
    r"|create above / drop below)\b.*$|^--\s*//\s*@undo.*$",
    re.I | re.M,
)
#: What begins the way forward again.
_UP: Final = re.compile(r"^--+\s*(?:migrate:up|\+(?:goose|migrate|micrate)\s+up|!ups|@up)\b.*$", re.I | re.M)
_COMMENT: Final = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)

#: ``DO $$ BEGIN CREATE TYPE …; EXCEPTION WHEN duplicate_object THEN NULL; END $$``: CREATE TYPE IF NOT EXISTS, mostly.
_GUARDED: Final = re.compile(
    r"\ADO\s+\$(\w*)\$\s*BEGIN\s+(?P<inner>(?:CREATE|ALTER)\b[^;]*);\s*EXCEPTION\s+WHEN\s+\w+(?:\s+OR\s+\w+)*\s+THEN\s+"
    r"(?:null|raise\s+notice[^;]*)\s*;\s*END\s*;?\s*\$\1\$\Z",
    re.I | re.S,
)

_SCHEMA: Final = re.compile(
    r"\A(?:CREATE\s+(?:OR\s+REPLACE\s+)?(?:UNLOGGED\s+|(?:GLOBAL\s+|LOCAL\s+)?TEMP\w*\s+|UNIQUE\s+|MATERIALIZED\s+|RECURSIVE\s+)*"
    r"(?:TABLE|TYPE|DOMAIN|SEQUENCE|SCHEMA|INDEX|VIEW|EXTENSION)"
    r"|ALTER\s+(?:TABLE|TYPE|DOMAIN|SEQUENCE|INDEX|SCHEMA|VIEW)|DROP\s+(?:TABLE|TYPE|DOMAIN|SEQUENCE|SCHEMA|INDEX|VIEW)"
    r"|COMMENT\s+ON)\b",
    re.I,
)
_SKIPPED: Final = re.compile(
    r"\A(?:CREATE\s+(?:OR\s+REPLACE\s+)?(?:CONSTRAINT\s+)?(?:FUNCTION|PROCEDURE|TRIGGER|RULE|POLICY)|DO)\b", re.I
)
#: What is of a cluster, not of a schema, and names roles and places that only the project's server has.
_OF_CLUSTER: Final = re.compile(
    r"\AALTER\b[^;]*\b(?:OWNER\s+TO|SET\s+TABLESPACE|REPLICA\s+IDENTITY|CLUSTER\s+ON|SET\s+WITHOUT\s+CLUSTER"
    r"|(?:ENABLE|DISABLE)\s+(?:TRIGGER|RULE))\b[^;]*\Z"
    r"|\ACOMMENT\s+ON\s+(?:EXTENSION|FUNCTION|PROCEDURE|TRIGGER|POLICY|ROLE|DATABASE|OPERATOR)\b",
    re.I,
)
_CONCURRENTLY: Final = re.compile(r"\A((?:CREATE\s+(?:UNIQUE\s+)?|DROP\s+)INDEX\s+)CONCURRENTLY\s+", re.I)
_AUTHORIZATION: Final = re.compile(r"\A(CREATE\s+SCHEMA\s+(?:IF\s+NOT\s+EXISTS\s+)?\w+)\s+AUTHORIZATION\s+\S+", re.I)
_TABLESPACE: Final = re.compile(r"\s+TABLESPACE\s+\w+\s*\Z", re.I)
_SEARCH_PATH: Final = re.compile(
    r"\ASET\s+(?:SESSION\s+|LOCAL\s+)?search_path\s*(?:=|\bTO\b)\s*(?P<path>.+)\Z", re.I | re.S
)

#: A function with the body, in quotes or dollars, and what else stands before and behind it.
_FUNCTION: Final = re.compile(
    r"\A(?P<head>CREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\b.*?)\bAS\s+(?:'(?:[^']|'')*'|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$)(?P<tail>.*)\Z",
    re.I | re.S,
)
_COMPOSITE: Final = re.compile(r"\ACREATE\s+TYPE\s+\S+\s+AS\s*(?:RANGE\s*)?\(", re.I)
_NO_VALUE: Final = re.compile(r"\bRETURNS\s+(?:SETOF|TABLE|void)\b|\b(?:IN)?OUT\s+\w", re.I)
_LANGUAGE: Final = re.compile(r"\bLANGUAGE\s+'?\w+'?", re.I)


def split_statements(path: str, text: str) -> Iterator[SchemaStatement]:
    """The statements of a script with their places; what undoes a migration, meta-commands and COPY data left out."""
    text = _forward(text)
    for pattern in (_COPY_DATA, _META):
        text = pattern.sub(lambda match: "\n" * match[0].count("\n"), text)
    start = 0
    for token in _TOKEN.finditer(text):
        if token[0] == ";":
            yield from _statement(path, text, start, token.start())
            start = token.end()
    yield from _statement(path, text, start, len(text))


def _forward(text: str) -> str:
    """A script without what takes it back; line numbers stay."""
    kept = []
    position = 0
    while (down := _DOWN.search(text, position)) is not None:
        up = _UP.search(text, down.end())
        end = up.start() if up is not None else len(text)
        kept += [text[position : down.start()], "\n" * text.count("\n", down.start(), end)]
        position = end
    return "".join([*kept, text[position:]])


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
    """The statement if it makes part of a schema, as a scratch database can run it; else None.

    Of a guard around it what it holds; without roles, places and CONCURRENTLY; a function without its body.
    """
    guarded = _GUARDED.match(statement.text)
    text = guarded["inner"] if guarded is not None else statement.text
    function = _FUNCTION.match(text)
    if function is not None:
        return replace(statement, text=_declared(function))
    if not _SCHEMA.match(text) or _OF_CLUSTER.match(text):
        return None
    text = _CONCURRENTLY.sub(r"\1", text)
    text = _AUTHORIZATION.sub(r"\1", text)
    return replace(statement, text=_TABLESPACE.sub("", text))


def _declared(function: re.Match[str]) -> str:
    """A function that indexes, defaults and views can name, and that does nothing."""
    head, tail = (_LANGUAGE.sub("", function[name]) for name in ("head", "tail"))
    value = "" if _NO_VALUE.search(head + tail) else " NULL"
    return f"{head} LANGUAGE plpgsql {tail} AS 'BEGIN RETURN{value}; END'"


def search_path(statement: SchemaStatement) -> str | None:
    """The schemas that a statement makes those after it work in; None where it does something else."""
    found = _SEARCH_PATH.match(statement.text)
    return found["path"].strip() if found is not None else None


def is_given(text: str) -> bool:
    """Whether a statement makes something that tables name and models don't make: a function, a composite type."""
    return _FUNCTION.match(text) is not None or _COMPOSITE.match(text) is not None


def is_code(statement: SchemaStatement) -> bool:
    """Whether a statement holds a program (function, trigger, DO block), which is never run."""
    return _SKIPPED.match(statement.text) is not None and _GUARDED.match(statement.text) is None
