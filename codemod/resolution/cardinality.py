"""Whether a statement can be about more than one row.

``fetchrow`` of such a query needs the LIMIT that asyncpg's protocol sends, and a status has more than one digit.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from codemod.mapping.models import MappedTable, ModelRegistry
from codemod.outcome import Refusal

#: Aggregates whose query has one row without GROUP BY; matched by name, the dialect folds no function.
_AGGREGATES = frozenset(
    {"count", "sum", "min", "max", "avg", "bool_and", "bool_or", "every", "array_agg", "string_agg"}
)
#: Functions of one value that are called without a table.
_OF_ONE_VALUE = frozenset(
    {
        *(
            "now",
            "clock_timestamp",
            "version",
            "current_database",
            "current_schema",
            "current_setting",
            "gen_random_uuid",
        ),
        *("pg_size_pretty", "pg_database_size", "pg_total_relation_size", "pg_relation_size", "pg_table_size"),
        *("to_regclass", "pg_postmaster_start_time", "pg_is_in_recovery", "pg_notify", "nextval"),
        *("pg_advisory_xact_lock", "pg_try_advisory_xact_lock"),
    }
)


def at_most_one_row(tree: exp.Expr, registry: ModelRegistry) -> bool:
    """Whether the query is known to give no more than one row.

    True for an aggregate without GROUP BY and for equality with a whole primary or unique key.
    False means only "not known".
    """
    if not isinstance(tree, exp.Select) or tree.args.get("group"):
        return False
    if any(map(_is_of_aggregates, tree.expressions)) and all(map(_is_folded, tree.expressions)):
        return True
    if tree.args.get("joins"):
        return False
    source = tree.args.get("from_")
    if source is None:
        return all(_is_one_value(column.unalias()) for column in tree.expressions)
    return _has_whole_key(source.this, tree.args.get("where"), registry)


def _is_one_value(node: exp.Expr) -> bool:
    """Whether a value without a table is one: of functions those that are known to give no set of rows."""
    match node:
        case exp.Exists() | exp.Literal() | exp.Parameter() | exp.Boolean() | exp.Null():
            return True
        case exp.Paren(this=inner) | exp.Cast(this=inner):
            return _is_one_value(inner)
        case exp.Binary(this=left, expression=right):
            return _is_one_value(left) and _is_one_value(right)
        case exp.Anonymous():
            return node.name.lower() in _OF_ONE_VALUE and all(map(_is_one_value, node.expressions))
        case _:
            return False


def changes_at_most_one_row(tree: exp.Expr, registry: ModelRegistry) -> bool:
    """Whether a change is known to be of no more than one row: that of a whole key, or one row of VALUES."""
    match tree:
        case exp.Insert(expression=exp.Values(expressions=rows)):
            return len(rows) == 1
        case exp.Update() | exp.Delete():
            return _has_whole_key(tree.this, tree.args.get("where"), registry)
        case _:
            return False


def _has_whole_key(table: exp.Expr, where: exp.Expr | None, registry: ModelRegistry) -> bool:
    """Whether the conditions fix a whole primary or unique key of a table."""
    if not isinstance(table, exp.Table) or not isinstance(table.this, exp.Identifier) or table.args.get("joins"):
        return False
    try:
        mapped = registry.find(table.name, table.db or None)
    except Refusal:
        return False  # lowering refuses with this very reason
    fixed = {column.name for column in _columns_fixed_by(where) if column.table in ("", table.alias_or_name)}
    return any(key and set(key) <= fixed for key in _keys(mapped))


def _is_of_aggregates(node: exp.Expr) -> bool:
    """Whether an item of a list holds an aggregate of its own query, so that the query has one row for all."""
    return any(_is_aggregate(item) for item in node.walk(prune=lambda item: isinstance(item, exp.Query | exp.Window)))


def _is_folded(node: exp.Expr) -> bool:
    """Whether an item is put together of aggregates and constants: nothing that gives rows of its own."""
    if _is_aggregate(node):
        return True
    match node:
        case exp.Literal() | exp.Parameter() | exp.Boolean() | exp.Null():
            return True
        case exp.Alias() | exp.Paren() | exp.Neg() | exp.Cast() | exp.Not():
            return _is_folded(node.this)
        case exp.Coalesce():
            return all(map(_is_folded, (node.this, *node.expressions)))
        case exp.Binary():
            return _is_folded(node.this) and _is_folded(node.expression)
        case _:
            return False


def _is_aggregate(node: exp.Expr) -> bool:
    if isinstance(node, exp.Filter):
        return _is_aggregate(node.this)
    if isinstance(node, exp.Anonymous):
        return node.name.lower() in _AGGREGATES
    return isinstance(node, exp.Count | exp.Sum | exp.Min | exp.Max | exp.Avg)


def _columns_fixed_by(where: exp.Expr | None) -> Iterator[exp.Column]:
    conditions = [where.this] if isinstance(where, exp.Where) else []
    while conditions:
        match conditions.pop():
            case exp.And(this=left, expression=right):
                conditions += [left, right]
            case exp.Paren(this=inner):
                conditions.append(inner)
            case exp.EQ(this=exp.Column() as column, expression=exp.Parameter() | exp.Literal()):
                yield column
            case _:
                pass


def _keys(table: MappedTable) -> Iterator[tuple[str, ...]]:
    yield table.primary_key
    yield from table.unique
    yield from ((column.name,) for column in table.columns if column.unique)
