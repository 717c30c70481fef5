"""The sides of a set operation: what they may be, and that their columns meet."""

from __future__ import annotations

from sqlglot import exp

from codemod.lowering.lowered import ResultColumn
from codemod.lowering.refusing import refused
from codemod.lowering.types import base_type
from codemod.outcome import Refusal


def plain_side(node: exp.Expr) -> exp.Expr:
    """A side of the operation; one with its own ORDER BY or LIMIT stands in parentheses, as SQLAlchemy writes it."""
    inner = node.unnest()
    if not isinstance(inner, exp.Select) or inner.args.get("with_"):
        raise refused("sql.set-operation", node, "this side of a set operation is not supported")
    return inner


def check_types(left: list[ResultColumn], right: list[ResultColumn], node: exp.Expr) -> None:
    """Refuse sides of other types column by column, which the server would convert."""
    pairs = list(zip(left, right, strict=False))
    if len(left) != len(right) or not all(_same_type(one.pg_type, other.pg_type) for one, other in pairs):
        raise refused("sql.set-operation", node, "the sides of a set operation differ in their types")


def check_places(left: list[ResultColumn], right: list[ResultColumn], one: exp.Expr, other: exp.Expr) -> None:
    """The sides meet column by column; two ``*`` of one table do so in whatever order it has."""
    tables = {(table.db, table.name) for side in (one, other) for table in side.find_all(exp.Table)}
    stars = all([isinstance(item, exp.Star) for item in side.unnest().expressions] == [True] for side in (one, other))
    if all(column.placed for column in (*left, *right)) or (stars and len(tables) == 1):
        return
    raise Refusal("mapping.column-order", "the sides of a set operation meet by the order of their columns")


def _same_type(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and base_type(one) == base_type(other)
