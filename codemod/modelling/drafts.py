"""Tables as DDL makes them, statement by statement, before they become SQLAlchemy's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class ColumnDraft:
    """A column.

    Attributes:
        type: as written.
        default: an expression, as written; ``computed`` likewise.
        identity: whether it is ALWAYS, and the options of its sequence.
        serial: the server makes a sequence for it.
    """

    name: str
    type: str
    nullable: bool = True
    default: str | None = None
    computed: str | None = None
    identity: dict[str, Any] | None = None
    serial: bool = False
    collation: str | None = None
    comment: str | None = None


@dataclass(slots=True)
class KeyDraft:
    """A foreign key; ``options`` are those of SQLAlchemy's."""

    name: str | None
    columns: list[str]
    target: str
    targets: list[str]
    options: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class IndexDraft:
    """An index; an element that is no column is an expression, and ``classes`` are operator classes by column."""

    name: str
    elements: list[tuple[str, bool]]
    unique: bool
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class TableDraft:
    """A table with what belongs to it."""

    name: str
    schema: str | None
    columns: dict[str, ColumnDraft] = field(default_factory=dict)
    key: tuple[str | None, list[str]] | None = None
    uniques: list[tuple[str | None, list[str]]] = field(default_factory=list)
    checks: list[tuple[str | None, str]] = field(default_factory=list)
    foreign: list[KeyDraft] = field(default_factory=list)
    indexes: dict[str, IndexDraft] = field(default_factory=dict)
    comment: str | None = None

    def drop_column(self, name: str) -> None:
        """Drop a column with the constraints and indexes that name it."""
        self.columns.pop(name, None)
        if self.key is not None and name in self.key[1]:
            self.key = None
        self.uniques = [item for item in self.uniques if name not in item[1]]
        self.foreign = [item for item in self.foreign if name not in item.columns]
        self.indexes = {key: item for key, item in self.indexes.items() if (name, True) not in item.elements}

    def rename_column(self, old: str, new: str) -> None:
        """A column keeps its place, its constraints and its indexes under another name."""
        self.settle_names()
        self.columns = {new if name == old else name: column for name, column in self.columns.items()}
        self.columns[new].name = new
        lists = [self.key[1] if self.key else [], *(item[1] for item in self.uniques)]
        for names in (*lists, *(item.columns for item in self.foreign)):
            names[:] = [new if name == old else name for name in names]
        for index in self.indexes.values():
            index.elements = [(new, True) if item == (old, True) else item for item in index.elements]

    def settle_names(self) -> None:
        """Constraints keep the names that PostgreSQL gave them when the table or a column gets another one."""
        if self.key is not None:
            self.key = self.key[0] or f"{self.name}_pkey", self.key[1]
        self.uniques = [(name or self._named(columns, "key"), columns) for name, columns in self.uniques]
        for item in self.foreign:
            item.name = item.name or self._named(item.columns, "fkey")

    def drop_constraint(self, name: str) -> None:
        """Drop a constraint by its name, or by that PostgreSQL gives it."""
        if self.key is not None and name == (self.key[0] or f"{self.name}_pkey"):
            self.key = None
        self.uniques = [item for item in self.uniques if name != (item[0] or self._named(item[1], "key"))]
        self.foreign = [item for item in self.foreign if name != (item.name or self._named(item.columns, "fkey"))]
        self.checks = [item for item in self.checks if name != item[0]]

    def _named(self, columns: list[str], kind: str) -> str:
        return "_".join([self.name, *columns, kind])
