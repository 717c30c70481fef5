"""Mapped classes: columns through mixins and abstract bases, table arguments, inheritance."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from codemod.mapping.column_makers import column_made
from codemod.mapping.columns import ColumnReader, ColumnSource, annotation_key, call_name
from codemod.mapping.loading import beyond_row, related_class
from codemod.mapping.models import MappedColumn, MappedTable
from codemod.mapping.modules import Module, Modules
from codemod.mapping.types import pg_type_of, sqlalchemy_type

_NOT_COLUMNS = frozenset(
    {"relationship", "column_property", "synonym", "association_proxy", "composite", "Relationship"}
)


@dataclass(slots=True, eq=False)
class _Class:
    """A class with everything it inherits, nearest first."""

    module: Module
    node: ast.ClassDef
    bases: list[_Class] = field(default_factory=list)
    external: list[str] = field(default_factory=list)

    def lineage(self) -> Iterator[_Class]:
        yield self
        for base in self.bases:
            yield from base.lineage()

    def ancestors(self) -> Iterator[str]:
        for item in self.lineage():
            yield from item.external


def read_classes(modules: Modules, module: Module) -> Iterator[MappedTable]:
    """Every table that the classes of a module map."""
    for node in module.classes.values():
        table = _table(modules, _resolve(modules, module, node, set()))
        if table is not None:
            yield table


def _resolve(modules: Modules, module: Module, node: ast.ClassDef, seen: set[int]) -> _Class:
    found = _Class(module, node)
    if id(node) in seen:
        return found
    seen = seen | {id(node)}
    for base in node.bases:
        definition = modules.definition(module, base)
        if definition is not None and isinstance(definition[1], ast.ClassDef):
            found.bases.append(_resolve(modules, definition[0], definition[1], seen))
        elif definition is not None and _makes_base(definition[1]):
            found.external.append("declarative_base")
        else:
            found.external.append(modules.qualify(module, base) or ast.unparse(base))
    return found


def _makes_base(node: ast.ClassDef | ast.expr) -> bool:
    return isinstance(node, ast.Call) and call_name(node) in ("declarative_base", "automap_base")


def _table(modules: Modules, found: _Class) -> MappedTable | None:
    ancestors = set(found.ancestors())
    sqlmodel = any(item.endswith("SQLModel") for item in ancestors)
    if _own(found.node, "__abstract__") is not None:
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
        schema=_schema(modules, found),
        class_name=found.node.name,
        module=found.module.dotted,
        path=found.module.path.as_posix(),
        line=found.node.lineno,
        columns=tuple(columns),
        relationships=tuple(related),
        related={name: target for name, target in related.items() if target},
        dataclass=is_dataclass,
        beyond_row=_beyond_row(modules, found, columns),
    )
    return _with_arguments(modules, found, table)


def _beyond_row(modules: Modules, found: _Class, columns: list[MappedColumn]) -> str | None:
    deferred = next((item.name for item in columns if item.deferred), None)
    if deferred is not None:
        return f"the column {deferred}, which is read later"
    return beyond_row(modules, ((item.module, item.node) for item in found.lineage()))


def _table_name(modules: Modules, found: _Class, sqlmodel: bool) -> str | None:
    for item in found.lineage():
        value = modules.constant(item.module, _own(item.node, "__tablename__"))
        if isinstance(value, str):
            return value if item is found or _is_mixin(item) else None
    is_table = any(item.arg == "table" and ast.unparse(item.value) == "True" for item in found.node.keywords)
    return found.node.name.lower() if sqlmodel and is_table else None


def _is_mixin(item: _Class) -> bool:
    return not any("Base" in name or "SQLModel" in name for name in item.ancestors())


def _inherits_mapped(found: _Class) -> bool:
    """Joined inheritance: the class reads two tables at once, which one table's columns can't say."""
    return any(
        _own(item.node, "__tablename__") is not None and _own(item.node, "__abstract__") is None and not _is_mixin(item)
        for base in found.bases
        for item in base.lineage()
    )


def _own(node: ast.ClassDef, name: str) -> ast.expr | None:
    """The value a class body gives to ``name``."""
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=found)]) if found == name:
                return statement.value
            case ast.AnnAssign(target=ast.Name(id=found)) if found == name:
                return statement.value
    return None


def _type_map(modules: Modules, found: _Class) -> dict[str, tuple[Module, ast.expr]]:
    for item in found.lineage():
        value = _own(item.node, "type_annotation_map")
        if isinstance(value, ast.Dict):
            pairs = zip(value.keys, value.values, strict=True)
            keyed = [(annotation_key(modules, item.module, key), entry) for key, entry in pairs if key is not None]
            return {key: (item.module, entry) for key, entry in keyed if key is not None}
    return {}


def _columns(reader: ColumnReader, found: _Class, sqlmodel: bool) -> tuple[list[MappedColumn], dict[str, str]]:
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
                columns[attribute] = with_referenced_type(reader.modules, home, column, call)
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


def with_referenced_type(modules: Modules, module: Module, column: MappedColumn, call: ast.Call | None) -> MappedColumn:
    """A foreign key without a type of its own has that of the column it points to, whatever its annotation says.

    Left open here, as ``->table.column``.
    """
    keys = [item for item in (call.args if call is not None else []) if call_name(item) == "ForeignKey"]
    if keys and (column.type_source is None or not _has_type(call)) and isinstance(keys[0], ast.Call) and keys[0].args:
        target = modules.constant(module, keys[0].args[0])
        if isinstance(target, str):
            return replace(column, custom_type=False, type_source=f"->{target}")
    return column


#: What stands in a column besides its name and its type.
_NO_TYPES = frozenset({"ForeignKey", "CheckConstraint", "Identity", "Computed", "FetchedValue", "Sequence"})


def _has_type(call: ast.Call | None) -> bool:
    """Whether a column is given a type, and not only an annotation."""
    arguments = call.args if call is not None else []
    given = [item for item in arguments if not isinstance(item, ast.Constant) and call_name(item) not in _NO_TYPES]
    return bool(given) or any(item.arg in ("type_", "sa_type") for item in (call.keywords if call is not None else []))


def with_foreign_types(tables: list[MappedTable]) -> list[MappedTable]:
    """Give foreign keys without a type that of the column they point to."""
    types = {f"{table.name}.{column.name}": column for table in tables for column in table.columns}

    def typed(column: MappedColumn) -> MappedColumn:
        seen = 0
        target: MappedColumn | None = column
        while target is not None and target.type_source and target.type_source.startswith("->") and seen < 9:
            target = types.get(".".join(target.type_source[2:].split(".")[-2:]))
            seen += 1
        if target is column:
            return column
        if target is None or target.type_source is None or target.type_source.startswith("->"):
            return replace(column, type_source=None, custom_type=True)
        return replace(column, type_source=target.type_source, pg_type=pg_type_of(sqlalchemy_type(target.type_source)))

    return [replace(table, columns=tuple(map(typed, table.columns))) for table in tables]


def _schema(modules: Modules, found: _Class) -> str | None:
    for item in found.lineage():
        arguments = _own(item.node, "__table_args__")
        options = arguments.elts[-1] if isinstance(arguments, ast.Tuple) and arguments.elts else arguments
        if isinstance(options, ast.Dict):
            for key, value in zip(options.keys, options.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "schema":
                    return str(modules.constant(item.module, value))
        metadata = _own(item.node, "metadata")
        if isinstance(metadata, ast.Call):
            for keyword in metadata.keywords:
                if keyword.arg == "schema":
                    return str(modules.constant(item.module, keyword.value))
    return None


def _with_arguments(modules: Modules, found: _Class, table: MappedTable) -> MappedTable:
    arguments = _own(found.node, "__table_args__")
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
