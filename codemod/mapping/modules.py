"""The project's modules as far as models need them: imports, classes and assignments, and what a name means."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Final

import libcst as cst

from codemod.source import SourceError, SourceFile, parse_source

#: What Python's own parser raises for a text it can't take.
UNREADABLE: Final = (SyntaxError, ValueError, RecursionError, MemoryError)


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """One module: what it imports and what it defines at the top.

    Attributes:
        dotted: the name it is imported by.
        imports: local name to (module, name in it or None for the module itself).
    """

    path: PurePosixPath
    dotted: str
    imports: dict[str, tuple[str, str | None]]
    stars: tuple[str, ...]
    classes: dict[str, ast.ClassDef]
    assignments: dict[str, ast.expr]
    functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = field(default_factory=dict)


def read_module(source: SourceFile, dotted: str) -> Module:
    """Read a module's top-level statements.

    Statement by statement through libcst where the interpreter's own parser is too old for the file.

    Raises:
        SourceError: the file has a syntax error.
    """
    try:
        body = ast.parse(source.text).body
    except UNREADABLE:
        body = list(_statements(source))
    module = Module(source.path, dotted, {}, (), {}, {})
    stars = [star for statement in body if (star := _add(module, statement))]
    return replace(module, stars=tuple(stars))


def _statements(source: SourceFile) -> Iterator[ast.stmt]:
    tree = parse_source(source).tree
    for statement in tree.body:
        try:
            yield from ast.parse(cst.Module(body=[statement]).code).body
        except UNREADABLE:
            continue  # newer syntax than ours, or nested too deeply; a model class is neither


def _add(module: Module, statement: ast.stmt) -> str | None:
    match statement:
        case ast.Import():
            for alias in statement.names:
                local = alias.asname or alias.name.split(".")[0]
                module.imports[local] = (alias.name if alias.asname else local, None)
        case ast.ImportFrom():
            base = _absolute(statement, module)
            for alias in statement.names:
                if alias.name == "*":
                    return base
                module.imports[alias.asname or alias.name] = (base, alias.name)
        case ast.ClassDef():
            module.classes[statement.name] = statement
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            module.functions[statement.name] = statement
        case ast.Assign(targets=[ast.Name(id=name)]):
            module.assignments[name] = statement.value
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
            module.assignments[name] = value
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=owner), attr=name)]) if owner in module.classes:
            # a column that a declarative class is given later is one of its own: Link.updated = mapped_column(…)
            module.classes[owner].body.append(ast.Assign([ast.Name(name)], statement.value, lineno=statement.lineno))
        case ast.If() | ast.Try():
            for inner in [*statement.body, *statement.orelse]:
                _add(module, inner)
        case _:
            target = getattr(statement, "name", None)  # ast.TypeAlias, new in Python 3.12
            if statement.__class__.__name__ == "TypeAlias" and isinstance(target, ast.Name):
                module.assignments[target.id] = statement.value  # type: ignore[attr-defined]
    return None


def _absolute(statement: ast.ImportFrom, module: Module) -> str:
    if not statement.level:
        return statement.module or ""
    parts = module.dotted.split(".")
    if module.path.name != "__init__.py":
        parts = parts[:-1]
    parts = parts[: len(parts) - (statement.level - 1)]
    return ".".join([*parts, *([statement.module] if statement.module else [])])


@dataclass(slots=True, eq=False)
class Modules:
    """All modules read so far, and the meaning of names through imports.

    Attributes:
        packages: the top-level packages and modules of the project, those that define no models and aren't read, too.
    """

    by_name: dict[str, list[Module]] = field(default_factory=dict)
    packages: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Module]:
        return (module for modules in self.by_name.values() for module in modules)

    def add(self, module: Module) -> None:
        """Make a module known under its dotted name."""
        self.by_name.setdefault(module.dotted, []).append(module)

    def named(self, dotted: str, importer: Module) -> Module | None:
        """The module that another one imports by a name: of several, as two services have, the nearest."""
        around = set(importer.path.parents)
        found = self.by_name.get(dotted, [])
        return max(found, key=lambda module: len(around & set(module.path.parents)), default=None)

    def find(self, module: Module, name: str, depth: int = 0) -> tuple[Module, ast.ClassDef | ast.expr] | str | None:
        """What a name of a module means: a definition in the project, or an external dotted name."""
        if depth > 12:
            return None
        if name in module.classes:
            return module, module.classes[name]
        if name in module.assignments:
            return module, module.assignments[name]
        if name in module.imports:
            base, original = module.imports[name]
            if original is None:
                return base
            target = self.named(base, module)
            if target is None:
                return f"{base}.{original}"
            return self.find(target, original, depth + 1)
        for base in module.stars:
            if (target := self.named(base, module)) is None:
                if base.startswith("sqlalchemy"):
                    return f"{base}.{name}"
            elif (found := self.find(target, name, depth + 1)) is not None:
                return found
        return name if name in _BUILTINS else None

    def qualify(self, module: Module, node: ast.expr) -> str | None:
        """The full dotted name of a name or attribute that lies outside the project; None for the rest."""
        if isinstance(node, ast.Name):
            found = self.find(module, node.id)
            if isinstance(found, tuple) and isinstance(found[1], ast.Name | ast.Attribute):
                return self.qualify(found[0], found[1]) if found[1] is not node else None
            return found if isinstance(found, str) else None
        if isinstance(node, ast.Attribute):
            head = self.qualify(module, node.value)
            return f"{head}.{node.attr}" if head else None
        return None

    def definition(self, module: Module, node: ast.expr) -> tuple[Module, ast.ClassDef | ast.expr] | None:
        """The definition in the project that a name or ``module.Name`` means."""
        if isinstance(node, ast.Name):
            found = self.find(module, node.id)
            return found if isinstance(found, tuple) else None
        if isinstance(node, ast.Attribute):
            base = self.qualify(module, node.value)
            target = self.named(base, module) if base else None
            found = self.find(target, node.attr) if target is not None else None
            return found if isinstance(found, tuple) else None
        return None

    def constant(self, module: Module, node: ast.expr | None) -> object:
        """The value of a constant expression, through names; None when it isn't one."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name | ast.Attribute):
            found = self.definition(module, node)
            if found is not None and isinstance(found[1], ast.expr) and found[1] is not node:
                return self.constant(found[0], found[1])
        return None


_BUILTINS = frozenset({"int", "str", "bool", "float", "bytes", "list", "dict", "object", "tuple", "set"})

__all__ = ["Module", "Modules", "SourceError", "read_module"]
