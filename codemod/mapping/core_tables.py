"""Core tables: ``users = Table("users", metadata, Column(…))``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from codemod.mapping.columns import ColumnReader, ColumnSource, call_name
from codemod.mapping.declarative import with_constraints, with_referenced_type
from codemod.mapping.models import MappedTable
from codemod.mapping.modules import Module, Modules


def read_tables(modules: Modules, module: Module) -> Iterator[MappedTable]:
    """Every Core table a module assigns to a name."""
    reader = ColumnReader(modules, {}, dataclass=False)
    for variable, value in module.assignments.items():
        if not isinstance(value, ast.Call) or call_name(value) != "Table" or len(value.args) < 2:
            continue
        if not (modules.qualify(module, value.func) or "").startswith("sqlalchemy"):
            continue
        name = modules.constant(module, value.args[0])
        calls = [item for item in value.args[2:] if isinstance(item, ast.Call) and call_name(item) == "Column"]
        read = [(item, reader.read(ColumnSource(module, _name(item), None, item))) for item in calls]
        columns = tuple(
            with_referenced_type(modules, module, column, item) for item, column in read if column is not None
        )
        if not isinstance(name, str) or not columns:
            continue
        schema = next((modules.constant(module, item.value) for item in value.keywords if item.arg == "schema"), None)
        table = MappedTable(
            name=name,
            schema=schema if isinstance(schema, str) else None,
            class_name=variable,
            module=module.dotted,
            path=module.path.as_posix(),
            line=value.lineno,
            columns=columns,
            core=True,
        )
        yield with_constraints(modules, module, table, list(value.args[2:]))


def _name(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
