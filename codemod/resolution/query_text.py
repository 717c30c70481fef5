"""QueryText: the SQL of a call site, as one text or all that may be sent."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.resolution.constants import ConstantResolver
from codemod.resolution.removable import Building, lines_read_by
from codemod.resolution.retested import Retested
from codemod.resolution.selectors import Alternative, Selector
from codemod.resolution.text_search import TextSearch


@dataclass(frozen=True, slots=True, eq=False)
class QueryText:
    """The SQL text of a call site.

    Attributes:
        text: the exact string asyncpg would receive.
        removable: local assignments (``query = "…"``) that only this site reads; they can go with the rewrite.
        trail: how the text was found, a phrase per step, for ``explain``.
        selectors: expressions that decide which of several texts is sent.
        alternatives: those texts, ``text`` first; empty where there is just one.
        arguments: of all texts, where the code before the call puts them together; None where they are the call's own.
        numbers: the places, from 1, of the arguments of each text among these.
        retested: tests of what goes with ``removable``, and how they can be said without it.
        building: the statements that put it together, which other calls may share.
        runs: places of the arguments that stand for each element of a collection.
        failing: decisions under which PostgreSQL refuses the text: it is an UPDATE that sets nothing.
        dictionaries: variables whose keys are in the texts, and which the code reads as they are.
    """

    text: str
    removable: tuple[cst.SimpleStatementLine | cst.BaseStatement, ...] = ()
    trail: tuple[str, ...] = ()
    selectors: tuple[Selector, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    arguments: tuple[cst.BaseExpression, ...] | None = None
    numbers: tuple[tuple[int, ...], ...] = ()
    retested: tuple[Retested, ...] = ()
    building: Building | None = None
    runs: frozenset[int] = frozenset()
    failing: tuple[tuple[int, ...], ...] = ()
    dictionaries: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that may be sent."""
        return tuple(item.text for item in self.alternatives) or (self.text,)

    @property
    def every_text(self) -> str:
        """All that may be sent, for what looks for words in it."""
        return ";\n".join(self.texts)


def resolve_query_text(site: CallSite, constants: ConstantResolver) -> QueryText:
    """The one SQL text that the site sends.

    Raises:
        Refusal: ``query.dynamic``, ``query.unresolved`` or ``query.several-definitions``.
    """
    search = TextSearch(constants, site.module, site.scope)
    text = search.text(site.query)
    return QueryText(text, lines_read_by(site), tuple(search.trail))
