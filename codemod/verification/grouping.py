"""Binds in GROUP BY and DISTINCT: two copies of ``date_trunc($1, t)`` are two expressions to the server.

It says so when the statement is prepared (GroupingError), where the original, with a constant or with
one parameter, was a single expression.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from codemod.verification.difference import Difference

#: Key of meta: the node stands for a bind of the compiled text.
BIND: Final = "bind"


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A resolved term of GROUP BY, ORDER BY or DISTINCT ON; ``output`` where it refers to a column of the list."""

    node: exp.Expr
    output: int | None


def check_binds_in_terms(
    terms: Sequence[Term], items: Sequence[exp.Expr], orders: Sequence[Term], having: exp.Expr | None
) -> None:
    """Refuse terms that the server could not match with their copies elsewhere.

    Args:
        terms: of GROUP BY, DISTINCT ON or of ORDER BY of a DISTINCT query.
        items: the select list.
        orders: terms of ORDER BY.
        having: the clause, where there is one.

    Raises:
        Difference: a copy holds a bind.
    """
    for term in terms:
        if term.output is None and _has_bind(term.node):
            raise Difference("a bind stands in GROUP BY, DISTINCT ON or ORDER BY of a DISTINCT query")
        elsewhere = [item for index, item in enumerate(items) if index != term.output]
        elsewhere += [order.node for order in orders if order is not term and order.output is None]
        elsewhere += [having] if having is not None else []
        if any(part == term.node and _has_bind(part) for item in elsewhere for part in item.walk()):
            raise Difference("an expression of GROUP BY or DISTINCT is repeated with a bind of its own")


def _has_bind(node: exp.Expr) -> bool:
    return any(part.meta.get(BIND) for part in node.walk())
