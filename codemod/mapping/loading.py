"""What SQLAlchemy does to make an object of a class besides reading its row.

A record is its row. An object may be more: relationships that are loaded along with it (``lazy="joined"`` of a
list even asks for ``unique()``), columns that are read later, when the session is gone, a class that the value of a
column chooses, listeners that change what was loaded (SQLAlchemy manual: Relationship Loading Techniques, Limiting
which Columns Load, Mapping Class Inheritance Hierarchies, ORM Events).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from codemod.mapping.columns import call_name
from codemod.mapping.models import MappedTable
from codemod.mapping.modules import Module, Modules

#: Values of ``lazy=`` that send nothing before the attribute is asked for.
_LAZY: Final = frozenset({"select", True, "raise", "raise_on_sql", "noload", None, "dynamic", "write_only"})

#: Attributes that are made of more than a column of the row.
_EXPRESSIONS: Final = frozenset({"column_property", "query_expression", "composite"})

#: What ``__mapper_args__`` may say without changing how rows become objects.
_HARMLESS: Final = frozenset(
    {"eager_defaults", "version_id_col", "version_id_generator", "confirm_deleted_rows", "passive_updates",
     "passive_deletes", "batch"}
)  # fmt: skip

#: Methods that run when an object is made of a row, or say whether it is true.
_METHODS: Final = frozenset({"__getattribute__", "__bool__", "__len__"})

#: ``event.listen(Model, "load", …)`` and ``@event.listens_for(Model, "refresh")``, whatever the file's syntax.
_LISTENED: Final = re.compile(
    r"\blisten(?:s_for)?\(\s*([\w.]+)\s*,\s*[\"'](?:load|refresh|loaded_as_persistent)[\"']", re.S
)


def beyond_row(modules: Modules, lineage: Iterable[tuple[Module, ast.ClassDef]]) -> str | None:
    """What making an object of a class does besides reading its row; None where it does nothing else.

    Args:
        modules: for the constants that the class uses.
        lineage: the class and all it inherits of the project, each with its module.
    """
    return next((found for module, node in lineage for found in _of_class(modules, module, node)), None)


def _of_class(modules: Modules, module: Module, node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        match statement:
            case (
                ast.AnnAssign(target=ast.Name(id=name), value=value)
                | ast.Assign(targets=[ast.Name(id=name)], value=value)
            ):
                yield from _of_attribute(modules, module, name, value)
            case ast.FunctionDef(name="__mapper_args__"):
                yield "what __mapper_args__() returns"
            case ast.FunctionDef(name=name) if name in _METHODS:
                yield f"{name}()"
            case ast.FunctionDef(name=name):
                decorators = " ".join(map(ast.unparse, statement.decorator_list))
                if re.search(r"\breconstructor\b", decorators):
                    yield f"{name}(), its reconstructor"
                elif "declared_attr" in decorators:
                    returned = [item.value for item in ast.walk(statement) if isinstance(item, ast.Return)]
                    yield from (found for item in returned for found in _of_attribute(modules, module, name, item))
            case _:
                pass


def _of_attribute(modules: Modules, module: Module, name: str, value: ast.expr | None) -> Iterator[str]:
    if name == "__mapper_args__" and value is not None:
        keys = [key.value for key in value.keys if isinstance(key, ast.Constant)] if isinstance(value, ast.Dict) else []
        known = isinstance(value, ast.Dict) and len(keys) == len(value.keys)
        odd = sorted(str(key) for key in set(keys) - _HARMLESS)
        if odd or not known:
            yield f"{odd[0] if odd else 'what is'} in __mapper_args__"
    elif isinstance(value, ast.Call) and call_name(value) in _EXPRESSIONS:
        yield f"{name}, which is no column"
    elif isinstance(value, ast.Call) and call_name(value) in ("relationship", "Relationship"):
        options = [item for keyword in value.keywords for item in _options(keyword)]
        if any(_is_eager(modules, module, item) for item in options):
            yield f"the relationship {name}, which is loaded along"


def _options(keyword: ast.keyword) -> list[ast.keyword]:
    """An option of a relationship; SQLModel's are in a dictionary or a call of their own."""
    match keyword:
        case ast.keyword(arg="sa_relationship_kwargs", value=ast.Dict(keys=keys, values=values)):
            pairs = zip(keys, values, strict=True)
            return [ast.keyword(str(key.value), value) for key, value in pairs if isinstance(key, ast.Constant)]
        case ast.keyword(arg="sa_relationship", value=ast.Call(keywords=inner)):
            return inner
        case _:
            return [keyword]


def _is_eager(modules: Modules, module: Module, option: ast.keyword) -> bool:
    if option.arg != "lazy":
        return False
    is_none = isinstance(option.value, ast.Constant) and option.value.value is None
    value = modules.constant(module, option.value)
    return value not in _LAZY or (value is None and not is_none)


def eager_backrefs(modules: Modules) -> frozenset[str]:
    """Classes that get a relationship which is loaded along from the ``backref(…, lazy=…)`` of another class."""
    found = set()
    for module in modules:
        for statement in (item for node in module.classes.values() for item in node.body):
            value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
            if isinstance(value, ast.Call) and any(_eager_backref(modules, module, item) for item in value.keywords):
                found.add(related_class(getattr(statement, "annotation", None), value))
    return frozenset(found)


def _eager_backref(modules: Modules, module: Module, keyword: ast.keyword) -> bool:
    if keyword.arg != "backref" or not isinstance(keyword.value, ast.Call):
        return False
    return any(_is_eager(modules, module, item) for item in keyword.value.keywords)


def related_class(annotation: ast.expr | None, value: ast.Call) -> str:
    """The class of ``relationship("Tag")`` or ``Mapped[list["Tag"]]``; empty where it isn't said."""
    match value.args:
        case [ast.Constant(value=str(name)), *_]:
            return name.rpartition(".")[2]
        case [ast.Name(id=name), *_]:
            return name
        case _:
            words = re.findall(r"\w+", ast.unparse(annotation)) if annotation is not None else []
            return words[-1] if words and words[-1] not in ("None", "Mapped") else ""


def listened_classes(texts: Iterable[str]) -> frozenset[str]:
    """The last names of what listeners of loaded objects are about: mapped classes, their bases, ``Mapper``."""
    return frozenset(found.rpartition(".")[2] for text in texts for found in _LISTENED.findall(text))


def with_loading_elsewhere(
    tables: Sequence[MappedTable], backrefs: frozenset[str], listened: frozenset[str]
) -> list[MappedTable]:
    """The tables, with what other classes and listeners add to their objects.

    A listener on anything but a mapped class (a base, a mixin, ``Mapper``) is taken to be about all of them.
    """
    everywhere = listened - {table.class_name for table in tables}
    found = []
    for table in tables:
        reason = table.beyond_row
        if table.class_name in backrefs:
            reason = reason or "a relationship that another class loads along"
        if everywhere or table.class_name in listened:
            reason = reason or "a listener of loaded objects"
        found.append(table if reason == table.beyond_row else replace(table, beyond_row=reason))
    return found
