"""Describes imported models as JSON. A program of its own: the Python of the project runs it, not alchemod's.

Its arguments are ``MODULE:BASE FOLDER…``; the folders go in front of ``sys.path``. It imports nothing
of alchemod, and asks SQLAlchemy (2.0 or later) for mappers, tables and types (SQLAlchemy manual, Runtime Inspection
API). ``imported_models.py`` reads what it prints.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from collections.abc import Iterator
from typing import Any


def main(wanted: str, folders: list[str]) -> None:
    """Import ``module:base`` and print the tables of its metadata."""
    sys.path[:0] = folders
    module_name, _, attribute = wanted.partition(":")
    # what a project prints while it is imported must not end up in the answer
    answer, sys.stdout = sys.stdout, sys.stderr
    base: Any = importlib.import_module(module_name)
    for part in attribute.split("."):
        base = getattr(base, part)
    json.dump(list(describe(base)), answer)


def describe(base: Any) -> Iterator[dict[str, Any]]:
    """Every table of a declarative base, registry or MetaData that a class or a variable of a module stands for."""
    from sqlalchemy.orm import configure_mappers

    configure_mappers()  # gives foreign keys the type of the column they point to
    mapped = set()
    registry = base if hasattr(base, "mappers") else getattr(base, "registry", None)
    for mapper in sorted(registry.mappers if registry is not None else (), key=lambda item: str(item.class_)):
        mapped.update(mapper.tables)
        # a subclass of a mapped class reads the table of its parent, or several tables at once
        if mapper.inherits is None and len(mapper.tables) == 1:
            yield _of_class(mapper)
    metadata = base if hasattr(base, "sorted_tables") else base.metadata
    variables = {id(value): (module, name) for module, name, value in _variables()}
    for table in metadata.tables.values():
        if table not in mapped and id(table) in variables:
            yield _of_table(table, *variables[id(table)])


def _variables() -> Iterator[tuple[Any, str, Any]]:
    for module in list(sys.modules.values()):
        if not getattr(module, "__name__", "sqlalchemy").startswith("sqlalchemy"):
            yield from ((module, name, value) for name, value in list(vars(module).items()))


def _of_class(mapper: Any) -> dict[str, Any]:
    attributes = {column: attribute.key for attribute in mapper.column_attrs for column in attribute.columns}
    module = sys.modules[mapper.class_.__module__]
    related = {item.key: item.mapper.class_.__name__ for item in mapper.relationships}
    return _described(mapper.local_table, attributes) | {
        "class_name": mapper.class_.__name__,
        "module": module.__name__,
        "path": getattr(module, "__file__", None) or "",
        "line": _line(mapper.class_),
        "core": False,
        "related": related,
        "dataclass": hasattr(mapper.class_, "__dataclass_fields__"),
        "beyond_row": _beyond_row(mapper),
    }


def _beyond_row(mapper: Any) -> str | None:
    """What making an object does besides reading its row, in the words of ``loading.py``."""
    stored = {id(column) for column in mapper.local_table.columns}
    for item in mapper.attrs:
        kind = type(item).__name__
        if hasattr(item, "lazy") and item.lazy in ("joined", "selectin", "subquery", "immediate", False):
            return f"the relationship {item.key}, which is loaded along"
        if getattr(item, "deferred", False):
            return f"the column {item.key}, which is read later"
        of_row = hasattr(item, "columns") and all(id(column) in stored for column in item.columns)
        if kind.startswith("Composite") or (hasattr(item, "columns") and not of_row):
            return f"{item.key}, which is no column"
    if mapper.polymorphic_on is not None or list(mapper.primary_key) != list(mapper.local_table.primary_key):
        return "what is in __mapper_args__"
    listeners = (mapper.class_manager.dispatch.load, mapper.class_manager.dispatch.refresh)
    if any(len(list(found)) for found in listeners):
        return "a listener of loaded objects"
    methods = ("__getattribute__", "__bool__", "__len__")
    return next(
        (f"{name}()" for name in methods if getattr(mapper.class_, name, None) is not getattr(object, name, None)), None
    )


def _of_table(table: Any, module: Any, variable: str) -> dict[str, Any]:
    return _described(table, {column: column.key for column in table.columns}) | {
        "class_name": variable,
        "module": module.__name__,
        "path": getattr(module, "__file__", None) or "",
        "line": 1,
        "core": True,
        "related": {},
        "dataclass": False,
        "beyond_row": None,
    }


def _line(class_: Any) -> int:
    try:
        return inspect.getsourcelines(class_)[1]
    except (OSError, TypeError):
        return 1  # made by a program


def _described(table: Any, attributes: dict[Any, str]) -> dict[str, Any]:
    unique = {
        item.name or f"index {number}": [column.name for column in item.columns]
        for number, item in enumerate([*table.constraints, *table.indexes])
        if (type(item).__name__ == "UniqueConstraint" or _is_unique_index(item)) and not _of_one_column(item)
    }
    key = table.primary_key
    named = {str(name): columns for name, columns in unique.items() if not str(name).startswith("index ")}
    return {
        "name": table.name,
        "schema": table.schema,
        "columns": [_column(column, attributes[column]) for column in table.columns if column in attributes],
        "unique": list(unique.values()),
        "constraints": named | ({str(key.name): [column.name for column in key.columns]} if key.name else {}),
    }


def _of_one_column(item: Any) -> bool:
    """What ``unique=True`` of a column makes, which the column itself says."""
    return item.name is None and [bool(column.unique) for column in item.columns] == [True]


def _is_unique_index(item: Any) -> bool:
    """One that holds for every row and for plain columns."""
    if type(item).__name__ != "Index" or not item.unique:
        return False
    plain = len(list(item.expressions)) == len(list(item.columns))
    return plain and item.dialect_options["postgresql"].get("where") is None


def _column(column: Any, attribute: str) -> dict[str, Any]:
    made_by_server = (column.server_default, column.server_onupdate, column.identity, column.computed)
    return {
        "name": column.name,
        "attribute": attribute,
        "type": _type(column.type),
        "nullable": bool(column.nullable) and not column.primary_key,
        "primary_key": bool(column.primary_key),
        "unique": bool(column.unique),
        "default": _default(column.default),
        "onupdate": None if column.onupdate is None else str(column.onupdate.arg),
        "server_default": _is_sequence(column.default) or any(item is not None for item in made_by_server),
        "autoincrement": column.autoincrement is True,
    }


def _default(default: Any) -> str | None:
    """What SQLAlchemy writes into every INSERT that doesn't name the column: ``nextval()`` of a sequence, too."""
    if default is None:
        return None
    return repr(default) if _is_sequence(default) else str(default.arg)


def _is_sequence(default: Any) -> bool:
    return type(default).__name__ == "Sequence"


def _type(type_: Any) -> str | None:
    """A type as an expression over the names SQLAlchemy exports; None for one that is not SQLAlchemy's own."""
    variants = getattr(type_, "_variant_mapping", None) or {}
    type_ = variants.get("postgresql", type_)
    class_ = type(type_)
    if class_.__module__.startswith("sqlmodel.") and class_.__name__ == "AutoString":
        return "String()" if type_.length is None else f"String({type_.length})"
    if not class_.__module__.startswith("sqlalchemy.") or getattr(type_, "enum_class", None) is not None:
        return None
    prefix = "postgresql." if ".postgresql" in class_.__module__ else ""
    if class_.__name__ == "ARRAY":
        item = _type(type_.item_type)
        size = "" if type_.dimensions is None else f", dimensions={type_.dimensions}"
        return None if item is None else f"{prefix}ARRAY({item}{size})"
    return prefix + repr(type_)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
