"""Question: a statement and what is sent in its place; Verdict: what a server says of the two."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from codemod.lowering.lowered import Lowered, ResultShape

#: What a server can say of a rewrite; ``proved with stand-ins`` where an extension was only imitated.
Judgement = Literal["proved", "proved with stand-ins", "differs", "not checked"]


@dataclass(frozen=True, slots=True)
class Question:
    """Is this the same statement?

    Attributes:
        sql: the original, as it is written in the project.
        one_row: asyncpg stops the server after one row, for which the new statement has a LIMIT.
        sent: the text SQLAlchemy sends.
        numbered: the same with the original's ``$n`` and its constants written out; None where it has no such form.
        arguments: n of the original's ``$n`` for each ``$k`` that is sent; None for a constant.
        shape: how the result is read.
        never_none: n of the arguments that are never None.
        texts: result columns of JSON that are cast to the text that asyncpg gives.
        form: the new statement itself.
        others: the same of every other text that the call may send.
    """

    sql: str
    one_row: bool
    sent: str
    numbered: str | None
    arguments: tuple[int | None, ...]
    shape: ResultShape
    never_none: frozenset[int] = frozenset()
    texts: frozenset[str] = frozenset()
    form: Lowered | None = field(default=None, compare=False)
    others: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a server says of a rewrite.

    Attributes:
        reason: what differs, or why nothing was checked; empty when proved.
        fault: the server refuses the original itself: its message, with the place in the SQL.
    """

    judgement: Judgement
    reason: str = ""
    fault: str = ""
