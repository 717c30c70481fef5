"""What the names of a scope are bound to, as far as code can be taken along to another module."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True, order=True)
class ImportLine:
    """One imported name.

    Attributes:
        module: module of a ``from`` import, with its dots; empty for ``import name``.
        alias: the name after ``as``; empty where there is none.
    """

    module: str
    name: str
    alias: str = ""

    @property
    def code(self) -> str:
        """The statement."""
        start = f"from {self.module} import {self.name}" if self.module else f"import {self.name}"
        return f"{start} as {self.alias}" if self.alias else start

    @property
    def imported(self) -> str:
        """Name of the module that the statement runs."""
        return self.module or self.name


#: One binding: an import, a definition, the value of a plain assignment, or None for anything else.
Bound = ImportLine | ast.FunctionDef | ast.AsyncFunctionDef | ast.expr | None


def bindings(scope: Scope) -> dict[str, list[Bound]]:
    """The bindings of a scope by name, those of inner scopes left out; for type checkers alone is not at all."""
    found: dict[str, list[Bound]] = {}
    if not isinstance(scope, ast.Module):
        for argument in ast.walk(scope.args):
            if isinstance(argument, ast.arg):
                found.setdefault(argument.arg, []).append(None)
    if not isinstance(scope, ast.Lambda):
        for statement in scope.body:
            for name, bound in _of(statement):
                found.setdefault(name, []).append(bound)
    return found


def _of(node: ast.AST) -> Iterator[tuple[str, Bound]]:
    inner: list[ast.AST] = [] if isinstance(node, (*_SCOPES, *_COMPREHENSIONS)) else list(ast.iter_child_nodes(node))
    match node:
        case ast.If(test=test, orelse=orelse) if "TYPE_CHECKING" in ast.unparse(test):
            inner = list(orelse)
        case ast.Import() | ast.ImportFrom():
            yield from _imported(node)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
            inner = [value]
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            if value is not None:
                yield name, value
            inner = [value] if value is not None else []
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.name, node
        case _:
            yield from ((name, None) for name in _otherwise_bound(node))
    for child in inner:
        yield from _of(child)


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, ImportLine]]:
    module = "." * node.level + (node.module or "") if isinstance(node, ast.ImportFrom) else ""
    for item in node.names:
        local = item.asname or (item.name if module else item.name.partition(".")[0])
        yield local, ImportLine(module, item.name, item.asname or "")


def _otherwise_bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.ClassDef(name=name):
            yield name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case _:
            pass


def loads(node: ast.AST) -> Iterator[str]:
    """Names that a node reads, once for each time."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load):
            yield inner.id


def inner_names(node: ast.AST) -> frozenset[str]:
    """Names that are bound anywhere in a node: parameters, comprehensions, assignments, inner functions."""
    found: set[str] = set()
    for inner in ast.walk(node):
        match inner:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Import() | ast.ImportFrom():
                found |= {item.asname or item.name.partition(".")[0] for item in inner.names}
            case ast.ExceptHandler(name=str(name)):
                found.add(name)
            case _:
                pass
    return frozenset(found)
