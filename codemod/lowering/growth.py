"""What a test adds to a statement: ``if tag is not None: stmt = stmt.where(Link.tag == tag)``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from codemod.lowering.decisions import Decision
from codemod.python_code import attribute

#: Calls that may come to a statement later, by what it begins with.
_CONDITIONS: Final = frozenset({"where", "execution_options"})
_ADDED: Final = {
    "select": _CONDITIONS | {"order_by", "limit", "offset"},
    "update": _CONDITIONS | {"values"},
    "delete": _CONDITIONS,
}

#: Of these, the ones that go on where an earlier one ends.
_CONTINUED: Final = frozenset({"where", "order_by", "values"})


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """``.where(…)``, one call of a statement written as a chain of them."""

    name: str
    args: tuple[ast.expr, ...]
    keywords: tuple[ast.keyword, ...] = ()

    @property
    def parts(self) -> tuple[ast.expr | ast.keyword, ...]:
        """Its arguments, in order."""
        return (*self.args, *self.keywords)

    def with_parts(self, parts: Sequence[ast.expr | ast.keyword]) -> Link:
        """The call with these arguments."""
        return replace(
            self,
            args=tuple(item for item in parts if isinstance(item, ast.expr)),
            keywords=tuple(item for item in parts if isinstance(item, ast.keyword)),
        )

    def on(self, statement: ast.expr) -> ast.expr:
        """The statement with this call."""
        return ast.Call(func=attribute(statement, self.name), args=list(self.args), keywords=list(self.keywords))


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """The calls that the statement has where a test gives ``when``."""

    placeholder: str
    when: bool
    links: tuple[Link, ...]

    @property
    def expressions(self) -> tuple[ast.expr, ...]:
        """What stands in the calls."""
        parts = (part for link in self.links for part in link.parts)
        return tuple(part.value if isinstance(part, ast.keyword) else part for part in parts)

    def on(self, statement: ast.expr) -> ast.expr:
        """The statement with the calls."""
        for link in self.links:
            statement = link.on(statement)
        return statement


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """Statements that differ by calls that are added.

    Attributes:
        trees: those without them, in the order of ``itertools.product`` of the other decisions; None for what is
            never sent.
        others: these decisions.
        growths: what is added, in order.
    """

    trees: tuple[ast.expr | None, ...]
    others: tuple[Decision, ...]
    growths: tuple[Growth, ...]


def grown(trees: Sequence[ast.expr | None], decisions: Sequence[Decision]) -> Grown | None:
    """What some of the decisions add to the statements; None where they do anything else.

    Args:
        trees: the statements, in the order of ``itertools.product`` of the decisions; None for what is never sent.
        decisions: what decides.
    """
    every = list(product(*(range(item.width) for item in decisions)))
    chains = {picks: _chain(tree) if tree is not None else None for picks, tree in zip(every, trees, strict=True)}
    if any(chain is None and tree is not None for chain, tree in zip(chains.values(), trees, strict=True)):
        return None
    sent = {picks: chain for picks, chain in chains.items() if chain is not None}
    growths: dict[int, Growth] = {}
    for place, decision in enumerate(decisions):
        growth = _growth(place, decision, sent)
        if growth is not None:
            growths[place] = growth
    if not growths:
        return None
    others = {place: item for place, item in enumerate(decisions) if place not in growths}
    bases = []
    for picked in product(*(range(item.width) for item in others.values())):
        ways = {picks: tree for picks, tree in zip(every, trees, strict=True) if tree is not None}
        alike = (picks for picks in ways if tuple(picks[place] for place in others) == picked)
        bases.append(_base({picks: ways[picks] for picks in alike}, growths))
    return Grown(tuple(bases), tuple(others.values()), tuple(growths.values()))


def _base(ways: dict[tuple[int, ...], ast.expr], growths: dict[int, Growth]) -> ast.expr | None:
    """The statement that nothing is added to, or what remains of another without what is added to it."""
    for picks, tree in ways.items():
        if not any(picks[place] == (0 if growth.when else 1) for place, growth in growths.items()):
            return tree
    for picks, tree in ways.items():
        added = [
            link
            for place, growth in growths.items()
            if picks[place] == (0 if growth.when else 1)
            for link in growth.links
        ]
        chain = _chain(tree)
        assert chain is not None, "what grows is a chain"
        return chain.without(added)
    return None


def _growth(place: int, decision: Decision, sent: dict[tuple[int, ...], _Chain]) -> Growth | None:
    if decision.keys != (True, False):
        return None
    found: dict[str, Growth] = {}
    for picks, with_true in sent.items():
        with_false = sent.get((*picks[:place], 1, *picks[place + 1 :]))
        if picks[place] or with_false is None:
            continue
        added = {when: one.more_than(other) for when, one, other in (
            (True, with_true, with_false), (False, with_false, with_true),
        )}  # fmt: skip
        for when, links in added.items():
            if links:
                growth = Growth(decision.placeholder, when, tuple(links))
                found[f"{when} {[(link.name, *map(ast.dump, link.parts)) for link in links]}"] = growth
        if not any(added.values()):
            return None
    return next(iter(found.values())) if len(found) == 1 else None


@dataclass(frozen=True, slots=True, eq=False)
class _Chain:
    """``select(x).where(a).limit(n)`` as its parts; ``first`` is the call that it begins with."""

    first: ast.Call
    links: dict[tuple[str, int], Link]

    @property
    def kind(self) -> str:
        """``select``, ``update`` …."""
        return self.first.func.id if isinstance(self.first.func, ast.Name) else ""

    def more_than(self, other: _Chain) -> list[Link] | None:
        """The calls, or the arguments of them, that another statement lacks; None where that isn't all that differs."""
        added = []
        own, others = self._compared(), other._compared()
        if ast.dump(self.first) != ast.dump(other.first) or not others.keys() <= own.keys():
            return None
        for key, link in own.items():
            given = [ast.dump(part) for part in others[key].parts] if key in others else []
            if key in others and [ast.dump(part) for part in link.parts] == given:
                continue
            parts = _added(link.parts, given)
            if not parts or link.name not in _ADDED[self.kind] or (given and link.name not in _CONTINUED):
                return None
            added.append(link.with_parts(parts))
        return added

    def _compared(self) -> dict[tuple[str, int], Link]:
        """All but ``select_from()``: conditions name the table as well, and what remains without them has to."""
        return {key: link for key, link in self.links.items() if link.name != "select_from"}

    def without(self, added: Sequence[Link]) -> ast.expr:
        """The statement without calls that were added to it."""
        gone = {(link.name, ast.dump(part)) for link in added for part in link.parts}
        tree: ast.expr = self.first
        for link in self.links.values():
            kept = [part for part in link.parts if (link.name, ast.dump(part)) not in gone]
            tree = link.with_parts(kept).on(tree) if kept or not link.parts else tree
        return tree


def _added(more: Sequence[ast.expr | ast.keyword], shorter: Sequence[str]) -> list[ast.expr | ast.keyword]:
    """What ``more`` has in one piece besides what it is to have."""
    longer = [ast.dump(item) for item in more]
    count = len(longer) - len(shorter)
    for start in range(len(shorter), -1, -1):
        if count > 0 and longer[:start] + longer[start + count :] == shorter:
            return list(more[start : start + count])
    return []


def _chain(tree: ast.expr) -> _Chain | None:
    """The parts of a chain of calls; None for anything else."""
    calls = list(_calls(tree))
    first = calls[-1] if calls else None
    if first is None or not isinstance(first.func, ast.Name) or first.func.id not in _ADDED:
        return None
    links: dict[tuple[str, int], Link] = {}
    for call in reversed(calls[:-1]):
        assert isinstance(call.func, ast.Attribute), "only the first is called by its name"
        name = call.func.attr
        number = sum(key[0] == name for key in links)
        links[name, number] = Link(name, tuple(call.args), tuple(call.keywords))
    return _Chain(first, links)


def _calls(tree: ast.expr) -> Iterator[ast.Call]:
    """The calls of ``a(…).b(…).c(…)``, the last one first."""
    while isinstance(tree, ast.Call):
        yield tree
        tree = tree.func.value if isinstance(tree.func, ast.Attribute) else tree.func
