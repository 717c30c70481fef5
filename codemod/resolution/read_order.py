"""The order in which the server reads the conditions of WHERE: the first place of ``$n`` gives it its type.

A parameter that a condition has given a type keeps it in those behind (PostgreSQL's ``parse_param.c``, variable
parameters; ``transformAExprBetween()`` reads ``a BETWEEN b AND c`` as ``a >= b AND a <= c``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlglot import exp

#: Conditions whose parts are read from left to right, each once.
_IN_ORDER: Final = (exp.And, exp.Or, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Add, exp.Sub)
_COMPARISONS: Final = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)


def giver_of_type(parameter: exp.Parameter) -> exp.Column | None:
    """The column that ``$1`` of ``$1 + interval '1 day'`` has its type from: ``ts >= $1`` stands before it.

    Returns:
        None where that is not sure: another place comes first, or ``$1`` stands where the order is another one.
    """
    where = parameter.find_ancestor(exp.Where)
    if where is None:
        return None
    places = [item for item in _parameters(where.this) if item.name == parameter.name]
    everywhere = [item for item in parameter.root().find_all(exp.Parameter) if item.name == parameter.name]
    if len(places) != len(everywhere) or not any(item is parameter for item in places[1:]):
        return None
    first = places[0]
    around = first.parent
    if isinstance(around, exp.Between) and around.args["low"] is first:
        beside = around.this
    elif isinstance(around, _COMPARISONS):
        beside = around.expression if around.this is first else around.this
    else:
        return None
    return beside if isinstance(beside, exp.Column) else None


def _parameters(node: exp.Expr) -> Iterator[exp.Parameter]:
    """Parameters in the order in which they are read, of the conditions where that is sure."""
    match node:
        case exp.Parameter():
            yield node
        case exp.Paren():
            yield from _parameters(node.this)
        case exp.Between():
            for key in ("low", "high"):
                yield from _parameters(node.args[key])
        case _ if isinstance(node, _IN_ORDER):
            yield from _parameters(node.this)
            yield from _parameters(node.expression)
        case _:
            return
