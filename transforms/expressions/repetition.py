"""Expressions that a query writes twice, whose constants have to stay what they are in both places."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp


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
        yield from (leaf for term in group.expressions for leaf in _leaves(term))
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
