"""The tables and subqueries a statement reads, and which of them a column name means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from codemod.mapping.models import MappedTable
from codemod.verification.difference import Difference

#: PostgreSQL manual 5.6.
_SYSTEM_COLUMNS: Final = frozenset({"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"})


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column as a source offers it.

    Attributes:
        pg_type: as written in the model, with its modifier.
        key: what the canonical form calls it where its own name says nothing, or is that of another one too.
    """

    name: str
    pg_type: str | None = None
    nullable: bool = True
    key: str = ""


@dataclass(slots=True, eq=False)
class Source:
    """An item of FROM, or the target of a change.

    Attributes:
        alias: canonical name.
        missing: columns the table is known to have and its model lacks.
        optional: an outer join can make every column NULL.
        qualified: only a qualified name reaches it (``excluded``).
        is_table: a table, which has system columns too.
        partial: it has columns that are not known, so that a bare name may mean one of them.
        scalar: a function of one column and no row type: its name means that column where no column has the name.
    """

    alias: str
    columns: tuple[SourceColumn, ...]
    missing: tuple[str, ...] = ()
    optional: bool = False
    qualified: bool = False
    scalar: bool = False
    is_table: bool = False
    partial: bool = False

    def column(self, name: str) -> SourceColumn | None:
        """The one column called ``name``.

        Raises:
            Difference: several have the name.
        """
        found = [column for column in self.columns if name in (column.name, column.key)]
        if not found and self.is_table and name in _SYSTEM_COLUMNS:
            return SourceColumn(name, nullable=False)
        if len(found) > 1:
            raise Difference(f"several columns are called {name}")
        return found[0] if found else None


def columns_of(table: MappedTable) -> tuple[SourceColumn, ...]:
    """The columns of a mapped table, in its own order where that is known."""
    return tuple(SourceColumn(column.name, column.pg_type, column.nullable) for column in table.table_columns)


@dataclass(slots=True, eq=False)
class Scope:
    """Sources by the name the statement gives them, and the scope around.

    Attributes:
        star: what ``*`` and bare names mean after a JOIN … USING, in order, with the names of the sources.
    """

    outer: Scope | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    star: list[tuple[str, SourceColumn]] = field(default_factory=list)

    def add(self, name: str, source: Source) -> None:
        """Make a source visible.

        Raises:
            Difference: the name is taken, which the server refuses too.
        """
        if name in self.sources:
            raise Difference(f"table name {name} is used twice")
        self.sources[name] = source
        if self.star:
            self.star += self.whole(name)

    def around(self) -> Iterator[Scope]:
        """This scope, then the ones around it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.outer

    def source(self, name: str) -> Source:
        """The source that a qualified name means."""
        for scope in self.around():
            if name in scope.sources:
                return scope.sources[name]
        raise Difference(f"{name} names no table of the statement")

    def column(self, name: str, table: str | None) -> tuple[Source, SourceColumn]:
        """The source and column that a reference means (PostgreSQL manual 4.2.1).

        Raises:
            Difference: none, several, or one that the models don't show.
        """
        if table is not None:
            source = self.source(table)
            column = source.column(name)
            if column is None:
                raise Difference(f"{table} has no column {name}")
            return source, column
        for scope in self.around():
            found = list(scope.owners(name))
            if len(found) > 1:
                raise Difference(f"column {name} belongs to several tables")
            if found:
                return found[0]
            if any(source.partial for source in scope.sources.values()):
                raise Difference(f"column {name} may be one of a catalog that is not known")
        for scope in self.around():
            whole = scope.sources.get(name)
            if whole is not None and whole.scalar:
                return whole, whole.columns[0]
            if whole is not None:
                raise Difference(f"a row of {name} can't be compared")
        raise Difference(f"column {name} belongs to no table of the statement")

    def everything(self) -> list[tuple[str, SourceColumn]]:
        """What ``*`` stands for, with the names of the sources.

        Raises:
            Difference: columns that the models lack are among it.
        """
        all_of_them = [pair for name in self.sources for pair in self.whole(name)]
        return self.star or all_of_them

    def whole(self, name: str) -> list[tuple[str, SourceColumn]]:
        """What ``name.*`` stands for.

        Raises:
            Difference: columns that the model lacks are among it.
        """
        source = self.source(name)
        if source.missing:
            raise Difference(f"* stands for columns that the model lacks: {', '.join(source.missing)}")
        return [(name, column) for column in source.columns]

    def owners(self, name: str) -> Iterator[tuple[Source, SourceColumn]]:
        """Sources of this scope alone that an unqualified name could mean."""
        if any(name in source.missing for source in self.sources.values()):
            raise Difference(f"column {name} is missing from a model")
        if self.star:
            yield from ((self.sources[written], column) for written, column in self.star if column.name == name)
            return
        for source in self.sources.values():
            column = source.column(name) if not source.qualified else None
            if column is not None:
                yield source, column
