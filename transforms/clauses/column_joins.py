"""JOIN … USING: a join on columns of one name, which become one column."""

from __future__ import annotations

from functools import reduce

from sqlglot import exp

from codemod.lowering.lower import Lowering
from codemod.lowering.scopes import Source, SourceColumn
from codemod.lowering.types import base_type
from codemod.outcome import Refusal


def using_condition(lower: Lowering, names: list[str], joined: Source, *, turned: bool) -> exp.Expr:
    """The condition that USING stands for; from now on a bare name means the column kept, that of the left side.

    PostgreSQL manual 7.2.1.1.

    Args:
        lower: the lowering; its scope holds both sides.
        names: of the columns.
        joined: the source that is joined.
        turned: it is the left side of a RIGHT JOIN, which keeps the column of the other.

    Raises:
        Refusal: ``mapping.unknown-column``, ``mapping.ambiguous-column``, or ``sql.join`` for columns of
            two types, which the server would convert.
    """
    kept = {name: _kept(lower, name, joined) for name in names}
    terms: list[exp.Expr] = []
    for name, (source, column) in kept.items():
        other = joined.column(name)
        if other is None:
            raise Refusal("mapping.unknown-column", f"{joined.name} has no column {name} to join USING")
        if column.pg_type is None or other.pg_type is None or base_type(column.pg_type) != base_type(other.pg_type):
            raise Refusal("sql.join", f"JOIN USING ({name}) over columns of two types is not supported")
        sides = [exp.column(name, table=side.name) for side in (source, joined)]
        left, right = reversed(sides) if turned else sides
        terms.append(exp.EQ(this=left, expression=right))
    lower.scope.merge(names, joined, kept=kept)
    return reduce(lambda one, other: exp.And(this=one, expression=other), terms)


def common_columns(lower: Lowering, joined: Source) -> list[str]:
    """The columns that NATURAL JOIN joins on: those of one name on both sides, in the order of the left one.

    PostgreSQL manual 7.2.1.1.

    Raises:
        Refusal: ``mapping.model-incomplete`` where a model lacks columns, ``sql.join`` where there is none in common.
    """
    for source in lower.scope.sources.values():
        if source.table is not None and not source.table.complete:
            missing = ", ".join(source.table.missing_columns)
            raise Refusal("mapping.model-incomplete", f"NATURAL JOIN, and the model of {source.name} lacks {missing}")
    names = [column.name for source, column in lower.scope.everything() if source is not joined]
    common = [name for name in dict.fromkeys(names) if joined.column(name) is not None]
    if not common:
        raise Refusal("sql.join", f"NATURAL JOIN of {joined.name} has no column in common")
    return common


def _kept(lower: Lowering, name: str, joined: Source) -> tuple[Source, SourceColumn]:
    found = [
        (source, column)
        for source, column in lower.scope.everything()
        if source is not joined and column.name == name and not source.qualified
    ]
    if len(found) != 1:
        code = "mapping.ambiguous-column" if found else "mapping.unknown-column"
        raise Refusal(code, f"JOIN USING ({name}): {len(found)} tables before the join have the column")
    return found[0]
