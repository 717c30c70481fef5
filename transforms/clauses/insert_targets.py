"""What an INSERT fills: its table, the columns that its values meet, and the rows of VALUES."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.refusing import refused
from codemod.mapping.models import MappedColumn, MappedTable
from codemod.outcome import Refusal
from transforms.clauses.assignments import target_column
from transforms.clauses.sources import plain_table


@dataclass(frozen=True, slots=True)
class InsertTarget:
    """The table of an INSERT.

    Attributes:
        name: the name the statement calls it by.
        listed: the columns it lists; None where it lists none.
    """

    table: MappedTable
    name: str
    listed: tuple[str, ...] | None

    def columns(self, width: int) -> list[MappedColumn]:
        """The columns that ``width`` values meet: those listed, or as many of the table's own, from the first on.

        PostgreSQL manual, INSERT: without a list it is all columns in their declared order, or the first N of them.

        Raises:
            Refusal: ``mapping.column-order`` where no DDL tells the order, ``mapping.model-incomplete`` where the
                model lacks columns, ``sql.insert`` for another number of values.
        """
        listed = self.listed if self.listed is not None else self._leading(width)
        if len(listed) != width:
            raise Refusal("sql.insert", f"{width} values for {len(listed)} columns of {self.table.name}")
        return [target_column(self.table, name) for name in listed]

    def _leading(self, width: int) -> tuple[str, ...]:
        if not self.table.complete:
            missing = ", ".join(self.table.missing_columns)
            raise Refusal(
                "mapping.model-incomplete",
                f"INSERT without a column list, and the model of {self.table.name} lacks {missing}",
            )
        if not self.table.order_known:
            raise Refusal("mapping.column-order", f"INSERT into {self.table.name} without a column list")
        return tuple(column.name for column in self.table.table_columns[:width])


def insert_target(lower: Lowering, node: exp.Expr) -> InsertTarget:
    """``INSERT INTO t``, ``INSERT INTO t (a, b)``."""
    listed = tuple(column.name for column in node.expressions) if isinstance(node, exp.Schema) else None
    table_node = plain_table(node.this if isinstance(node, exp.Schema) else node)
    table = lower.registry.find(table_node.name, table_node.db or None)
    return InsertTarget(table, table_node.alias_or_name, listed)


def rows_of(values: exp.Expr | None) -> list[list[exp.Expr]]:
    """The rows of VALUES.

    Raises:
        Refusal: ``sql.insert`` for rows of several widths.
    """
    assert isinstance(values, exp.Values), "the other bodies of INSERT are queries"
    rows = [list(row.expressions) for row in values.expressions if isinstance(row, exp.Tuple)]
    if len(rows) != len(values.expressions) or len({len(row) for row in rows}) > 1 or values.args.get("alias"):
        raise refused("sql.insert", values, "the values do not fit the column list")
    return rows


def query_in_parentheses(body: exp.Expr | None) -> exp.Expr | None:
    """``INSERT INTO t (SELECT …)``: the parentheses say nothing."""
    while isinstance(body, exp.Subquery) and {key for key, value in body.args.items() if value} == {"this"}:
        body = body.this
    return body


def note_assigned_parameters(lower: Lowering, target: InsertTarget, query: exp.Query) -> None:
    """``INSERT INTO t (a) SELECT $1``: a parameter alone in the list has the type of the column it is for.

    So it is for the list of the query itself, as long as nothing else there needs its type: beside DISTINCT, GROUP BY
    or UNION it is text (PostgreSQL: transformInsertStmt, "UNKNOWN-type outputs").
    """
    items = [item.unalias().unnest() for item in query.expressions]
    if not isinstance(query, exp.Select) or any(item.is_star for item in items):
        return
    if not any(isinstance(item, exp.Parameter) for item in items) or not is_plain_list(query):
        return
    for item, column in zip(items, target.columns(len(items)), strict=True):
        if isinstance(item, exp.Parameter) and column.pg_type is not None:
            lower.assigned[id(item)] = column.pg_type


def is_plain_list(query: exp.Select) -> bool:
    """Whether no clause of a query reads its result columns."""
    order = query.args.get("order")
    by_column = order is not None and any(isinstance(term.this, exp.Literal) for term in order.expressions)
    return not (query.args.get("distinct") or query.args.get("group") or by_column)
