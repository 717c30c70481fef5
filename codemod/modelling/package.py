"""A module of models as a package: a file for each table, all exported by the package itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import black

from codemod.modelling.style import ModelStyle

#: Packages that generated models import from, besides the standard library and the project.
_OTHERS: Final = frozenset({"sqlalchemy", "pgvector"})

_TYPES: Final = "column_types"
_BASE: Final = "base"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a package.

    Attributes:
        name: of the module, without ending.
        exported: the names that the package exports of it.
    """

    name: str
    text: str
    exported: tuple[str, ...]


@dataclass(slots=True)
class _Part:
    """What goes into one file: statements as text, and the names that they define."""

    name: str
    title: str
    statements: list[str] = field(default_factory=list)
    defined: list[str] = field(default_factory=list)


def model_files(module: str, style: ModelStyle, taken: Iterable[str]) -> tuple[ModelFile, ...]:
    """The files that a module of models is split into.

    Args:
        module: its source.
        style: the project's.
        taken: names of modules that the package has already.
    """
    tree = ast.parse(module)
    imports = dict(_imports(tree))
    parts = list(_parts(tree, module, set(taken)))
    homes = {name: part.name for part in parts for name in part.defined}
    files = []
    for part in parts:
        body = "\n\n\n".join(part.statements)
        others = {name: home for name, home in homes.items() if name not in part.defined}
        lines = _import_lines(ast.parse(body), imports, others)
        text = _laid_out(f'"""{part.title}"""\n\n{lines}\n\n\n{body}\n', style.line_length)
        is_model = part.name not in (_BASE, _TYPES)
        files.append(ModelFile(part.name, text, tuple(part.defined) if is_model or part.name == _BASE else ()))
    return tuple(files)


def module_source(generated: str, line_length: int) -> str:
    """A module as sqlacodegen writes it, laid out, with its imports in the usual order."""
    tree = ast.parse(generated)
    lines = _import_lines(tree, dict(_imports(tree)), {})
    first = next(node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom))
    body = "\n".join(generated.split("\n")[first.lineno - 1 :])
    return _laid_out(f'"""Tables of the database."""\n\n{lines}\n\n\n{body}\n', line_length)


def _laid_out(text: str, line_length: int) -> str:
    return black.format_str(text, mode=black.Mode(line_length=line_length))


def package_source(files: Sequence[ModelFile], line_length: int) -> str:
    """The ``__init__.py`` of a package that has none."""
    exported = sorted((name, item.name) for item in files for name in item.exported)
    lines = [
        f"from .{item.name} import {', '.join(sorted(item.exported))}"
        for item in sorted(files, key=_name)
        if item.exported
    ]
    names = ", ".join(repr(name) for name, _ in exported)
    text = '"""Tables of the database."""\n\n' + "\n".join(lines) + f"\n\n__all__ = [{names}]\n"
    return _laid_out(text, line_length)


def _name(file: ModelFile) -> str:
    return file.name


def _imports(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str | None]]]:
    """Local name to module and name of everything that a module imports."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from ((item.name, (item.name, None)) for item in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((item.name, (node.module or "", item.name)) for item in node.names)


def _parts(tree: ast.Module, module: str, taken: set[str]) -> Iterator[_Part]:
    base = _Part(_BASE, "The base of all models.")
    types = _Part(_TYPES, "Types of extensions.")
    models: list[_Part] = []
    for node in tree.body:
        text = ast.get_source_segment(module, node) or ""
        match node:
            case ast.ClassDef(name=name, bases=[ast.Subscript()]):
                types.statements.append(text)
                types.defined.append(name)
            case ast.ClassDef(name=name) if "__tablename__" not in text:
                base.statements.append(text)
                base.defined.append(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="MetaData"))):
                base.statements.append(text)
                base.defined.append(name)
            case ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                table = _table_of(node)
                models.append(_Part(_free(table, taken), f"The table {table}.", [text], [name]))
            case ast.Expr(value=ast.Call(func=ast.Name(id="Sequence"), args=[ast.Constant(value=str(sequence)), *_])):
                home = next((part for part in models if f"{sequence}'" in part.statements[0]), models[-1])
                home.statements.append(text)
            case _:
                pass
    yield from (part for part in (base, types, *models) if part.statements)


def _table_of(node: ast.AST) -> str:
    """The name of the table that a class or a Core table stands for."""
    for item in ast.walk(node):
        match item:
            case ast.Assign(targets=[ast.Name(id="__tablename__")], value=ast.Constant(value=str(name))):
                return name
            case ast.Call(func=ast.Name(id="Table"), args=[ast.Constant(value=str(name)), *_]):
                return name
            case _:
                pass
    raise AssertionError("a model names its table")


def _free(table: str, taken: set[str]) -> str:
    name = re.sub(r"\W", "_", table).lower()
    name = f"table_{name}" if not name.isidentifier() or name in (_BASE, _TYPES) else name
    while name in taken:
        name += "_table"
    taken.add(name)
    return name


def _import_lines(tree: ast.Module, imports: Mapping[str, tuple[str, str | None]], homes: Mapping[str, str]) -> str:
    """The imports that code needs, of those its module had and of other files of the package."""
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    plain = sorted(name for name in used & imports.keys() if imports[name][1] is None)
    modules: dict[str, list[str]] = {}
    for name in sorted(used & imports.keys() - set(plain)):
        modules.setdefault(imports[name][0], []).append(name)
    for name in sorted(used & homes.keys()):
        modules.setdefault(f".{homes[name]}", []).append(name)
    standard = {"typing": modules.pop("typing")} if "typing" in modules else {}
    others = {module: modules[module] for module in modules if module.partition(".")[0] in _OTHERS}
    own = {module: names for module, names in modules.items() if module not in others}
    groups = [[*(f"import {name}" for name in plain), *_from(standard)], [*_from(others)], [*_from(own)]]
    return "\n\n".join("\n".join(group) for group in groups if group)


def _from(modules: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from (f"from {module} import {', '.join(modules[module])}" for module in sorted(modules))
