"""What a function of a project does, as a text that two functions share only when they do the same."""

from __future__ import annotations

import ast
import builtins
import copy
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from codemod.initialising.bound_names import Bound, ImportLine, Scope, bindings, inner_names
from codemod.source import SourceError, read_source
from codemod.syntax.matching import without_docstring

Function = ast.FunctionDef | ast.AsyncFunctionDef

#: What the parameter of a function is called in its meaning.
VALUE: Final = "_"

#: How many names and functions are followed.
_FOLLOWED: Final = 8


class UnclearError(Exception):
    """What a function does, or which one it is, can't be said; ``str()`` tells why."""


@dataclass(slots=True, eq=False)
class Files:
    """The modules of a project, read when they are asked for."""

    root: Path
    paths: Sequence[PurePosixPath]
    _read: dict[PurePosixPath, ast.Module] = field(default_factory=dict)
    _texts: dict[PurePosixPath, str] = field(default_factory=dict)

    def tree(self, path: PurePosixPath) -> ast.Module:
        """The module of a file.

        Raises:
            UnclearError: it can't be read.
        """
        if path not in self._read:
            try:
                self._read[path] = ast.parse(read_source(self.root, path).text)
            except (SourceError, SyntaxError, ValueError) as error:
                raise UnclearError(f"{path} can't be read") from error
        return self._read[path]

    def mentions(self, path: PurePosixPath, text: str) -> bool:
        """Whether a file holds a text; one that can't be read holds none."""
        if path not in self._texts:
            try:
                self._texts[path] = read_source(self.root, path).text
            except SourceError:
                self._texts[path] = ""
        return text in self._texts[path]

    def of_module(self, dotted: str, importer: PurePosixPath) -> PurePosixPath | None:
        """The file of an imported module; None for one that is not of the project.

        Raises:
            UnclearError: several files could be meant.
        """
        names = dotted.lstrip(".")
        level = len(dotted) - len(names)
        parts = tuple(names.split(".")) if names else ()
        if not level and parts and parts[0] in sys.stdlib_module_names:
            return None
        if level:
            parts = (*importer.parts[:-level], *parts)
        found = [path for path in self.paths if _is_file_of(path, parts, whole=bool(level))]
        if len(found) > 1:
            raise UnclearError(f"{dotted} could be {' or '.join(map(str, sorted(found)[:2]))}")
        return found[0] if found else None


def _is_file_of(path: PurePosixPath, parts: tuple[str, ...], *, whole: bool) -> bool:
    own = path.with_suffix("").parts
    own = own[:-1] if own[-1] == "__init__" else own
    return bool(parts) and (own == parts if whole else own[-len(parts) :] == parts)


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where an expression stands.

    Attributes:
        scopes: the functions around it, the innermost first, and its module.
        class_: the class of the method around it.
        depth: how many names led here.
    """

    files: Files
    path: PurePosixPath
    scopes: tuple[Scope, ...]
    class_: ast.ClassDef | None = None
    depth: int = 0

    def definition(self, node: ast.expr) -> tuple[Place, Function | ast.Lambda] | None:
        """The function of the project that an expression means, with the place of its definition; None for others.

        Raises:
            UnclearError: there is no telling.
        """
        match node:
            case ast.Lambda():
                return self, node
            case ast.Name(id=name):
                place, bound = self._find(name)
                return place._defined(bound) if bound is not None else None
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) if self.class_ is not None:
                return self._method(self.class_, name)
            case ast.Attribute(value=ast.Name(id=name), attr=member):
                classes = [item for item in self._module.body if isinstance(item, ast.ClassDef) and item.name == name]
                if classes:
                    return self._method(classes[0], member)
                place, bound = self._find(name)
                path = place._imported(bound) if isinstance(bound, ImportLine) else None
                return self._at(path)._defined_name(member) if path is not None else None
            case ast.Call() if _is_partial(node, self) and node.args:
                return self.definition(node.args[0])
            case _:
                return None

    def meaning(self, node: ast.expr) -> str:
        """The name of a function of a library, or what a function of the project does with its argument.

        Raises:
            UnclearError: there is no telling.
        """
        if self.depth > _FOLLOWED:
            raise UnclearError(f"{ast.unparse(node)} leads too far")
        found = self.definition(node)
        if isinstance(node, ast.Call) and _is_partial(node, self):
            call = ast.Call(node.args[0], [ast.Name(VALUE), *node.args[1:]], node.keywords)
            if len(node.args) > 1:
                raise UnclearError(f"{ast.unparse(node)} gives arguments by position")
            return self._result(call, frozenset({VALUE}))
        if found is not None:
            place, function = found
            return place._of_function(function)
        if isinstance(node, ast.Name | ast.Attribute):
            return self._library_name(node)
        raise UnclearError(f"{ast.unparse(node)} is no name of a function")

    def _of_function(self, function: Function | ast.Lambda) -> str:
        parameters = [*function.args.posonlyargs, *function.args.args]
        is_static = not isinstance(function, ast.Lambda) and "staticmethod" in map(ast.unparse, function.decorator_list)
        if self.class_ is not None and function in self.class_.body and not is_static:
            parameters = parameters[1:]
        if not parameters or (not isinstance(function, ast.Lambda) and function.decorator_list and not is_static):
            raise UnclearError(f"{_title(function)} is no plain function of one value")
        inner = Place(self.files, self.path, (function, *self.scopes), self.class_, self.depth + 1)
        body = (
            [function.body] if isinstance(function, ast.Lambda) else without_docstring(function.body) or function.body
        )
        renamed = _Renamed(parameters[0].arg)
        only = body[0].value if isinstance(body[0], ast.Return) else body[0]
        if len(body) == 1 and isinstance(only, ast.expr):
            expression = renamed.visit(copy.deepcopy(only))
            return inner._result(expression, frozenset({VALUE, *inner_names(function)}))
        tree = ast.Module([renamed.visit(copy.deepcopy(item)) for item in body], [])
        return ast.unparse(_Meant(inner, frozenset({VALUE, *inner_names(function)})).visit(tree))

    def _result(self, expression: ast.expr, own: frozenset[str]) -> str:
        """``f`` for ``f(_)``; anything else as it is written, with its names spelled out."""
        match expression:
            case ast.Call(func=function, args=[ast.Name(id=name)], keywords=[]) if name == VALUE:
                return Place(self.files, self.path, self.scopes, self.class_, self.depth + 1).meaning(function)
            case _:
                return ast.unparse(_Meant(self, own).visit(copy.deepcopy(expression)))

    def _library_name(self, node: ast.Name | ast.Attribute) -> str:
        if isinstance(node, ast.Attribute):
            if not isinstance(node.value, ast.Name | ast.Attribute):
                raise UnclearError(f"{ast.unparse(node)} is no name of a function")
            return f"{self._library_name(node.value)}.{node.attr}"
        place, bound = self._find(node.id)
        match bound:
            case ImportLine(module="", name=name, alias=alias):
                return name if alias else name.partition(".")[0]
            case ImportLine(module=module, name=name) if place._imported(bound) is None:
                return f"{module}.{name}"
            case ast.Name() | ast.Attribute():
                return place._library_name(bound)
            case None if hasattr(builtins, node.id):
                return node.id
            case _:
                raise UnclearError(f"it is not known what {node.id} is")

    def _find(self, name: str) -> tuple[Place, Bound]:
        """The one binding of a name, with the place it stands in; None for what Python has."""
        for index, scope in enumerate(self.scopes):
            found = bindings(scope).get(name, [])
            if len(found) > 1 or (found and found[0] is None):
                raise UnclearError(f"{name} of {self.path} may be several things")
            if found:
                return Place(self.files, self.path, self.scopes[index:], self.class_, self.depth + 1), found[0]
        if hasattr(builtins, name):
            return self, None
        raise UnclearError(f"it is not known what {name} of {self.path} is")

    def _defined(self, bound: Bound) -> tuple[Place, Function | ast.Lambda] | None:
        match bound:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return self, bound
            case ImportLine():
                path = self._imported(bound)
                return self._at(path)._defined_name(bound.name) if path is not None and bound.module else None
            case ast.expr() if self.depth <= _FOLLOWED:
                return self.definition(bound)
            case _:
                return None

    def _defined_name(self, name: str) -> tuple[Place, Function | ast.Lambda] | None:
        return self.definition(ast.Name(name))

    def _method(self, class_: ast.ClassDef, name: str) -> tuple[Place, Function]:
        methods = [item for item in class_.body if isinstance(item, Function) and item.name == name]
        if len(methods) != 1:
            raise UnclearError(f"{class_.name}.{name} is no method of {self.path}")
        return Place(self.files, self.path, self.scopes[-1:], class_, self.depth + 1), methods[0]

    def _imported(self, line: ImportLine) -> PurePosixPath | None:
        """The file of the project that an import reads."""
        if not line.module:
            return self.files.of_module(line.name, self.path)
        between = "" if line.module.endswith(".") else "."
        inner = self.files.of_module(f"{line.module}{between}{line.name}", self.path)
        return inner if inner is not None else self.files.of_module(line.module, self.path)

    def _at(self, path: PurePosixPath) -> Place:
        return Place(self.files, path, (self.files.tree(path),), None, self.depth + 1)

    @property
    def _module(self) -> ast.Module:
        module = self.scopes[-1]
        assert isinstance(module, ast.Module), "the outermost scope is the module"
        return module


class _Renamed(ast.NodeTransformer):
    """The parameter of a function by the name that all of them share; without annotations."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(VALUE if node.id == self.parameter else node.id, node.ctx)


class _Meant(ast.NodeTransformer):
    """Free names by what they mean."""

    def __init__(self, place: Place, own: frozenset[str]) -> None:
        self.place = place
        self.own = own

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        first: ast.expr = node
        while isinstance(first, ast.Attribute):
            first = first.value
        if isinstance(first, ast.Name) and first.id not in self.own:
            return ast.Name(self.place.meaning(node))
        return self.generic_visit(node)  # type: ignore[return-value]

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return node if node.id in self.own else ast.Name(self.place.meaning(node))


def _is_partial(node: ast.Call, place: Place) -> bool:
    try:
        return (
            place.meaning(node.func) == "functools.partial"
            if isinstance(node.func, ast.Name | ast.Attribute)
            else False
        )
    except UnclearError:
        return False


def _title(function: Function | ast.Lambda) -> str:
    return "a lambda" if isinstance(function, ast.Lambda) else f"{function.name}()"
