"""Conditions that a test adds: ``if tag is not None: stmt = stmt.where(Link.tag == tag)``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from codemod.lowering.decisions import Decision
from codemod.python_code import method

#: What a statement begins with that takes further conditions.
_STATEMENTS: Final = frozenset({"select", "update", "delete"})


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """Conditions that the statement has where a test gives ``when``."""

    placeholder: str
    when: bool
    conditions: tuple[ast.expr, ...]

    def on(self, statement: ast.expr) -> ast.expr:
        """The statement with the conditions."""
        return method(statement, "where", *self.conditions)


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """Statements that differ by conditions that are added.

    Attributes:
        trees: those without them, in the order of ``itertools.product`` of the other decisions.
        others: these decisions.
        growths: what is added, in order.
    """

    trees: tuple[ast.expr, ...]
    others: tuple[Decision, ...]
    growths: tuple[Growth, ...]


def grown(trees: Sequence[ast.expr], decisions: Sequence[Decision]) -> Grown | None:
    """What some of the decisions add to the statements; None where they do anything else.

    Args:
        trees: the statements, in the order of ``itertools.product`` of the decisions.
        decisions: what decides.
    """
    every = list(product(*(range(item.width) for item in decisions)))
    split = dict(zip(every, map(_conditions, trees), strict=True))
    growths: dict[int, Growth] = {}
    for place, decision in enumerate(decisions):
        growth = _growth(place, decision, split)
        if growth is not None:
            growths[place] = growth
    if not growths:
        return None
    plain = [
        tree
        for picks, tree in zip(every, trees, strict=True)
        if all(picks[place] == (1 if growth.when else 0) for place, growth in growths.items())
    ]
    others = tuple(item for place, item in enumerate(decisions) if place not in growths)
    return Grown(tuple(plain), others, tuple(growths.values()))


def _growth(
    place: int, decision: Decision, split: dict[tuple[int, ...], tuple[str, list[ast.expr]] | None]
) -> Growth | None:
    if decision.keys != (True, False):
        return None
    found: dict[str, Growth] = {}
    for picks, with_true in split.items():
        if picks[place]:
            continue
        with_false = split[(*picks[:place], 1, *picks[place + 1 :])]
        if with_true is None or with_false is None or with_true[0] != with_false[0]:
            return None
        when = len(with_true[1]) > len(with_false[1])
        more, less = (with_true[1], with_false[1]) if when else (with_false[1], with_true[1])
        added = _added(more, less)
        if not added:
            return None
        growth = Growth(decision.placeholder, when, tuple(added))
        found[f"{when} {[ast.dump(item) for item in added]}"] = growth
    return next(iter(found.values())) if len(found) == 1 else None


def _added(more: Sequence[ast.expr], less: Sequence[ast.expr]) -> list[ast.expr]:
    """What ``more`` has in one piece that ``less`` has not."""
    longer, shorter = [ast.dump(item) for item in more], [ast.dump(item) for item in less]
    count = len(longer) - len(shorter)
    for start in range(len(shorter), -1, -1):
        if count > 0 and longer[:start] + longer[start + count :] == shorter:
            return list(more[start : start + count])
    return []


def _conditions(tree: ast.expr) -> tuple[str, list[ast.expr]] | None:
    """The statement without its last ``where()``, and the conditions in it; None for what is no chain of calls.

    ``select_from()`` doesn't count: conditions name the table as well, and what remains without them has to.
    """
    links = list(_chain(tree))
    first = links[-1].func if links else None
    if not isinstance(first, ast.Name) or first.id not in _STATEMENTS:
        return None
    where = next((link for link in links if _is_call_of(link, "where") and not link.keywords), None)
    kept = [link for link in links if link is not where and not _is_call_of(link, "select_from")]
    texts = [ast.dump(item) for link in kept for item in (*link.args, *link.keywords)]
    names = [f"{_called(link)}{len(link.args)}" for link in kept]
    return " ".join([*names, *texts]), list(where.args) if where is not None else []


def _called(link: ast.Call) -> str:
    return link.func.attr if isinstance(link.func, ast.Attribute) else ast.dump(link.func)


def _is_call_of(link: ast.Call, name: str) -> bool:
    return isinstance(link.func, ast.Attribute) and link.func.attr == name


def _chain(tree: ast.expr) -> Iterator[ast.Call]:
    """The calls of ``a(…).b(…).c(…)``, the last one first."""
    while isinstance(tree, ast.Call):
        yield tree
        tree = tree.func.value if isinstance(tree.func, ast.Attribute) else tree.func
