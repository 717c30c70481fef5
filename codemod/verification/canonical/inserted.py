"""The columns that an INSERT fills, written out, and what their types make of the query that fills them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from codemod.mapping.models import MappedTable
from codemod.verification.canonical.output_terms import OutputColumn
from codemod.verification.difference import Difference, require_parts
from codemod.verification.types.expected_types import ASSIGNED


def with_column_list(tree: exp.Insert, table: MappedTable, outputs: Sequence[OutputColumn]) -> exp.Schema:
    """The target with its list of columns; without one the values meet the first columns of the table (manual, INSERT).

    Raises:
        Difference: the order of the columns is not known, or there are more values than columns.
    """
    if isinstance(tree.this, exp.Schema):
        return tree.this
    target = exp.Schema(this=tree.this, expressions=[])
    if tree.args.get("default"):
        return target
    if not (table.complete and table.order_known):
        raise Difference(f"the order of the columns of {table.name} is not known")
    body = tree.args.get("expression")
    width = len(body.expressions[0].expressions) if isinstance(body, exp.Values) else len(outputs)
    if width > len(table.table_columns):
        raise Difference(f"{width} values for {len(table.table_columns)} columns of {table.name}")
    target.set("expressions", [exp.to_identifier(column.name) for column in table.table_columns[:width]])
    tree.set("this", target)
    return target


def without_parentheses(body: exp.Expr | None) -> exp.Expr | None:
    """``INSERT INTO t (SELECT …)``: parentheses around the whole query say nothing."""
    while isinstance(body, exp.Subquery):
        require_parts(body, {"this"})
        body = body.this
    return body


def note_assigned(table: MappedTable, query: exp.Query, names: Sequence[str]) -> None:
    """A parameter that is a column of the query has the type of the column it is for.

    The server gives an output without a type that of the target (transformInsertStmt, parse_analyze.c), where nothing
    in the query asks for its type before.
    """
    order = query.args.get("order")
    asked = query.args.get("distinct") or query.args.get("group") or query.args.get("having")
    if not isinstance(query, exp.Select) or asked or len(query.expressions) != len(names):
        return
    terms = [term.this for term in order.expressions] if order is not None else []
    for item, name in zip(query.expressions, names, strict=True):
        column = table.column(name)
        if column is not None and isinstance(item, exp.Parameter) and item not in terms:
            item.meta[ASSIGNED] = column.pg_type
