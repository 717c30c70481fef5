"""ModelRegistry: table to mapped class, column to mapped attribute and type.

Plain, picklable data: worker processes get it once. SQLAlchemy types are kept as the source
expression they were written as and evaluated by :mod:`codemod.mapping.types`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from codemod.mapping.json_values import JsonValues
from codemod.mapping.vectors import is_vector
from codemod.outcome import Refusal

if TYPE_CHECKING:
    from codemod.mapping.ddl_functions import OwnFunction  # sqlglot is slow to load


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column of a mapped table.

    Attributes:
        name: column name in the database.
        attribute: mapped attribute of the class (column key for a Core ``Table``).
        type_source: the SQLAlchemy type as an expression over names of ``sqlalchemy`` and
            ``sqlalchemy.dialects.postgresql`` (``"String(100)"``); None when it isn't known.
        pg_type: PostgreSQL's name of the type in lower case (``"bigint"``, ``"character varying(100)"``,
            ``"timestamp with time zone"``, ``"text[]"``, ``"enum mood"``); None when it isn't known.
        nullable: False only where model (or DDL) says NOT NULL; a primary key is not nullable.
        default: a Python-side ``default=``/``insert_default=`` adds this column to every INSERT.
        onupdate: a Python-side ``onupdate=`` adds this column to every UPDATE.
        server_default: the database fills the column (``server_default``, identity, serial key).
        dataclass_default: the ``default=`` of a dataclass mapping (2.1 no longer sends it).
        deferred: an object has it only when it is asked for, and reads it then.
    """

    name: str
    attribute: str
    type_source: str | None
    pg_type: str | None
    nullable: bool = True
    primary_key: bool = False
    unique: bool = False
    default: str | None = None
    onupdate: str | None = None
    server_default: bool = False
    autoincrement: bool = False
    custom_type: bool = False
    deferred: bool = False


@dataclass(frozen=True, slots=True)
class MappedTable:
    """A table and what maps it.

    Attributes:
        class_name: mapped class, or the variable of a Core ``Table`` when ``core``.
        module: dotted module the project imports the class from (``models.tables.gallery``).
        path: file that defines it, relative to the root.
        complete: False when DDL of the project shows columns that the model lacks.
        relationships: attribute names that are relationships, not columns.
        related: the class that a relationship leads to, where the model says so.
        column_order: names of all columns as the table has them, by its DDL; empty where that isn't known.
        key_enforced: False when DDL of the project shows that rows may share the primary key of the model, or lack it.
        beyond_row: what SQLAlchemy does to make an object besides reading its row; such rows never become objects.
        unseen: what may give the table columns that are not known here, with defaults of their own.
        catalog: a table of PostgreSQL's own, which nothing maps, and which has more columns than are known here.
    """

    name: str
    schema: str | None
    class_name: str
    module: str
    path: str
    line: int
    columns: tuple[MappedColumn, ...]
    core: bool = False
    unique: tuple[tuple[str, ...], ...] = ()
    constraints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    relationships: tuple[str, ...] = ()
    related: Mapping[str, str] = field(default_factory=dict)
    missing_columns: tuple[str, ...] = ()
    dataclass: bool = False
    column_order: tuple[str, ...] = ()
    key_enforced: bool = True
    beyond_row: str | None = None
    unseen: str | None = None
    catalog: bool = False

    @property
    def gives_objects(self) -> bool:
        """Whether an object of the class is its row, and nothing else."""
        return bool(self.primary_key) and self.key_enforced and self.beyond_row is None and not self.core

    def check_defaults(self) -> None:
        """Refuse a change of a table whose columns, and with them what SQLAlchemy adds to it, are not all known.

        Raises:
            Refusal: ``mapping.python-default``.
        """
        if self.unseen is not None:
            message = f"{self.class_name} {self.unseen}: a default that nobody sees might join the statement"
            raise Refusal("mapping.python-default", message, "let the models be imported: --import-models module:Base")

    @property
    def complete(self) -> bool:
        """Whether no column is known that the model lacks."""
        return not self.missing_columns

    @property
    def primary_key(self) -> tuple[str, ...]:
        """Names of the primary key columns."""
        return tuple(column.name for column in self.columns if column.primary_key)

    @property
    def table_columns(self) -> tuple[MappedColumn, ...]:
        """The columns in the order of the table where it is known, else in that of the model."""
        if not self.column_order:
            return self.columns
        return tuple(sorted(self.columns, key=lambda column: self.column_order.index(column.name)))

    @property
    def order_known(self) -> bool:
        """Whether the place of a column in ``SELECT *`` is known."""
        return bool(self.column_order) or len(self.columns) == 1

    def column(self, name: str) -> MappedColumn | None:
        """The column called ``name`` in the database."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class Finding:
    """Where code, models and DDL disagree; reported, never repaired."""

    code: str
    path: str
    line: int
    message: str


#: Catalogs that are read without their schema, which is always on the search path (manual 5.10.5, chapter 53).
CATALOGS: Final = frozenset(
    {
        *("pg_class", "pg_namespace", "pg_attribute", "pg_type", "pg_index", "pg_constraint", "pg_proc", "pg_enum"),
        *("pg_trigger", "pg_extension", "pg_available_extensions", "pg_database", "pg_roles", "pg_settings"),
        *("pg_tables", "pg_views", "pg_matviews", "pg_indexes", "pg_sequences", "pg_locks", "pg_stat_activity"),
        *("pg_stat_user_tables", "pg_stat_user_indexes", "pg_stat_database", "pg_stat_statements"),
        *("pg_statio_user_tables", "pg_stat_replication"),
    }
)


@dataclass(frozen=True, slots=True)
class ModelRegistry:
    """All mapped tables of a project, by name; ``views`` and ``functions`` are what its DDL makes besides."""

    tables: tuple[MappedTable, ...] = ()
    findings: tuple[Finding, ...] = ()
    default_schema: str = "public"
    json_values: JsonValues = field(default_factory=JsonValues)
    views: frozenset[str] = frozenset()
    functions: Mapping[str, OwnFunction] = field(default_factory=dict)

    def __iter__(self) -> Iterator[MappedTable]:
        return iter(self.tables)

    def in_model_order(self) -> ModelRegistry:
        """The same models, read by attribute: the order of the tables' columns doesn't count."""
        return replace(self, tables=tuple(replace(table, column_order=()) for table in self.tables))

    def enum_column(self, name: str) -> tuple[MappedTable, MappedColumn] | None:
        """A column of the enumerated type called ``name``, from which its SQLAlchemy type can be had."""
        wanted = f"enum {name}"
        return next(((table, item) for table in self.tables for item in table.columns if item.pg_type == wanted), None)

    def vector_column(self) -> tuple[MappedTable, MappedColumn] | None:
        """A column of pgvector's type, from which its SQLAlchemy type can be had."""
        return next(((table, item) for table in self.tables for item in table.columns if is_vector(item.pg_type)), None)

    def find(self, name: str, schema: str | None = None) -> MappedTable:
        """The one mapped table called ``name``.

        An unqualified name and a name in the default schema mean the same table.

        Raises:
            Refusal: ``mapping.no-model`` or ``mapping.several-models``.
        """
        wanted = schema or self.default_schema
        found = [
            table for table in self.tables if table.name == name and (table.schema or self.default_schema) == wanted
        ]
        if not found:
            raise self._unknown(name, schema)
        shown = f"{schema}.{name}" if schema else name
        if len(found) > 1:
            classes = [f"{table.module}.{table.class_name}" for table in found]
            if len(set(classes)) < len(found):  # modules of two services with one name
                classes = [f"{table.class_name} of {table.path}" for table in found]
            raise Refusal("mapping.several-models", f"table {shown} is mapped by {', '.join(classes)}")
        return found[0]

    def _unknown(self, name: str, schema: str | None) -> Refusal:
        shown = f"{schema}.{name}" if schema else name
        is_catalog = name in CATALOGS or name.startswith("pg_stat_")
        if schema in ("pg_catalog", "information_schema") or (schema is None and is_catalog):
            return Refusal("mapping.catalog", f"{shown} is a catalog of PostgreSQL that has no form here")
        if name in self.views:
            return Refusal("mapping.view", f"{shown} is a view of the project, which no model maps")
        elsewhere = sorted({table.schema for table in self.tables if table.name == name and table.schema})
        if elsewhere and schema is None:
            message = f"no model maps table {name}, only one in schema {' or '.join(elsewhere)}"
            hint = 'name the schema in the SQL, or, where the search path holds it, as "default-schema"'
            return Refusal("mapping.no-model", message, hint)
        return Refusal("mapping.no-model", f"no model maps table {shown}")


def columns_given(function: OwnFunction, registry: ModelRegistry) -> tuple[tuple[str, str | None], ...]:
    """The columns of a function of the project in FROM; none where they are not known.

    A function that gives the rows of a table has the columns of that table, in its own order.
    """
    if function.rows_of is None:
        return function.columns
    try:
        table = registry.find(function.rows_of)
    except Refusal:
        return ()
    return tuple((item.name, item.pg_type) for item in table.table_columns) if table.order_known else ()
