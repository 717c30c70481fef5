"""Expressions that a query writes twice, whose constants have to stay what they are in both places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sqlglot import exp

#: Key of meta: the output name that stands for a term, which is written out in the select list alone then.
SAID_AS: Final = "said as"


def repeated(node: exp.Expr) -> bool:
    """Whether a constant or parameter stands in an expression that the query writes twice.

    ``SELECT date_trunc('day', t) … GROUP BY date_trunc('day', t)`` with two binds is an error
    (SEMANTICS.md, Binds); as SQL text both copies are the same expression.
    """
    select = node.find_ancestor(exp.Select)
    if select is None:
        return False
    terms = list(_repeating_terms(select))
    ancestor: exp.Expr | None = node
    while terms and ancestor is not None and ancestor is not select:
        if ancestor in terms:
            return True
        ancestor = ancestor.parent
    return False


def _repeating_terms(select: exp.Select) -> Iterator[exp.Expr]:
    """Terms of GROUP BY and DISTINCT ON, and of ORDER BY beside a DISTINCT: they match other parts by equality."""
    group, distinct, order = (select.args.get(key) for key in ("group", "distinct", "order"))
    if group is not None:
        yield from (leaf for term in group.expressions for leaf in _leaves(term) if SAID_AS not in leaf.meta)
        yield from _written_out(select, group)
    if distinct is not None:
        on = distinct.args.get("on")
        yield from (term.unnest() for term in ((on.expressions or [on]) if on is not None else ()))
        yield from (term.this.unnest() for term in (order.expressions if order is not None else ()))


def _written_out(select: exp.Select, group: exp.Group) -> Iterator[exp.Expr]:
    """What positions in GROUP BY stand for where the output is named like a column, so that its name won't do."""
    columns = {column.name for column in select.find_all(exp.Column)}
    for term in group.expressions:
        place = int(term.name) if isinstance(term, exp.Literal) and term.name.isdigit() else 0
        if 0 < place <= len(select.expressions) and select.expressions[place - 1].alias in columns:
            yield select.expressions[place - 1].unalias()


def _leaves(term: exp.Expr) -> Iterator[exp.Expr]:
    """The expressions of a term of GROUP BY, through ROLLUP and the like."""
    inner = term.unnest()
    if isinstance(inner, exp.Rollup | exp.Cube | exp.GroupingSets | exp.Tuple):
        for item in inner.expressions:
            yield from _leaves(item)
    else:
        yield inner


def note_named_terms(select: exp.Select, can_stand: Callable[[exp.Alias], bool]) -> None:
    """Note terms of GROUP BY and ORDER BY that write an item of the list again: its name says them as well.

    ``SELECT date_trunc('day', t) AS day … GROUP BY date_trunc('day', t)`` is ``… GROUP BY day`` (manual, SELECT). With
    a copy anywhere else both have to be the same text, as they are written.

    Args:
        select: the query.
        can_stand: whether the name of an item can stand for it: no column of FROM is called so.
    """
    group, order = select.args.get("group"), select.args.get("order")
    if group is None or select.args.get("distinct") is not None:
        return
    ordered = [item.this.unnest() for item in (order.expressions if order is not None else ())]
    for term in [item.unnest() for item in group.expressions]:
        named = [item for item in select.expressions if isinstance(item, exp.Alias) and item.this.unnest() == term]
        if len(named) != 1 or isinstance(term, exp.Column | exp.Literal) or _names(select).count(named[0].alias) > 1:
            continue
        copies = [item for item in ordered if item == term]
        there = {id(term), id(named[0].this.unnest()), *map(id, copies)}
        others = (node for part in _matched_parts(select) for node in part.walk() if node == term)
        if can_stand(named[0]) and all(id(node) in there for node in others):
            for node in (term, *copies):
                node.meta[SAID_AS] = named[0].alias


def _names(select: exp.Select) -> list[str]:
    return [item.alias_or_name for item in select.expressions]


def _matched_parts(select: exp.Select) -> Iterator[exp.Expr]:
    """What the server compares with the terms of GROUP BY: all but what is evaluated before it."""
    yield from select.expressions
    yield from (part for key in ("group", "having", "order") if (part := select.args.get(key)) is not None)
