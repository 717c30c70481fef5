"""Core tables: ``users = Table("users", metadata, Column(…))``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from codemod.mapping.columns import ColumnReader, ColumnSource, call_name
from codemod.mapping.declarative import with_constraints
from codemod.mapping.models import MappedTable
from codemod.mapping.modules import Module, Modules
from codemod.mapping.schemas import schema_of_table
from codemod.mapping.unseen_columns import unseen_in_table


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
        read = (reader.read(ColumnSource(module, _name(item), None, item)) for item in calls)
        columns = tuple(column for column in read if column is not None)
        if not isinstance(name, str) or not columns:
            continue
        table = MappedTable(
            name=name,
            schema=schema_of_table(modules, module, value),
            class_name=variable,
            module=module.dotted,
            path=module.path.as_posix(),
            line=value.lineno,
            columns=columns,
            core=True,
            unseen=unseen_in_table(value),
        )
        yield with_constraints(modules, module, table, list(value.args[2:]))


def _name(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
