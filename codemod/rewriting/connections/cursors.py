"""Cursors: ``async for row in conn.cursor(…)`` reads a stream of the session, in the same transaction."""

from __future__ import annotations

import re
from typing import Final

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.outcome import Refusal

#: Functions that leave something behind for every row they are computed for.
_COUNTS_ROWS: Final = re.compile(r"\b(nextval|setval|pg_\w*lock\w*)\s*\(", re.I)


def check_cursor(sql: str, *, in_transaction: bool, reads_only: bool) -> None:
    """Refuse a cursor whose rows a stream would give otherwise.

    Both read ahead, but not equally far: what is read must leave nothing behind.

    Args:
        sql: the query text.
        in_transaction: a transaction of the connection stands around it.
        reads_only: the statement changes and locks nothing.

    Raises:
        Refusal: ``call.cursor``.
    """
    if not in_transaction:
        raise Refusal("call.cursor", "asyncpg has no cursors outside of a transaction")
    if not reads_only or _COUNTS_ROWS.search(sql):
        raise Refusal("call.cursor", "how many rows are read ahead makes a difference to this statement")


def is_prefetch(site: CallSite, name: str, value: cst.BaseExpression) -> bool:
    """Whether an option says how many rows a cursor reads ahead."""
    return site.runs.streams and name == "prefetch" and isinstance(value, cst.Integer | cst.Name)


def stream_options(site: CallSite) -> str:
    """The argument of ``session.stream()`` for the ``prefetch=`` of a cursor. SQLAlchemy: ``yield_per``."""
    prefetch = site.options.get("prefetch")
    return f", execution_options={{'yield_per': {site.module.text_of(prefetch)}}}" if prefetch is not None else ""
