"""SQL scopes: the sources a query reads, and which source a column belongs to."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlglot import exp

from codemod.mapping.models import MappedColumn, MappedTable
from codemod.outcome import Refusal
from codemod.python_code import attribute, member


@dataclass(frozen=True, slots=True, eq=False)
class SourceColumn:
    """A column as a source offers it: how it is written, what is known of its values, and whether its place is.

    Attributes:
        mapped: the column of a model that it is.
        declared: the generated code gives it the SQLAlchemy type of ``pg_type`` (a column of a function).
        origin: the column of a model that it is in a query below, and whose type SQLAlchemy gives it.
    """

    name: str
    expression: Callable[[], ast.expr]
    pg_type: str | None
    nullable: bool
    mapped: MappedColumn | None = None
    placed: bool = True
    declared: bool = False
    origin: MappedColumn | None = None


def origin_of(column: SourceColumn, *, optional: bool = False) -> MappedColumn | None:
    """The column of a model that a column is, here or in a query below, if no outer join makes it NULL more often.

    Args:
        column: the column.
        optional: its source is on the nullable side of an outer join.
    """
    origin = column.mapped or column.origin
    return origin if origin is not None and not optional and column.nullable == origin.nullable else None


@dataclass(slots=True, eq=False)
class Source:
    """One item of FROM under its name in the statement.

    Attributes:
        expression: the model class, an alias or a subquery, as an expression.
        optional: on the nullable side of an outer join, where every column can be NULL.
        qualified: only a qualified name reaches it (``EXCLUDED``).
        scalar: a function of one column, which its own name means too.
    """

    name: str
    expression: ast.expr
    columns: tuple[SourceColumn, ...]
    table: MappedTable | None = None
    optional: bool = False
    qualified: bool = False
    scalar: bool = False

    def column(self, name: str) -> SourceColumn | None:
        """The one column called ``name``."""
        found = [column for column in self.columns if column.name == name]
        return found[0] if len(found) == 1 else None

    @property
    def core(self) -> ast.expr:
        """The Core table or alias: ``Model.__table__`` for a class."""
        if self.table is None or self.table.core:
            return self.expression
        return attribute(self.expression, "__table__")


#: Columns that every table has beside its own (PostgreSQL manual 5.6), with their types.
SYSTEM_COLUMNS: Final = {"ctid": "tid", "xmin": "xid", "xmax": "xid", "cmin": "cid", "cmax": "cid", "tableoid": "oid"}


def table_source(name: str, table: MappedTable, expression: ast.expr, *, core: bool) -> Source:
    """A model or Core table as a source; ``core`` writes columns as ``table.c.name``."""

    def column_of(mapped: MappedColumn) -> SourceColumn:
        def written() -> ast.expr:
            if table.core:
                return member(attribute(expression, "c"), mapped.attribute)
            if core:
                return member(attribute(expression, "__table__", "c"), mapped.name)
            return attribute(expression, mapped.attribute)

        return SourceColumn(mapped.name, written, mapped.pg_type, mapped.nullable, mapped, table.order_known)

    return Source(name, expression, tuple(column_of(mapped) for mapped in table.table_columns), table)


@dataclass(slots=True, eq=False)
class Scope:
    """The sources visible in one query, and those of the queries around it.

    Attributes:
        aliases: names that the select list gives, with what they stand for.
        labels: the label of each lowered column of the select list, None where it has none.
        star: the columns that ``*`` and bare names mean once a JOIN … USING made one of two, in that order.
    """

    outer: Scope | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    aliases: dict[str, exp.Expr] = field(default_factory=dict)
    labels: list[str | None] = field(default_factory=list)
    star: list[tuple[Source, SourceColumn]] = field(default_factory=list)

    def add(self, source: Source) -> None:
        """Make a source visible.

        Raises:
            Refusal: ``sql.from-item`` when its name is taken, which the server refuses too.
        """
        if source.name in self.sources:
            raise Refusal("sql.from-item", f"table name {source.name} is used twice in one FROM")
        self.sources[source.name] = source
        if self.star:
            self.star += [(source, column) for column in source.columns]

    def find(self, name: str, table: str | None) -> tuple[Source, SourceColumn]:
        """The source and column that a column reference means, looking outwards.

        Raises:
            Refusal: ``mapping.unknown-column`` or ``mapping.ambiguous-column``, or ``sql.subquery``
                for a column of a query further out than the enclosing one.
        """
        scope: Scope | None = self
        levels = 0
        while scope is not None:
            found = list(scope._matches(name, table))
            if len(found) > 1:
                owners = ", ".join(source.name for source, _ in found)
                raise Refusal("mapping.ambiguous-column", f"column {name} could belong to {owners}")
            if found:
                if levels > 1:
                    # SQLAlchemy correlates with the enclosing query only, and would read the table anew
                    raise Refusal("sql.subquery", f"column {name} belongs to a query {levels} levels out")
                return found[0]
            levels += 1
            if scope.may_hold_more(table):
                break
            scope = scope.outer
        whole = self._scalar(name) if table is None else None
        if whole is not None:
            return whole
        shown = f"{table}.{name}" if table else name
        raise Refusal("mapping.unknown-column", f"no table of the statement has a column {shown}")

    def may_hold_more(self, table: str | None) -> bool:
        """Whether a name that is not found here may still be a column of this query: of that table, or of a catalog."""
        if table is not None:
            return table in self.sources
        return any(source.table is not None and source.table.catalog for source in self.sources.values())

    def _scalar(self, name: str) -> tuple[Source, SourceColumn] | None:
        """A name of no column that is the name of a function's rows: its one value (manual 4.2.1, 7.2.1.4)."""
        source = self.sources.get(name)
        return (source, source.columns[0]) if source is not None and source.scalar else None

    def has_system_column(self, name: str) -> bool:
        """Whether a bare name is a system column, which no model has, of the one table of the query."""
        sources = list(self.sources.values())
        return name in SYSTEM_COLUMNS and len(sources) == 1 and sources[0].table is not None

    def everything(self) -> list[tuple[Source, SourceColumn]]:
        """The columns that ``*`` stands for."""
        return self.star or [(source, column) for source in self.sources.values() for column in source.columns]

    def merge(self, names: list[str], joined: Source, *, kept: dict[str, tuple[Source, SourceColumn]]) -> None:
        """Note a JOIN … USING: its columns once and first, then the others left and right (manual 7.2.1.1)."""
        before = [(source, column) for source, column in self.everything() if source is not joined]
        rest = [pair for pair in before if pair[1].name not in names]
        self.star = [*(kept[name] for name in names), *rest]
        self.star += [(joined, column) for column in joined.columns if column.name not in names]

    def _matches(self, name: str, table: str | None) -> Iterator[tuple[Source, SourceColumn]]:
        if table is None and self.star:
            yield from (pair for pair in self.star if pair[1].name == name)
            return
        for source in self.sources.values():
            if (table is None and not source.qualified) or table == source.name:
                column = source.column(name)
                if column is not None:
                    yield source, column

    def every_source(self) -> Iterator[Source]:
        """Sources of this scope and of those around it."""
        scope: Scope | None = self
        while scope is not None:
            yield from scope.sources.values()
            scope = scope.outer
