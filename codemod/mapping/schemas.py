"""The schema of a table: its own, else that of its metadata (SQLAlchemy manual, Specifying the Schema Name).

Where only running the code would tell it, it is the code in braces: no statement means such a table.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from codemod.mapping.class_lineage import ClassLineage, lineage_of, own_value
from codemod.mapping.columns import call_name
from codemod.mapping.modules import Module, Modules

#: Names may lead to names; further than this nobody goes.
_DEEPEST = 8


def schema_of_class(modules: Modules, found: ClassLineage) -> str | None:
    """The schema of the table of a mapped class."""
    arguments = next(_table_arguments(modules, found), None)
    given = _option(arguments[1], "schema") if arguments is not None else None
    if arguments is not None and given is not None:
        schema = _named(modules, arguments[0], given)
        if schema is not None:
            return schema
    return _of_class_metadata(modules, found, 0)


def schema_of_table(modules: Modules, module: Module, call: ast.Call) -> str | None:
    """The schema of ``Table("users", metadata, …)``."""
    given = next((item.value for item in call.keywords if item.arg == "schema"), None)
    schema = _named(modules, module, given) if given is not None else None
    return schema if schema is not None else _of_metadata(modules, module, call.args[1], 0)


def _table_arguments(modules: Modules, found: ClassLineage) -> Iterator[tuple[Module, ast.expr]]:
    """The options of ``__table_args__``, nearest first: a mixin's count where the class has none."""
    for item in found.lineage():
        value = own_value(item.node, "__table_args__") or _returned(item.node, "__table_args__")
        if value is None:
            continue
        module = item.module
        defined = modules.definition(module, value) if isinstance(value, ast.Name | ast.Attribute) else None
        if defined is not None and isinstance(defined[1], ast.expr):
            module, value = defined[0], defined[1]
        is_listed = isinstance(value, ast.Tuple) and value.elts
        yield module, value.elts[-1] if is_listed and isinstance(value, ast.Tuple) else value


def _returned(node: ast.ClassDef, name: str) -> ast.expr | None:
    """What the one return of ``@declared_attr def __table_args__(cls)`` gives."""
    for function in node.body:
        if isinstance(function, ast.FunctionDef) and function.name == name:
            values = [item.value for item in ast.walk(function) if isinstance(item, ast.Return)]
            return values[0] if len(values) == 1 else None
    return None


def _option(options: ast.expr, name: str) -> ast.expr | None:
    """The value of a key of ``{"schema": …}`` or ``dict(schema=…)``."""
    match options:
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return next((value for key, value in pairs if isinstance(key, ast.Constant) and key.value == name), None)
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            return next((item.value for item in keywords if item.arg == name), None)
        case _:
            return None


def _of_class_metadata(modules: Modules, found: ClassLineage, depth: int) -> str | None:
    for item in found.lineage():
        makers = [(item.module, own) for name in ("metadata", "registry") if (own := own_value(item.node, name))]
        decorators = [(item.module, node.value) for node in item.node.decorator_list if isinstance(node, ast.Attribute)]
        for module, maker in (*makers, *item.made, *decorators):
            schema = _of_metadata(modules, module, maker, depth + 1)
            if schema is not None:
                return schema
    return None


def _of_metadata(modules: Modules, module: Module, node: ast.expr, depth: int) -> str | None:
    """The schema of the metadata that an expression is, or holds as a registry or a base."""
    if depth > _DEEPEST:
        return None
    match node:
        case ast.Call() if call_name(node) == "MetaData":
            given = [item.value for item in node.keywords if item.arg == "schema"] or node.args[:1]
            return _named(modules, module, given[0]) if given else None
        case ast.Call(func=ast.Attribute(value=owner, attr="generate_base")):
            return _of_metadata(modules, module, owner, depth + 1)
        case ast.Call():
            given = [item.value for item in node.keywords if item.arg == "metadata"]
            return _of_metadata(modules, module, given[0], depth + 1) if given else None
        case ast.Name() | ast.Attribute():
            defined = modules.definition(module, node)
            if defined is None and isinstance(node, ast.Attribute) and node.attr in ("metadata", "registry"):
                return _of_metadata(modules, module, node.value, depth + 1)
            return _of_definition(modules, *defined, depth + 1) if defined is not None else None
        case _:
            return None


def _of_definition(modules: Modules, module: Module, node: ast.ClassDef | ast.expr, depth: int) -> str | None:
    if isinstance(node, ast.ClassDef):
        return _of_class_metadata(modules, lineage_of(modules, module, node), depth)
    return _of_metadata(modules, module, node, depth)


def _named(modules: Modules, module: Module, node: ast.expr) -> str | None:
    """A schema's name; None where there is none, and the code itself where it has to run to tell."""
    value = modules.constant(module, node)
    if value is None and not (isinstance(node, ast.Constant) or _is_none(modules, module, node)):
        return f"{{{ast.unparse(node)}}}"
    return str(value) if value is not None else None


def _is_none(modules: Modules, module: Module, node: ast.expr) -> bool:
    """Whether a name stands for a written ``None``."""
    defined = modules.definition(module, node)
    return defined is not None and isinstance(defined[1], ast.Constant) and defined[1].value is None
