"""Result columns that share a name: read by name, a record holds the last of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.record_columns import places_by_name, repeated_names
from codemod.outcome import Refusal
from transforms.clauses.result_names import result_name
from transforms.clauses.stars import columns_of_star
from transforms.expressions.types_of import is_moment


def repeats_a_name(lower: Lowering, items: list[exp.Expr]) -> bool:
    """Whether a select list gives several columns one name, and its rows are read by name."""
    return lower.top and lower.shape == "mappings" and bool(repeated_names(list(_names(lower, items))))


def once_each(
    lower: Lowering, items: list[exp.Expr], expressions: Sequence[ast.expr], *, distinct: bool
) -> list[ast.expr]:
    """Each name once, as ``dict(record)`` holds it: the last column of the name, at the place of the first.

    Args:
        lower: the lowering.
        items: the select list.
        expressions: one for each column that it gives.
        distinct: rows are compared by what the list holds.

    Raises:
        Refusal: ``sql.result-names``: to leave the others out would do more than that.
    """
    names = list(_names(lower, items))
    plain = [is_plain for item in items for is_plain in _plain(lower, item)]
    kept = places_by_name(names)
    for place, name in enumerate(names):
        last = next(other for other in kept if names[other] == name)
        if place == last:
            continue
        if not plain[place] or not (plain[last] or all(plain[place:last])):
            raise Refusal("sql.result-names", f"two result columns are called {name}, and one is computed")
        if distinct and ast.dump(expressions[place]) != ast.dump(expressions[last]):
            raise Refusal("sql.result-names", f"DISTINCT compares two result columns that are called {name}")
    return [expressions[place] for place in kept]


def _names(lower: Lowering, items: list[exp.Expr]) -> Iterator[str]:
    """The names of the result columns."""
    for item in items:
        stars = columns_of_star(lower, item)
        yield from (result_name(item),) if stars is None else (column.name for column in stars)


def _plain(lower: Lowering, item: exp.Expr) -> Iterator[bool]:
    """Whether each column that an item gives is one of a table, whose reading does nothing else."""
    stars = columns_of_star(lower, item)
    inner = item.unalias().unnest()
    if stars is not None:
        yield from (column.mapped is not None for column in stars)
    else:
        yield isinstance(inner, exp.Column) and not is_moment(inner) and lower.column(inner).mapped is not None
