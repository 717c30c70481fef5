"""Selector: an expression that decides between finitely many texts; Chooser: takes one decision after the other."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

import libcst as cst

from codemod.outcome import Refusal
from codemod.resolution.written_numbers import Written

#: More texts of one call than this are no choice that a person would read.
_MOST_TEXTS: Final = 64

#: Nor more ways of putting keys into a dictionary, many of which lead to the same ones.
_MOST_WAYS: Final = 512

#: A value that a selector is compared with; a test is True or False.
Key = str | int | bool


@dataclass(frozen=True, slots=True, eq=False)
class Selector:
    """An expression of the source whose value decides which text stands in a hole.

    Attributes:
        node: the expression; its value is still the same where the call stands.
        keys: its values; True and False for a test.
        has_default: any other value has a text of its own, too.
        evidence: why there are no others, for ``explain``.
    """

    node: cst.BaseExpression
    keys: tuple[Key, ...]
    evidence: str
    has_default: bool = False

    @property
    def width(self) -> int:
        """How many decisions there are."""
        return len(self.keys) + self.has_default


@dataclass(slots=True, eq=False)
class Chooser:
    """Decides every choice that the search for a text comes by.

    Attributes:
        picks: the decision to take, for each selector in the order they are met; the first where none is told.
        selectors: those met, by the source of their expression.
        taken: decisions on the keys of dictionaries, which the dictionaries themselves tell at the call; the first
            where none is told.
        widths: how many decisions there are of each that was met.
    """

    picks: tuple[int, ...] = ()
    selectors: dict[str, Selector] = field(default_factory=dict)
    taken: Mapping[str, int] = field(default_factory=dict)
    widths: dict[str, int] = field(default_factory=dict)

    def pick_keys(self, identity: str, width: int) -> int:
        """The decision taken on the keys of a dictionary."""
        self.widths[identity] = width
        return self.taken.get(identity, 0)

    def pick(self, identity: str, selector: Selector) -> int:
        """The place of the decision taken among those there are."""
        other = opposite(selector.node) if selector.keys == (True, False) else None
        if other is not None and identity not in self.selectors:
            known = self.selectors.get(cst.Module([]).code_for_node(other))
            if known is not None and known.keys == selector.keys:
                return 1 - self.pick(cst.Module([]).code_for_node(other), known)
        known = self.selectors.setdefault(identity, selector)
        if known.keys != selector.keys or known.has_default != selector.has_default:
            raise Refusal("query.dynamic", f"`{identity}` decides between other values in another place of the query")
        place = list(self.selectors).index(identity)
        return self.picks[place] if place < len(self.picks) else 0


#: Comparisons that are each other's opposite.
_OPPOSITES: Final[dict[type[cst.BaseCompOp], type[cst.BaseCompOp]]] = {
    cst.Is: cst.IsNot, cst.IsNot: cst.Is, cst.In: cst.NotIn, cst.NotIn: cst.In,
}  # fmt: skip


def opposite(test: cst.BaseExpression) -> cst.BaseExpression | None:
    """``not a`` of ``a``, ``a is not None`` of ``a is None``; None where it has another form.

    ``a != b`` is none of ``a == b``: what says the one of an object need not say the other.
    """
    match test:
        case cst.UnaryOperation(operator=cst.Not()):
            return test.expression
        case cst.Comparison(comparisons=[cst.ComparisonTarget(operator=operator) as one]) if (
            type(operator) in _OPPOSITES
        ):
            return test.with_changes(comparisons=[one.with_changes(operator=_OPPOSITES[type(operator)]())])
        case cst.Name() | cst.Attribute() | cst.Subscript() | cst.Call():
            return cst.UnaryOperation(cst.Not(), test)
        case _:
            return None


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """One of the texts a call may send, and the decision of each selector that leads to it.

    ``arguments`` are those of this text, where the code before the call puts them together, too; the last of them are
    the numbers that were ``written`` in it. Those at the places of ``runs`` stand for each element of a collection.
    ``keys`` are those that dictionaries have when it is sent.
    """

    text: str
    picks: tuple[int, ...]
    arguments: tuple[cst.BaseExpression, ...] | None = None
    written: tuple[Written, ...] = ()
    runs: frozenset[int] = frozenset()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """What is sent under some decisions: the text, and its arguments where they are not the call's own.

    The last of the arguments are the numbers that were ``written`` in the text; those at the places of ``runs`` stand
    for each element of a collection. ``keys`` are those that dictionaries have when it is sent.
    """

    text: str
    arguments: tuple[cst.BaseExpression, ...] | None = None
    written: tuple[Written, ...] = ()
    runs: frozenset[int] = frozenset()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


#: What is sent where PostgreSQL refuses the text, as it will refuse what the code sends then.
FAILS: Final = Sent("")


def every_text(search: Callable[[Chooser], Sent | None]) -> tuple[tuple[Selector, ...], tuple[Alternative, ...]]:
    """The text under every decision of its selectors, in the order of the source.

    Args:
        search: gives what is sent under the decisions of a chooser; None where they lead past the call.

    Raises:
        Refusal: ``query.dynamic`` for too many of them, and what the search raises.
    """
    first = Chooser()
    search(first)
    selectors = tuple(first.selectors.values())
    count = math.prod(item.width for item in selectors)
    if count > _MOST_TEXTS:
        raise Refusal(
            "query.dynamic", f"the query has {count} texts, by {', '.join(f'`{key}`' for key in first.selectors)}"
        )
    found = []
    for picks in product(*(range(item.width) for item in selectors)):
        for chooser, sent in _by_keys(picks, search):
            if sent is not None and sent is not FAILS:
                found.append(Alternative(sent.text, picks, sent.arguments, sent.written, sent.runs, sent.keys))
            if list(chooser.selectors) != list(first.selectors):
                raise Refusal("query.dynamic", "the query has other holes under one decision than under another")
            if len(found) > _MOST_TEXTS:
                raise Refusal("query.dynamic", "the query has too many texts by the keys of a dictionary")
    if not found:
        raise Refusal("query.dynamic", "no decision leads to the call")
    return selectors, tuple(found)


def _by_keys(picks: tuple[int, ...], search: Callable[[Chooser], Sent | None]) -> Iterator[tuple[Chooser, Sent | None]]:
    """What is sent under some decisions, once for all keys that dictionaries may have."""
    pending: list[dict[str, int]] = [{}]
    seen: set[tuple[object, ...]] = set()
    tried = 0
    while pending:
        taken = pending.pop()
        chooser = Chooser(picks, taken=taken)
        sent = search(chooser)
        tried += 1
        if tried > _MOST_WAYS:
            raise Refusal("query.dynamic", "the keys of a dictionary are put in on too many ways")
        before = dict(taken)
        for identity, width in chooser.widths.items():
            if identity not in before:
                pending += [{**before, identity: other} for other in range(1, width)]
                before[identity] = 0
        told = (sent.text, tuple(sent.keys.items())) if sent is not None else ()
        if told not in seen:
            seen.add(told)
            yield chooser, sent
