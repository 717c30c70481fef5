"""A statement whose rows are read by name: of several columns of one name, the record gives the last."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from codemod.lowering.record_columns import places_by_name
from codemod.resolution.dialect import sql_of
from codemod.verification.canonical.canonical_form import Canonical
from codemod.verification.difference import Difference


def each_name_once(statement: Canonical) -> Canonical:
    """The statement without the columns that no name finds: the last of a name stands where the first one stood.

    Raises:
        Difference: leaving such a column out would change the rows, or what else is done.
    """
    kept = places_by_name([column.name for column in statement.columns])
    if len(kept) == len(statement.columns) or any(column.name is None for column in statement.columns):
        return statement
    tree = statement.tree.copy()
    holder = tree if isinstance(tree, exp.Select) else tree.args.get("returning")
    if holder is None:
        raise Difference("two columns have the same name")
    items = list(holder.expressions)
    _check_left_out(holder, items, statement, kept)
    holder.set("expressions", [items[place] for place in kept])
    columns = tuple(statement.columns[place] for place in kept)
    return replace(statement, tree=tree, text=sql_of(tree), columns=columns)


def _check_left_out(holder: exp.Expr, items: list[exp.Expr], statement: Canonical, kept: list[int]) -> None:
    """Only columns may go: anything else may fail, write, or make one group of all rows.

    What is computed may stand before columns that it stood behind: reading them does nothing else.
    """
    found_at = {statement.columns[place].name: place for place in kept}
    for place, (item, column) in enumerate(zip(items, statement.columns, strict=True)):
        last = found_at[column.name]
        if last == place:
            continue
        passed = items[place:last] if not isinstance(items[last], exp.Column) else [item]
        if not all(isinstance(one, exp.Column) for one in passed):
            raise Difference(f"two columns are called {column.name}, and one of them is computed")
        if holder.args.get("distinct") is not None and item != items[last]:
            raise Difference(f"DISTINCT compares two columns that are called {column.name}")
