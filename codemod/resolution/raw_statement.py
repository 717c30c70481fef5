"""RawStatement: a statement that stays as it is written; its words and parameters, read without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from codemod.outcome import Refusal
from codemod.resolution.dialect import opaque_parts

_DATA: Final = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "VALUES", "TABLE"})
_SCHEMA: Final = frozenset({"CREATE", "ALTER", "DROP", "TRUNCATE", "COMMENT", "GRANT", "REVOKE", "REFRESH"})
_UTILITY: Final = frozenset({"ANALYZE", "NOTIFY", "DO"})

#: What CREATE, ALTER and DROP do to these can't be undone (PostgreSQL manual, the notes of each command).
_OUTSIDE_TRANSACTIONS: Final = frozenset({"DATABASE", "TABLESPACE", "SUBSCRIPTION", "SYSTEM"})
_BEFORE_TEMPORARY: Final = frozenset({"CREATE", "GLOBAL", "LOCAL", "REPLACE", "INTO"})

#: Functions about the connection they run on: a session may run its next statement on another one.
#: The ``xact`` ones end with the transaction, which a session keeps on one connection.
BOUND_TO_CONNECTION: Final = (
    *("pg_advisory_lock", "pg_advisory_unlock", "pg_try_advisory_lock"),
    *("set_config", "currval", "lastval", "pg_backend_pid"),
)

_PART: Final = re.compile(r"\$(?P<number>\d+)|[^\W\d][\w$]*|;")


@dataclass(frozen=True, slots=True)
class RawStatement:
    """A statement as text.

    Attributes:
        words: what stands outside strings, comments and quoted names, in upper case; ``;`` is a word.
        parameters: start, end and n of each ``$n``.
    """

    text: str
    words: tuple[str, ...]
    parameters: tuple[tuple[int, int, int], ...]

    @property
    def parameter_count(self) -> int:
        """The highest ``$n``."""
        return max((number for _, _, number in self.parameters), default=0)

    @property
    def reads(self) -> bool:
        """Whether it may be a query, whose rows asyncpg may stop after the first."""
        return bool(self.words) and self.words[0] in ("SELECT", "WITH", "VALUES", "TABLE")


def read_raw_statement(text: str) -> RawStatement:
    """Read a statement that a session may run as it is.

    Raises:
        Refusal: several statements, or one that needs a connection or a place outside transactions of its own.
    """
    words: list[str] = []
    parameters: list[tuple[int, int, int]] = []
    for match in _parts(text):
        if match["number"] is None:
            words.append(match[0].upper())
        else:
            parameters.append((match.start(), match.end(), int(match["number"])))
    while words and words[-1] == ";":
        words.pop()
    raw = RawStatement(text, tuple(words), tuple(parameters))
    _check(raw)
    return raw


def _parts(text: str) -> Iterator[re.Match[str]]:
    position = 0
    for start, end, _ in [*opaque_parts(text), (len(text), len(text), None)]:
        yield from _PART.finditer(text, position, start)
        position = end


def _check(raw: RawStatement) -> None:
    if not raw.words:
        raise Refusal("sql.parse", "the query text holds no statement")
    if ";" in raw.words:
        raise Refusal("sql.several-statements", "the query text holds several statements")
    first, second = raw.words[0], raw.words[1] if len(raw.words) > 1 else ""
    if first not in _DATA | _SCHEMA | _UTILITY:
        raise Refusal("sql.utility", f"{first} is about the connection or the transaction it runs in")
    is_alone = first in ("CREATE", "ALTER", "DROP") and second in _OUTSIDE_TRANSACTIONS
    is_concurrent = "CONCURRENTLY" in raw.words and first != "REFRESH"
    # before PostgreSQL 12 a value can't be added to an enum in a transaction
    adds_value = first == "ALTER" and second == "TYPE" and ("ADD", "VALUE") in pairwise(raw.words)
    ends_transaction = first == "DO" and re.search(r"\b(COMMIT|ROLLBACK)\b", raw.text, re.IGNORECASE)
    if is_alone or is_concurrent or adds_value or ends_transaction:
        raise Refusal(
            "sql.no-transaction", f"{' '.join(raw.words[:2])} can't run in a transaction, which a session always opens"
        )
    if any(word in ("TEMP", "TEMPORARY") and before in _BEFORE_TEMPORARY for before, word in pairwise(raw.words)):
        raise Refusal("sql.connection-state", "a temporary table lives on the connection that makes it")
    called = raw.text.lower() if first == "DO" else " ".join(raw.words).lower() if first in _DATA else ""
    bound = re.search(rf"\b({'|'.join(BOUND_TO_CONNECTION)})", called)
    if bound is not None:
        raise Refusal("sql.connection-state", f"function {bound[1]} is about the connection it runs on")
