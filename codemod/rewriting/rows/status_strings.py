"""StatusString: what ``execute()`` gives, read for its number of rows or built anew from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import libcst as cst

from codemod.discovery.call_sites import CallSite
from codemod.registry import STATUS_READERS
from codemod.rewriting.facts.expression_facts import place_of
from codemod.source import Edit, ParsedModule
from codemod.syntax.scopes import FunctionScope

#: What an expression around the status gives for each of the samples.
Values = tuple[Any, ...]

#: Row counts to try an expression on: every digit, alone, first and last.
_SAMPLES: Final = (*map(str, range(10)), "10", "21", "1234567890", "9876543201")

#: The same for a change of no more than one row.
_OF_ONE_ROW: Final = ("0", "1")

#: A row count as PostgreSQL writes it.
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True, eq=False)
class StatusString:
    """The status of one call; the object that handlers of its readers get.

    Attributes:
        tag: what stands before the number: ``UPDATE``, ``DELETE``, ``INSERT 0`` (PostgreSQL manual 55.7,
            CommandComplete).
        node: the expression that holds the status: the awaited call, or a use of the name it is assigned to.
        samples: row counts to try an expression on.
    """

    tag: str
    node: cst.BaseExpression
    module: ParsedModule
    scope: FunctionScope
    samples: Values = _SAMPLES

    @property
    def whole(self) -> Values:
        """The samples themselves."""
        return tuple(f"{self.tag} {number}" for number in self.samples)

    def is_number(self, values: Values) -> bool:
        """Whether an expression gives the text of the row count, for it does for every sample."""
        return values == self.samples

    def is_own_builtin(self, name: str) -> bool:
        """Whether the function or its module gives the name of a builtin another meaning."""
        return place_of(self.scope, self.module).binds(name)

    def counted(self, node: cst.CSTNode, values: Values) -> tuple[Edit, ...] | None:
        """Edits that make what stands around ``node`` read ``.rowcount``; None where it reads something else."""
        parent = self.scope.parent(node)
        handler = STATUS_READERS.get(type(parent))
        edits: tuple[Edit, ...] | None = handler(self, parent, node, values) if handler is not None else None
        return edits

    def instead_of(self, node: cst.CSTNode, after: str = ".rowcount", before: str = "") -> tuple[Edit, ...] | None:
        """Edits that leave nothing of ``node`` but the status itself, between two texts."""
        (start, end), (own_start, own_end) = self.module.span(node), self.module.span(self.node)
        text = self.module.source.text
        if re.search(r"[\r\n#]", text[start:own_start] + text[own_end:end]):
            return None  # a comment could stand there
        edits = (Edit(start, own_start, before), Edit(own_end, end, after))
        return tuple(edit for edit in edits if edit.start < edit.end or edit.text)

    def number_in(self, literal: cst.CSTNode, values: Values) -> int | None:
        """The number of rows that a text equal to the status (or to its number) tells; None when it tells none."""
        text = text_of(literal)
        if text is None or not (self.is_number(values) or values == self.whole):
            return None
        if values == self.whole:
            head, text = text[: len(self.tag) + 1], text[len(self.tag) + 1 :]
            text = text if head == f"{self.tag} " else ""
        return int(text) if _NUMBER.fullmatch(text) else None

    def number_behind(self, literal: cst.CSTNode) -> int | None:
        """The number of rows that a text with the status's own ending tells: ``" 0"``, ``"DELETE 0"``."""
        text = text_of(literal) or ""
        if self.samples is _OF_ONE_ROW and text in self.samples:
            return int(text)  # where the number has one digit, it is the whole ending
        words, blank, number = text.rpartition(" ")
        fits = blank and self.tag.endswith(words) and _NUMBER.fullmatch(number)
        return int(number) if fits else None


def text_of(node: cst.CSTNode) -> str | None:
    """The text of a string literal."""
    value = node.evaluated_value if isinstance(node, cst.SimpleString) else None
    return value if isinstance(value, str) else None


def count_edits(site: CallSite, tag: str, *, one_row: bool = False) -> tuple[Edit, ...] | None:
    """Edits with which every use of a call's status reads the row count; None when one of them needs the text.

    Args:
        site: the call site, awaited on the spot.
        tag: what its status says before the number.
        one_row: the number is 0 or 1.
    """
    assert site.awaited is not None, "guards refuse a call that isn't awaited"
    around = site.scope.parent(site.awaited)
    nodes = _uses_of_name(site, around) if isinstance(around, cst.Assign) else (site.awaited,)
    if nodes is None:
        return None
    edits: list[Edit] = []
    for node in nodes:
        status = StatusString(tag, node, site.module, site.scope, _OF_ONE_ROW if one_row else _SAMPLES)
        found = status.counted(node, status.whole)
        if found is None:
            return None
        edits += found
    return tuple(edits)


def _uses_of_name(site: CallSite, statement: cst.Assign) -> tuple[cst.BaseExpression, ...] | None:
    """Every use of the one name that a status is assigned to; None when they can't be told."""
    target = statement.targets[0].target
    line = site.scope.parent(statement)
    if len(statement.targets) != 1 or not isinstance(target, cst.Name):
        return None
    flow = site.scope.flow(target.value)
    binding = next((item for item in flow.bindings if item.node is line or item.node is target), None)
    if flow.elsewhere or binding is None:
        return None
    uses = site.scope.uses_of(target.value, binding)
    return uses if all(flow.reaching[id(use)] == {binding} for use in uses) else None
