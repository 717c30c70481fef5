"""Lists of column names around a query, and which queries of WITH read each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from codemod.verification.canonical.output_terms import OutputColumn
from codemod.verification.difference import Difference


def column_list(alias: exp.Expr) -> list[str]:
    """The names in ``t(a, b)``; empty without a list.

    Raises:
        Difference: the alias says more, a type for instance.
    """
    given = {key for key, value in alias.args.items() if value not in (None, False, [])}
    columns = alias.args.get("columns") or []
    if given - {"this", "columns"} or any(not isinstance(column, exp.Identifier) for column in columns):
        raise Difference("this alias can't be compared")
    return [column.name for column in columns]


def with_names(tree: exp.Expr, columns: Sequence[OutputColumn], listed: Sequence[str]) -> list[OutputColumn]:
    """The columns as a list around their query calls them; the names in the tree change with them.

    Columns beyond the list keep their names (manual, SELECT: "alias").

    Raises:
        Difference: the list is longer than the query is wide.
    """
    if len(listed) > len(columns):
        raise Difference("a list names more columns than there are")
    if not listed:
        return list(columns)
    for item, name in zip(selected(tree), listed, strict=False):
        item.set("alias", exp.to_identifier(name))
    renamed = [replace(column, name=name) for column, name in zip(columns, listed, strict=False)]
    return [*renamed, *columns[len(listed) :]]


def selected(tree: exp.Expr) -> list[exp.Expr]:
    """The select list of a query, of a set operation that of its first side.

    Raises:
        Difference: it is no query.
    """
    while isinstance(tree, exp.SetOperation | exp.Subquery):
        tree = tree.this
    if not isinstance(tree, exp.Select):
        raise Difference("a list names columns that are no query's")
    return list(tree.expressions)


def check_references(cte: exp.CTE, clause: exp.With) -> bool:
    """Whether a query of WITH RECURSIVE reads itself.

    Raises:
        Difference: it reads one that comes after it, which only there is possible, or its own name means two things.
    """
    names = [item.alias for item in clause.expressions]
    later = names[names.index(cte.alias) + 1 :]
    read = [table for table in cte.this.find_all(exp.Table) if not table.args.get("db")]
    if any(table.name in later for table in read):
        raise Difference(f"{cte.alias} reads a query that comes after it")
    own = [table for table in read if table.name == cte.alias]
    if own and cte.this.find(exp.With) is not None:
        raise Difference(f"{cte.alias} may mean several things")
    body = cte.this
    if isinstance(body, exp.Union) and any(table.name == cte.alias for table in body.this.find_all(exp.Table)):
        raise Difference(f"{cte.alias} reads itself before there is anything to read")
    return bool(own)
