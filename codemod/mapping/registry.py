"""Builds the model registry of a project from its source and its DDL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from codemod.config import Config
from codemod.mapping.core_tables import read_tables
from codemod.mapping.ddl import TableDdl, ddl_of, tables_of, views_of
from codemod.mapping.ddl_functions import functions_of
from codemod.mapping.ddl_types import known_type, same_type
from codemod.mapping.declarative import read_classes
from codemod.mapping.foreign_keys import with_foreign_types
from codemod.mapping.import_paths import dotted_name, import_roots, imported_names, preferred_module
from codemod.mapping.imported_models import import_models
from codemod.mapping.loading import eager_backrefs, listened_classes, with_loading_elsewhere
from codemod.mapping.models import Finding, MappedColumn, MappedTable, ModelRegistry
from codemod.mapping.modules import Modules, read_module
from codemod.mapping.unseen_columns import columns_of_subclasses
from codemod.schema.sources import schema_sources
from codemod.source import SourceError, is_test, read_source

#: Bytes without which a file can't define a model.
_MARKS = (
    b"sqlalchemy", b"SQLModel", b"sqlmodel", b"__tablename__", b"mapped_column",
)  # fmt: skip


def build_registry(root: Path, files: Sequence[PurePosixPath], config: Config) -> ModelRegistry:
    """Read every model of the project; it is imported only on request.

    Args:
        root: project root.
        files: every Python file of the project, relative to the root.
        config: ``models`` settles which of several classes maps a table; ``import_models`` names a base whose
            models are imported instead, in a process of their own.

    Raises:
        ConfigError: the models can't be imported.
    """
    source = _read_source(root, files)
    tables: list[MappedTable] = []
    for module in list(source.modules):
        tables += [*read_classes(source.modules, module), *read_tables(source.modules, module)]
    inheriting = columns_of_subclasses(source.modules)
    tables = [_with_subclass(table, inheriting.get((table.module, table.class_name))) for table in tables]
    tables = with_foreign_types(with_loading_elsewhere(tables, eager_backrefs(source.modules), source.listened))
    if config.import_models is not None:
        tables = _in_place_of_read(import_models(root, config.import_models, source.roots), tables)
    tables = [replace(table, module=preferred_module(table.class_name, table.module, source.names)) for table in tables]
    tables = _chosen(_without_test_doubles(tables), config)
    statements = schema_sources(root, files).statements if tables else []  # nothing else is asked of it
    ddl = tables_of(statements)
    checked = [
        _checked(table, known) if (known := ddl_of(ddl, table.schema, table.name)) is not None else (table, [])
        for table in tables
    ]
    findings = [*source.unreadable, *(finding for _, found in checked for finding in found)]
    return ModelRegistry(
        tables=tuple(
            sorted((table for table, _ in checked), key=lambda table: (table.name, table.module, table.class_name))
        ),
        findings=tuple(findings),
        default_schema=config.default_schema,
        views=views_of(statements),
        functions=functions_of(statements),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """What the Python files of a project say of modules.

    Attributes:
        unreadable: files that could define models and don't parse.
        names: how often each name is imported from each module.
        roots: folders whose modules the project imports by their bare names.
        listened: what listeners of loaded objects are about.
    """

    modules: Modules
    unreadable: list[Finding]
    names: Counter[tuple[str, str]]
    roots: frozenset[PurePosixPath]
    listened: frozenset[str]


def _read_source(root: Path, files: Sequence[PurePosixPath]) -> _Source:
    texts: list[str] = []
    candidates = []
    for path in files:
        try:
            data = (root / path).read_bytes()
        except OSError:
            continue  # the run reports it if it is among the files to convert
        texts.append(data.decode("utf-8", errors="replace"))
        if any(mark in data for mark in _MARKS) or path.name == "__init__.py":
            candidates.append(path)
    names, packages = imported_names(texts)
    roots = import_roots(packages, files)
    own = frozenset(dotted_name(path, packages, roots).partition(".")[0] for path in files)
    source = _Source(Modules(packages=own), [], names, roots, listened_classes(texts))
    for path in candidates:
        try:
            source.modules.add(read_module(read_source(root, path), dotted_name(path, packages, source.roots)))
        except SourceError as error:
            source.unreadable.append(Finding("models.unreadable", path.as_posix(), 1, f"{path} {error}"))
    return source


def _with_subclass(table: MappedTable, subclass: str | None) -> MappedTable:
    return replace(table, unseen=f"has columns of {subclass}") if subclass is not None else table


def _in_place_of_read(imported: list[MappedTable], read: list[MappedTable]) -> list[MappedTable]:
    """The imported models, and of those that were read the ones of tables that no imported model maps."""
    known = {(table.schema, table.name) for table in imported}
    return [*imported, *(table for table in read if (table.schema, table.name) not in known)]


def _without_test_doubles(tables: list[MappedTable]) -> list[MappedTable]:
    """Models that test code defines for itself lose to those of the project."""
    tests = {table.path for table in tables if is_test(PurePosixPath(table.path))}
    real = {(table.schema, table.name) for table in tables if table.path not in tests}
    return [table for table in tables if table.path not in tests or (table.schema, table.name) not in real]


def _chosen(tables: list[MappedTable], config: Config) -> list[MappedTable]:
    """Of several classes for one table, the configured one."""
    return [
        table
        for table in tables
        if (wanted := config.models.get(table.name)) is None
        or wanted in (f"{table.module}.{table.class_name}", table.class_name)
    ]


def _checked(table: MappedTable, ddl: TableDdl) -> tuple[MappedTable, list[Finding]]:
    """The table with what its DDL knows better, and what both disagree on."""
    findings = []
    missing = tuple(name for name in ddl.columns if table.column(name) is None)
    if missing:
        message = f"{table.class_name} lacks columns of table {table.name}: {', '.join(missing)}"
        findings.append(Finding("models.missing-column", table.path, table.line, message))
    columns: list[MappedColumn] = []
    for column in table.columns:
        known = ddl.columns.get(column.name)
        if known is None:
            message = f"{table.class_name}.{column.attribute} is no column of table {table.name} in the DDL"
            findings.append(Finding("models.extra-column", table.path, table.line, message))
        elif not known and not column.nullable:
            message = f"{table.class_name}.{column.attribute} is NOT NULL in the model, nullable in the DDL"
            findings.append(Finding("models.nullability", table.path, table.line, message))
            columns.append(replace(column, nullable=True))
            continue
        columns.append(column)
    findings += _other_types(table, ddl)
    enforced = not table.primary_key or ddl.identifies(table.primary_key)
    if not enforced:
        key = ", ".join(table.primary_key)
        message = f"the primary key of {table.class_name} ({key}) is none of table {table.name} in the DDL"
        findings.append(Finding("models.primary-key", table.path, table.line, message))
    agree = {column.name for column in columns} == ddl.columns.keys()
    order = tuple(ddl.columns) if ddl.ordered and agree else ()
    found = replace(
        table,
        columns=tuple(columns),
        missing_columns=missing,
        column_order=order,
        key_enforced=enforced,
        unseen=table.unseen if missing else None,  # the DDL shows that there are no others
    )
    return found, findings


def _other_types(table: MappedTable, ddl: TableDdl) -> Iterator[Finding]:
    """Columns whose type is another one in the DDL: what is bound to them is sent as the model's."""
    for column in table.columns:
        theirs = ddl.types.get(column.name)
        ours = known_type(column.pg_type) if column.pg_type is not None else None
        if theirs is not None and ours is not None and not same_type(ours, theirs):
            message = f"{table.class_name}.{column.attribute} is {ours} in the model, {theirs} in the DDL"
            yield Finding("models.type", table.path, table.line, message)
