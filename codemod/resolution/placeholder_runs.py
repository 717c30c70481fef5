"""Runs of placeholders, one for each element of a collection: ``", ".join(f"${i}" for i in range(1, len(ids) + 1))``.

The text with one placeholder stands for those with any number of them: in a list of values each is an element of its
own, and what is written for one, ``in_([id])``, is what is written for all, ``in_(ids)``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.written_numbers import mark

#: A number in the text that lengths are part of: its place in the list of them; no query has these characters.
_MARK: Final = re.compile("\ue002(\\d+)\ue003")
_PLACEHOLDER: Final = re.compile("\\$\ue002(\\d+)\ue003")
_RUN: Final = re.compile("\\$\ue002(\\d+)\ue003(::\\w+(\\[\\])?)?")
_NUMBER: Final = re.compile(r"\$(\d+)")

#: Functions whose result is as long as what they are given.
_AS_LONG: Final = ("list", "tuple", "sorted", "reversed", "iter")
#: What dictionaries show of themselves.
VIEWS: Final = ("keys", "values", "items")


@dataclass(frozen=True, slots=True)
class Count:
    """A number that isn't known, for it counts elements: ``len(ids) + 2``.

    Attributes:
        known: what is added to the lengths.
        lengths: the collections whose elements count, as they are written.
        turns: how often the place of the turn counts, in a comprehension.
    """

    known: int
    lengths: tuple[str, ...] = ()
    turns: int = 0


Number = int | Count


def added(one: Number, other: Number) -> Number:
    """The sum of two numbers."""
    left, right = (item if isinstance(item, Count) else Count(item) for item in (one, other))
    lengths = tuple(sorted((*left.lengths, *right.lengths)))
    return _plain(Count(left.known + right.known, lengths, left.turns + right.turns))


def subtracted(one: Number, other: Number) -> Number | None:
    """The difference of two numbers; None where a length would count less than once."""
    left, right = (item if isinstance(item, Count) else Count(item) for item in (one, other))
    lengths = list(left.lengths)
    for item in right.lengths:
        if item not in lengths:
            return None
        lengths.remove(item)
    return _plain(Count(left.known - right.known, tuple(lengths), left.turns - right.turns))


def multiplied(one: Number, other: Number) -> Number | None:
    """The product of two numbers, one of which is known."""
    if isinstance(one, int):
        one, other = other, one
    if not isinstance(other, int) or other < 0:
        return None
    if isinstance(one, int):
        return one * other
    return _plain(Count(one.known * other, tuple(sorted(one.lengths * other)), one.turns * other))


def _plain(count: Count) -> Number:
    return count if count.lengths or count.turns else count.known


@dataclass(frozen=True, slots=True)
class Counted:
    """A number in a text that lengths are part of.

    Attributes:
        run: the collection for each of whose elements there is a placeholder from this number on; empty for one.
        number: its place among the numbers that are written into the text, where it is none of a placeholder.
    """

    count: Count
    run: str = ""
    number: int | None = field(default=None, compare=False)


@dataclass(slots=True)
class Counts:
    """The numbers in the texts of one call that lengths are part of."""

    found: list[Counted] = field(default_factory=list)

    def mark(self, item: Counted) -> str:
        """What stands in a text for a number."""
        if item not in self.found:
            self.found.append(item)
        return f"\ue002{self.found.index(item)}\ue003"

    def run(self, text: str, collection: str) -> str | None:
        """The text of one turn of a comprehension, for all of them; None where it is no placeholder."""
        match = _RUN.fullmatch(text)
        count = self.found[int(match[1])].count if match is not None else Count(0)
        if match is None or count.turns != 1:
            return None
        return f"${self.mark(Counted(replace(count, turns=0), collection))}{match[2] or ''}"

    def has_turns(self, text: str) -> bool:
        """Whether a text depends on the turn of a comprehension."""
        return any(self.found[int(match[1])].count.turns for match in _MARK.finditer(text))

    def placed(self, text: str, runs: Sequence[str]) -> str:
        """The text with the places of the arguments as numbers.

        Args:
            text: with marks.
            runs: of each argument, the collection whose elements it stands for; empty for a plain one.

        Raises:
            Refusal: ``query.dynamic``: a placeholder is none of an argument.
        """
        places = _places(runs)
        first = next((place for place, run in enumerate(runs, start=1) if run), None)
        if first is None and not self.found:
            return text
        behind = [int(match[1]) for match in _NUMBER.finditer(text) if first is not None and int(match[1]) >= first]
        if behind:
            raise Refusal("query.dynamic", f"${behind[0]} is one of as many arguments as a collection has elements")

        def number(match: re.Match[str]) -> str:
            item = self.found[int(match[1])]
            place = places.get(_place(item.count.known, item.count.lengths, runs))
            if place is None or item.count.turns or bool(item.run) != bool(runs[place - 1]):
                raise Refusal("query.dynamic", "a placeholder that is numbered by lengths is none of an argument's")
            if item.run and len([run for run in runs if run]) > 1 and item.run != runs[place - 1]:
                raise Refusal("query.dynamic", f"there are placeholders for `{item.run}`, and no arguments")
            return f"${place}"

        def written(match: re.Match[str]) -> str:
            place = self.found[int(match[1])].number
            if place is None:
                raise Refusal("query.dynamic", "a length is a number in the query")
            return mark(place)

        placed = _MARK.sub(written, _PLACEHOLDER.sub(number, text))
        used = {int(match[1]) for match in _NUMBER.finditer(placed)}
        missing = [run for place, run in enumerate(runs, start=1) if run and place not in used]
        if missing:
            raise Refusal("query.dynamic", f"no placeholders are made for the elements of `{missing[0]}`")
        return placed


def _places(runs: Sequence[str]) -> dict[tuple[int, tuple[str, ...]], int]:
    """The arguments by the numbers of their first placeholders."""
    found = {}
    plain, before = 1, tuple[str, ...]()
    for place, run in enumerate(runs, start=1):
        found[_place(plain, before, runs)] = place
        plain, before = (plain, (*before, run)) if run else (plain + 1, before)
    return found


def _place(known: int, lengths: tuple[str, ...], runs: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    # where one argument stands for several, any other length makes PostgreSQL refuse their number
    alone = len([run for run in runs if run]) == 1
    return known, ("",) * len(lengths) if alone else tuple(sorted(lengths))


def measured(node: cst.BaseExpression) -> cst.Name | cst.Attribute | None:
    """What has as many elements as a collection that is made of it."""
    match node:
        case cst.Name():
            return node
        case cst.Attribute(value=value):
            return node if measured(value) is not None else None
        case cst.Call(func=cst.Name(value=function), args=[cst.Arg(star="", keyword=None, value=one)]) if (
            function in _AS_LONG
        ):
            return measured(one)
        case cst.Call(func=cst.Name(value="map"), args=[_, cst.Arg(star="", value=one)]):
            return measured(one)
        case cst.Call(func=cst.Attribute(value=one, attr=cst.Name(value=view)), args=[]) if view in VIEWS:
            return measured(one)
        case cst.ListComp(for_in=loop) | cst.GeneratorExp(for_in=loop):
            alone = not loop.ifs and loop.inner_for_in is None and loop.asynchronous is None
            return measured(loop.iter) if alone else None
        case cst.List(elements=[cst.StarredElement(value=one)]) | cst.Tuple(elements=[cst.StarredElement(value=one)]):
            return measured(one)
        case _:
            return None
