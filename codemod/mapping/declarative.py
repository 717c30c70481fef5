"""Mapped classes: columns through mixins and abstract bases, table arguments, inheritance."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from codemod.mapping.class_lineage import ClassLineage, lineage_of, own_value
from codemod.mapping.column_makers import column_made
from codemod.mapping.columns import ColumnReader, ColumnSource, annotation_key, call_name
from codemod.mapping.loading import beyond_row, related_class
from codemod.mapping.models import MappedColumn, MappedTable
from codemod.mapping.modules import Module, Modules
from codemod.mapping.schemas import schema_of_class
from codemod.mapping.unseen_columns import unseen_in_class

_NOT_COLUMNS = frozenset(
    {"relationship", "column_property", "synonym", "association_proxy", "composite", "Relationship"}
)


def read_classes(modules: Modules, module: Module) -> Iterator[MappedTable]:
    """Every table that the classes of a module map."""
    for node in module.classes.values():
        table = _table(modules, lineage_of(modules, module, node))
        if table is not None:
            yield table


def _table(modules: Modules, found: ClassLineage) -> MappedTable | None:
    ancestors = set(found.ancestors())
    sqlmodel = any(item.endswith("SQLModel") for item in ancestors)
    if own_value(found.node, "__abstract__") is not None:
        return None
    name = _table_name(modules, found, sqlmodel)
    if name is None or _inherits_mapped(found):
        return None
    is_dataclass = any("MappedAsDataclass" in item for item in ancestors) or any(
        "mapped_as_dataclass" in ast.unparse(item) for item in found.node.decorator_list
    )
    reader = ColumnReader(modules, _type_map(modules, found), is_dataclass)
    columns, related = _columns(reader, found, sqlmodel)
    if not columns:
        return None
    table = MappedTable(
        name=name,
        schema=schema_of_class(modules, found),
        class_name=found.node.name,
        module=found.module.dotted,
        path=found.module.path.as_posix(),
        line=found.node.lineno,
        columns=tuple(columns),
        relationships=tuple(related),
        related={name: target for name, target in related.items() if target},
        dataclass=is_dataclass,
        beyond_row=_beyond_row(modules, found, columns),
        unseen=unseen_in_class(modules, found),
    )
    return _with_arguments(modules, found, table)


def _beyond_row(modules: Modules, found: ClassLineage, columns: list[MappedColumn]) -> str | None:
    deferred = next((item.name for item in columns if item.deferred), None)
    if deferred is not None:
        return f"the column {deferred}, which is read later"
    return beyond_row(modules, ((item.module, item.node) for item in found.lineage()))


def _table_name(modules: Modules, found: ClassLineage, sqlmodel: bool) -> str | None:
    for item in found.lineage():
        value = modules.constant(item.module, own_value(item.node, "__tablename__"))
        if isinstance(value, str):
            return value if item is found or item.is_mixin else None
    is_table = any(item.arg == "table" and ast.unparse(item.value) == "True" for item in found.node.keywords)
    return found.node.name.lower() if sqlmodel and is_table else None


def _inherits_mapped(found: ClassLineage) -> bool:
    """Joined inheritance: the class reads two tables at once, which one table's columns can't say."""
    return any(item.is_mapped_to_table for base in found.bases for item in base.lineage())


def _type_map(modules: Modules, found: ClassLineage) -> dict[str, tuple[Module, ast.expr]]:
    for item in found.lineage():
        value = own_value(item.node, "type_annotation_map") or _of_registry(item.node)
        if isinstance(value, ast.Dict):
            pairs = zip(value.keys, value.values, strict=True)
            keyed = [(annotation_key(modules, item.module, key), entry) for key, entry in pairs if key is not None]
            return {key: (item.module, entry) for key, entry in keyed if key is not None}
    return {}


def _of_registry(node: ast.ClassDef) -> ast.expr | None:
    """``registry = registry(type_annotation_map={…})`` of a base."""
    given = own_value(node, "registry")
    keywords = given.keywords if isinstance(given, ast.Call) else []
    return next((item.value for item in keywords if item.arg == "type_annotation_map"), None)


def _columns(reader: ColumnReader, found: ClassLineage, sqlmodel: bool) -> tuple[list[MappedColumn], dict[str, str]]:
    """The columns, and the relationships with the class each leads to (empty where it isn't said)."""
    columns: dict[str, MappedColumn] = {}
    related: dict[str, str] = {}
    for item in reversed(list(found.lineage())):
        for attribute, annotation, value in _attributes(item.node):
            if isinstance(value, ast.Call) and call_name(value) in _NOT_COLUMNS:
                related[attribute] = related_class(annotation, value)
                continue
            if attribute.startswith("_" if sqlmodel else "__"):
                continue
            if value is not None and not isinstance(value, ast.Call) and not sqlmodel:
                continue
            if annotation is not None and "ClassVar" in ast.unparse(annotation):
                continue
            call = value if isinstance(value, ast.Call) else None
            plain = value if call is None else None
            made = column_made(reader.modules, item.module, call) if call is not None else None
            home, call = made or (item.module, call)
            column = reader.read(ColumnSource(item.module, attribute, annotation, call, sqlmodel, plain, home))
            if column is not None:
                columns[attribute] = column
    return list(columns.values()), related


def _attributes(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr | None, ast.expr | None]]:
    for statement in node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name, statement.annotation, statement.value
            case ast.Assign(targets=[ast.Name(id=name)]) if isinstance(statement.value, ast.Call):
                yield name, None, statement.value
            case ast.FunctionDef(name=name) if any(
                "declared_attr" in ast.unparse(item) for item in statement.decorator_list
            ):
                returned = [item.value for item in ast.walk(statement) if isinstance(item, ast.Return)]
                yield name, statement.returns, returned[0] if len(returned) == 1 else None


def _with_arguments(modules: Modules, found: ClassLineage, table: MappedTable) -> MappedTable:
    arguments = own_value(found.node, "__table_args__")
    entries = arguments.elts if isinstance(arguments, ast.Tuple) else []
    return with_constraints(modules, found.module, table, entries)


def with_constraints(modules: Modules, module: Module, table: MappedTable, entries: list[ast.expr]) -> MappedTable:
    """Add unique and primary key constraints listed beside the columns of a table."""
    unique: list[tuple[str, ...]] = []
    constraints: dict[str, tuple[str, ...]] = {}
    key: tuple[str, ...] = ()
    for entry in entries:
        if not isinstance(entry, ast.Call):
            continue
        given = [item.value for item in entry.args if isinstance(item, ast.Constant)]
        names = tuple(_column_name(table, item) for item in given if isinstance(item, str))
        options = {item.arg: modules.constant(module, item.value) for item in entry.keywords}
        if call_name(entry) == "Index":
            names = names[1:] if options.get("unique") and "postgresql_where" not in options else ()
        if call_name(entry) in ("UniqueConstraint", "Index") and names:
            unique.append(names)
        if call_name(entry) == "PrimaryKeyConstraint":
            key = names
        if isinstance(options.get("name"), str):
            constraints[str(options["name"])] = names
    columns = tuple(
        replace(column, primary_key=True, nullable=False) if column.name in key else column for column in table.columns
    )
    return replace(table, columns=columns, unique=tuple(unique), constraints=constraints)


def _column_name(table: MappedTable, key: str) -> str:
    """The column that a constraint means: SQLAlchemy looks names up by key."""
    return next((column.name for column in table.columns if table.core and column.attribute == key), key)
