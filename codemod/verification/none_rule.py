"""What ``None`` as a bound argument may turn a statement into without changing which rows it means."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from codemod.mapping.models import MappedTable


def with_none(
    tree: exp.Expression, number: int, tables: Sequence[MappedTable], default_schema: str
) -> exp.Expression:
    """The statement with ``$number`` None, in the forms that give the same rows.

    ``col = $n`` on a NOT NULL column where it alone drops the row may read ``col IS NULL``: both keep
    no row. LIMIT and OFFSET NULL mean no limit (PostgreSQL manual, SELECT, LIMIT Clause).
    """
    tree = tree.copy()
    for key in ("limit", "offset"):
        for clause in list(tree.find_all(exp.Limit if key == "limit" else exp.Offset)):
            value = clause.args.get("expression")
            if value is not None and _is_parameter(value, number):
                clause.pop()
    for where in [*tree.find_all(exp.Where), *tree.find_all(exp.Join)]:
        root = where.this if isinstance(where, exp.Where) else where.args.get("on")
        if root is not None and not isinstance(where.parent, exp.OnConflict | exp.Filter):
            _replace(root, number, tables, default_schema)
    return tree


def _replace(node: exp.Expression, number: int, tables: Sequence[MappedTable], default_schema: str) -> None:
    """Walk down AND and OR only: below anything else NULL and false are not the same."""
    match node:
        case exp.And() | exp.Or():
            _replace(node.this, number, tables, default_schema)
            _replace(node.args["expression"], number, tables, default_schema)
        case exp.Paren():
            _replace(node.this, number, tables, default_schema)
        case exp.EQ(this=exp.Column() as column) if _is_parameter(node.args["expression"], number):
            if _is_not_null(column, tables, default_schema):
                node.replace(exp.Is(this=column.copy(), expression=exp.Null()))


def _is_parameter(node: exp.Expression, number: int) -> bool:
    inner = node.unnest()
    return isinstance(inner, exp.Parameter) and inner.name == str(number)


def _is_not_null(column: exp.Column, tables: Sequence[MappedTable], default_schema: str) -> bool:
    """Whether a column can't be NULL here: NOT NULL in its table, which no outer join makes optional."""
    select = column.find_ancestor(exp.Select, exp.Update, exp.Delete)
    if select is None:
        return False
    joins = select.args.get("joins") or []
    if any(join.side for join in joins):
        return False
    sources = [item for item in [select.args.get("from_")] if item is not None]
    nodes = [item.this for item in (*sources, *joins)] or [select.this]
    found = []
    for node in nodes:
        if not isinstance(node, exp.Table):
            continue
        mapped = [
            table
            for table in tables
            if table.name == node.name and (table.schema or default_schema) == (node.db or default_schema)
        ]
        if column.table in ("", node.alias_or_name):
            found += [item for table in mapped if (item := table.column(column.name)) is not None]
    return len(found) == 1 and not found[0].nullable
