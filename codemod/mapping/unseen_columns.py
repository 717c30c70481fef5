"""What may give a table columns that its model's source doesn't show, defaults and all.

SQLAlchemy writes a Python-side default into every INSERT that leaves its column out, ``onupdate`` into every UPDATE.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from codemod.mapping.class_lineage import ClassLineage, lineage_of, own_value
from codemod.mapping.columns import COLUMN_CALLS, call_name
from codemod.mapping.modules import Module, Modules

#: Packages whose classes give those that inherit them no columns.
_KNOWN: Final = frozenset(
    {"sqlalchemy", "sqlmodel", "SQLModel", "declarative_base", "typing", "typing_extensions", "abc", "pydantic", "enum"}
    | {"dataclasses", "collections", "builtins", "object", "Generic", "Protocol", "ABC", "pydantic_settings"}
)
#: What stands in a table besides its columns.
_NO_COLUMNS: Final = frozenset(
    {
        "UniqueConstraint",
        "PrimaryKeyConstraint",
        "ForeignKeyConstraint",
        "CheckConstraint",
        "ExcludeConstraint",
        "Index",
    }
)


def unseen_in_class(modules: Modules, found: ClassLineage) -> str | None:
    """What may give a mapped class further columns: a base of another package, a value made elsewhere."""
    for name in found.ancestors():
        package = name.partition("[")[0].partition(".")[0]
        if package not in _KNOWN and package not in modules.packages:
            return f"inherits {name}"
    for item in found.lineage():
        for statement in item.node.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.Name() | ast.Attribute() as value):
                    if "Mapped[" in ast.unparse(statement.annotation):
                        return f"has {ast.unparse(value)} as {name}"
                case _:
                    pass
    return None


def unseen_in_table(call: ast.Call) -> str | None:
    """What gives ``Table(…)`` columns that don't stand in it."""
    for item in call.args[2:]:
        if not isinstance(item, ast.Call) or call_name(item) not in COLUMN_CALLS | _NO_COLUMNS:
            return f"has {ast.unparse(item)}"
    return None


def columns_of_subclasses(modules: Modules) -> dict[tuple[str, str], str]:
    """Mapped classes, by module and name, whose table has columns of a subclass (single table inheritance)."""
    return {base: name for module in modules for base, name in _of_module(modules, module)}


def _of_module(modules: Modules, module: Module) -> Iterator[tuple[tuple[str, str], str]]:
    for node in module.classes.values():
        if own_value(node, "__tablename__") is not None or not any(map(_is_column, node.body)):
            continue
        for base in lineage_of(modules, module, node).bases:
            for item in base.lineage():
                if item.is_mapped_to_table:
                    yield (item.module.dotted, item.node.name), node.name


def _is_column(statement: ast.stmt) -> bool:
    match statement:
        case ast.AnnAssign(annotation=annotation, value=value):
            return "Mapped[" in ast.unparse(annotation) or (
                isinstance(value, ast.Call) and call_name(value) in COLUMN_CALLS
            )
        case ast.Assign(value=ast.Call() as value):
            return call_name(value) in COLUMN_CALLS
        case _:
            return False
