"""Conditions that no index serves."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from codemod.advising.advice import Advice, Evidence
from codemod.advising.survey import Query, Survey, runs_once


def missing_index(query: Query, survey: Survey) -> Iterator[Advice]:
    """A WHERE whose every column is without an index, or an ORDER BY with LIMIT over the whole table.

    Said once for each index, at the first query that would use it.
    """
    wanted = _wanted(query, survey)
    if wanted is None:
        return
    table, columns, clause = wanted
    others = [other for other in survey.queries if _index(_wanted(other, survey)) == _index(wanted)]
    if others[0] is not query:
        return
    large = survey.growth(table)
    if not large and table not in survey.indexes.made:
        return
    message = f"no index of {table} begins with {' or '.join(columns)}, which {clause} asks for"
    first = columns[0] if columns[0].isidentifier() else f"({columns[0]})"
    also = [other.evidence("asks for it, too") for other in others[1:4]]
    defined = [
        Evidence(model.path, model.line, f"the model of {table}: no index begins with {columns[0]}")
        for model in survey.context.registry
        if model.name == table
    ]
    yield query.advise("index.missing", message, f"CREATE INDEX ON {table} ({first})", [*defined[:1], *large, *also])


def _index(wanted: tuple[str, tuple[str, ...], str] | None) -> tuple[str, str] | None:
    """Table and first column: what tells one index from another."""
    return None if wanted is None else (wanted[0], wanted[1][0])


def _wanted(query: Query, survey: Survey) -> tuple[str, tuple[str, ...], str] | None:
    """Table, columns (the best first) and clause of an index that isn't there."""
    table = query.table
    if table is None or isinstance(query.tree, exp.Insert) or runs_once(query.site) or not survey.indexes.knows(table):
        return None
    where = query.tree.args.get("where")
    columns = _conditions(where.this, table, survey) if where is not None else _ordering(query.tree)
    names = [column.name for item in columns for column in item.find_all(exp.Column)]
    if not columns or survey.indexes.serves(table, names):
        return None
    shown = dict.fromkeys(item.sql(dialect="postgres") for item in map(_unqualified, columns))
    return table, tuple(shown), "WHERE" if where is not None else "ORDER BY"


def _unqualified(item: exp.Expr) -> exp.Expr:
    copied = item.copy()
    for column in copied.find_all(exp.Column):
        column.set("table", None)
    return copied


def _columns_of(table: str, survey: Survey, *kinds: str) -> set[str]:
    """Columns of a table whose type begins so."""
    models = [model for model in survey.context.registry if model.name == table]
    return {column.name for model in models for column in model.columns if (column.pg_type or "").startswith(kinds)}


def _conditions(where: exp.Expr, table: str, survey: Survey) -> list[exp.Expr]:
    """What an index could serve; nothing where a condition is of another kind, for which there may be another index.

    An index isn't made for two values, nor for the few kinds of rows that the code has a word for (``state = 'open'``),
    nor for a range that may be most of a table; ranges of times are not.
    """
    booleans, times = _columns_of(table, survey, "boolean"), _columns_of(table, survey, "timestamp", "date")
    found: list[exp.Expr] = []
    pending = [where]
    while pending:
        match pending.pop().unnest():
            case exp.And(this=left, expression=right):
                pending += [right, left]
            case exp.EQ() | exp.GT() | exp.GTE() | exp.LT() | exp.LTE() | exp.Between() | exp.In() as condition:
                side = _side(condition)
                if side is None:
                    return []
                if side.name not in booleans and condition.find(exp.Boolean) is None and not _is_of_a_kind(condition):
                    found.append(side)
            case exp.Is(expression=exp.Null()) | exp.Not() | exp.Boolean() | exp.NEQ() | exp.Column():
                continue  # none of these is what an index would be made for
            case _:
                return []
    equal = [item for item in found if isinstance(item.parent, exp.EQ | exp.In)]
    if not equal and any(item.name not in times for item in found):
        return []
    return [*equal, *(item for item in found if item not in equal)]


def _is_of_a_kind(condition: exp.Expr) -> bool:
    """A comparison with values that the code has as words: every row is of one of a few kinds."""
    match condition:
        case exp.EQ(this=exp.Column(), expression=exp.Literal(is_string=True)):
            return True
        case exp.In(expressions=[*values]) if values:
            return all(isinstance(value, exp.Literal) and value.is_string for value in values)
        case _:
            return False


def _side(condition: exp.Expr) -> exp.Expr | None:
    """The column, or ``lower(column)``, that a condition compares with something of another table or none."""
    sides = [condition.this, condition.args.get("expression")]
    for side, other in (sides, reversed(sides)):
        inner = side.unnest() if isinstance(side, exp.Expr) else None
        is_value = not isinstance(other, exp.Expr) or other.find(exp.Column, exp.Subquery, exp.Select) is None
        is_lower = isinstance(inner, exp.Lower) and isinstance(inner.this, exp.Column)
        if (isinstance(inner, exp.Column) or is_lower) and is_value and condition.args.get("query") is None:
            return inner
    return None


def _ordering(tree: exp.Expr) -> list[exp.Expr]:
    order, limit = tree.args.get("order"), tree.args.get("limit")
    if not isinstance(tree, exp.Select) or order is None or limit is None or tree.args.get("group"):
        return []
    first = order.expressions[0].this
    return [first] if isinstance(first, exp.Column) and first.name not in _aliases(tree) else []


def _aliases(tree: exp.Select) -> set[str]:
    return {item.alias for item in tree.expressions if isinstance(item, exp.Alias)}
