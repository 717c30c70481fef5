"""The way to a call: what the statements before it do to the names that its query is put together in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Final

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.built_functions import FunctionSearch
from codemod.resolution.built_values import Element, Entries, Items
from codemod.resolution.keyed_dictionaries import check_known, may_be_empty
from codemod.resolution.retested import Truths
from codemod.resolution.selectors import FAILS, Sent
from codemod.resolution.settled import can_be_evaluated_later, is_settled
from codemod.resolution.text_methods import has_numbers
from codemod.resolution.written_numbers import numbered
from codemod.syntax.tree import names_below

#: An UPDATE that is left without a column, which PostgreSQL refuses; ``query[:-2]`` takes a letter of SET, too.
_SETS_NOTHING: Final = re.compile(r"\A\s*update\b[^']*\bset?\s*(where\b|returning\b|\Z)", re.IGNORECASE)

#: A list of columns that lacks one, or SET without one, which PostgreSQL refuses.
_HAS_NO_COLUMN: Final = re.compile(
    r"\A[^']*?(,\s*\)|\(\s*,|\(\s*\)\s*values\b|\bset\s*(;|\Z|returning\b))", re.IGNORECASE
)

#: ``WHERE`` or ``AND`` without a condition, which PostgreSQL refuses.
_HAS_NO_CONDITION: Final = re.compile(
    r"\b(where|and|or)\s*(\)|;|\Z|(and|or|order|group|limit|offset|returning|for)\b)", re.IGNORECASE
)


@dataclass(slots=True, eq=False)
class PathSearch(FunctionSearch):
    """Runs the statements from the beginning of the function to the call, with the decisions that the chooser takes.

    Attributes:
        tests: what tests of built names give, by their ids.
        late: begin where all built names are bound anew: what was put together before went into another query.
        is_past: a test before the call leads past it.
    """

    tests: dict[int, Truths] = field(kw_only=True)
    late: bool = field(kw_only=True)
    is_past: bool = False

    def sent(self) -> Sent | None:
        """The text that is sent, and the arguments with it; None where the call is never reached.

        Raises:
            Refusal: the way to the call can't be followed.
        """
        for item in self.keyed.values():
            if item.sets:
                self.values[item.name] = item.chosen(self.chooser, self.site.statement)
        self._go_to_call()
        self.at = self.site.statement
        if self.is_past:
            self._known(self.site.query)  # the same tests decide on every way
            return None
        text = self.text(self.site.query)
        elements = self._arguments()
        text = self.counts.placed(text, [element.run for element in elements])
        text, written = numbered(text, len(elements) + 1, [item.text for item in self.numbers])
        check_known(self.values, self.keyed)
        keys = {name: tuple(key for key, _ in entries.found) for name, entries in self._entries_read()}
        empty = [name for name, found in keys.items() if not found]
        if empty and _HAS_NO_CONDITION.search(text):
            raise Refusal("query.dynamic", may_be_empty(empty[0]))
        if (empty and _HAS_NO_COLUMN.search(text)) or _SETS_NOTHING.search(text):
            return FAILS
        own = elements
        elements += tuple(self.numbers[item.place] for item in written)
        for check in self.unsettled:
            check()
        # a number that is a constant is the same everywhere
        for element in (*own, *(item for item in elements[len(own) :] if item.text is None)):
            if not self._stays(element):
                code = self._code(element.node)
                raise Refusal("query.dynamic", f"the argument `{code}` may be another one when the call runs")
        runs = frozenset(place for place, element in enumerate(elements, start=1) if element.run)
        return Sent(text, tuple(element.node for element in elements), written, runs, keys)

    def _entries_read(self) -> Iterator[tuple[str, Entries]]:
        """The dictionaries that the new code reads, as they are here."""
        for name in self.keyed:
            held = self.values.get(name)
            if isinstance(held, Entries):
                yield name, held

    def _stays(self, element: Element) -> bool:
        """Whether an argument, or each element of one, is the same when the call runs."""
        if isinstance(element.node, cst.SimpleString) and has_numbers(str(element.node.evaluated_value)):
            return False  # a text of a function, that it puts numbers into
        if element.run and element.at is not self.site.statement:
            return is_settled(element.node, element.at, self.site, test=True, harmless=self.harmless)
        if element.at is not self.site.statement and any(item.reads(element.node) for item in self.keyed.values()):
            held = (item for _, entries in self._entries_read() for item in entries.values.elements)
            if not any(item.node is element.node for item in held):
                return False  # something was put into the dictionary since then
            return can_be_evaluated_later(element.node, element.at, self.site, harmless=self.harmless)
        growing = {name for name, value in self.values.items() if isinstance(value, Items | Entries)}
        if element.at is not self.site.statement and growing & set(names_below(element.node)):
            return False  # `args.append(args[-1])`
        return can_be_evaluated_later(element.node, element.at, self.site, harmless=self.harmless)

    def _arguments(self) -> tuple[Element, ...]:
        site = self.site
        if self._is_packed():
            return self._starred(site.star_argument).elements if site.star_argument is not None else ()
        found: list[Element] = []
        own = {id(item) for item in site.arguments}
        for argument in site.call.args:
            if argument.star == "*":
                found += self._starred(argument.value).elements
            elif id(argument.value) in own:
                found.append(Element(argument.value, site.statement, None))
        given = {id(item.value) for item in site.call.args}
        stars = {item.star for item in site.call.args if item.star}
        if not own <= given or stars != ({"*"} if site.star_argument is not None else set()):
            raise Refusal("call.arguments", "the bound arguments are not those of the call")
        return tuple(found)

    def _is_packed(self) -> bool:
        """Whether a method of the project's own takes the arguments as one list."""
        site = self.site
        given = [item.star for item in site.call.args if item.value is site.star_argument]
        return given == [""] and not site.arguments

    def _starred(self, node: cst.BaseExpression) -> Items:
        """The arguments that ``*node`` is, or one that stands for as many as there are."""
        try:
            return self.collection(node)
        except Refusal:
            known = self._known(node)
            if known is not None:
                raise
            return Items((Element(node, self.site.statement, None, self.module.text_of(node)),))

    # the way to the call

    def _go_to_call(self) -> None:
        chain: list[cst.CSTNode] = []
        node: cst.CSTNode | None = self.site.statement
        while node is not None and node is not self.scope.node:
            chain.append(node)
            node = self.scope.parent(node)
        chain.reverse()
        if isinstance(self.site.statement, cst.SimpleStatementLine) and len(self.site.statement.body) > 1:
            raise Refusal("query.dynamic", "the call shares its line with other statements")
        for around, inner in pairwise(chain):
            if isinstance(around, cst.IndentedBlock):
                self._run_until(around.body, inner)
            elif isinstance(around, cst.For | cst.While | cst.Match | cst.Try | cst.TryStar):
                self._forget(around)  # another turn, or another clause, may have run before
            elif isinstance(around, cst.With):
                for item in around.items:
                    self._forget(item)
            elif isinstance(around, cst.If):
                self._forget(around.test)
                self._passes(around, {True: inner is around.body, False: inner is not around.body})

    def _run_until(self, body: Sequence[cst.BaseStatement], last: cst.CSTNode) -> None:
        before = list(takewhile(lambda statement: statement is not last, body))
        for statement in before[_beginning(before, self.built) if self.late else 0 :]:
            self.at = statement
            self._run(statement)

    def _passes(self, statement: cst.If, reaching: Mapping[bool, bool]) -> None:
        """Note what a test of built names gives, and whether that leads past the call."""
        known = self._truth(statement.test)
        if known is not None:
            truths = self.tests.setdefault(id(statement), Truths(statement.test))
            if not self.keyed:
                truths.found[self.chooser.picks] = known
            for name, entries in self._entries_read():
                truths.by_keys.setdefault(name, {}).setdefault(bool(entries.found), set()).add(known)
            self.is_past |= not reaching[known]


def _beginning(statements: Sequence[cst.CSTNode], names: Collection[str]) -> int:
    """The place from which on all names are bound anew, the last such; 0 where one of them isn't."""
    found: dict[str, int] = {}
    for place, statement in enumerate(statements):
        found |= dict.fromkeys(_bound_anew(statement) & set(names), place)
    return min(found.values()) if names and found.keys() == set(names) else 0


def _bound_anew(statement: cst.CSTNode | None) -> set[str]:
    """Names that a statement gives a value without looking at the one they have, whichever way it goes."""
    match statement:
        case cst.SimpleStatementLine(
            body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value)]
        ):
            return {name} - set(names_below(value))
        case cst.If(body=body, orelse=orelse) if orelse is not None:
            return _bound_anew(body) & _bound_anew(orelse.body if isinstance(orelse, cst.Else) else orelse)
        case cst.IndentedBlock(body=body):
            return set().union(*map(_bound_anew, body))
        case _:
            return set()
