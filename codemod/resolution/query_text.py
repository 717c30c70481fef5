"""QueryText: the SQL of a call site, and the search for it through names, constants and concatenation."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst


@dataclass(frozen=True, slots=True, eq=False)
class QueryText:
    """The SQL text of a call site.

    Attributes:
        text: the exact string asyncpg would receive.
        removable: local assignments (``query = "…"``) that only this site reads; they can go with the rewrite.
        trail: how the text was found, a phrase per step, for ``explain``.
    """

    text: str
    removable: tuple[cst.SimpleStatementLine, ...] = ()
    trail: tuple[str, ...] = ()
