"""The classes of a project by name: what is below one, and how one is initialized."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from codemod.project_context import ProjectContext
from codemod.source import SourceError, is_test, read_source
from codemod.syntax.matching import last_name

_HEADER = re.compile(r"^[ \t]*class[ \t]+(\w+)[ \t]*(?:\[[^\]]*\])?[ \t]*(?:\(([^)]*)\))?[ \t]*:", re.M)


@dataclass(slots=True, eq=False)
class ProjectClasses:
    """Classes by their names, read as far as asked for."""

    context: ProjectContext
    _texts: dict[PurePosixPath, str] = field(default_factory=dict)
    _headers: dict[str, list[tuple[PurePosixPath, list[str]]]] = field(default_factory=dict)

    def definition(self, name: str) -> ast.ClassDef | None:
        """The one class of the project called so."""
        found = self.place(name)
        return found[1] if found is not None else None

    def place(self, name: str) -> tuple[PurePosixPath, ast.ClassDef] | None:
        """The one class of the project called so, and its file."""
        places = self._read().get(name, ())
        found = [(path, node) for path, _ in places for node in self._nodes(path) if node.name == name]
        return found[0] if len(found) == 1 else None

    def below(self, name: str) -> list[ast.ClassDef | None]:
        """Every class that inherits from one of this name, however far down; None for one that can't be read."""
        found: list[ast.ClassDef | None] = []
        pending, seen = [name], {name}
        while pending:
            above = pending.pop()
            for below, places in self._read().items():
                if below not in seen and any(above in bases for _, bases in places):
                    seen.add(below)
                    pending.append(below)
                    found.append(self.definition(below))
        return found

    def runs_initializer(self, name: str) -> bool:
        """Whether every object below a class runs its ``__init__``, as far as the project shows."""
        for node in self.below(name):
            if node is None:
                return False
            own = initializer_of(node)
            if own is not None and "super().__init__(" not in ast.unparse(own):
                return False
        return True

    def owners_of(self, factory: str) -> list[ast.ClassDef]:
        """The classes that open sessions by a method or an attribute of this name."""
        named = re.compile(rf"def {re.escape(factory)}\b|self\.{re.escape(factory)}\b")
        paths = [path for path, text in self._all_texts() if named.search(text)]
        return [node for path in paths for node in self._nodes(path) if _defines(node, factory)]

    def calls_of(self, name: str) -> Iterator[ast.Call]:
        """Calls of anything that is called like a class, tests included."""
        for _, text in self.texts(tests=True):
            if re.search(rf"\b{re.escape(name)}\(", text) is None:
                continue
            try:
                tree = ast.parse(text)
            except (SyntaxError, ValueError):
                yield ast.Call(ast.Name(name), [], [])  # newer syntax than the interpreter's: nobody knows
                continue
            yield from (item for item in ast.walk(tree) if isinstance(item, ast.Call) and last_name(item.func) == name)

    def _read(self) -> dict[str, list[tuple[PurePosixPath, list[str]]]]:
        if not self._headers:
            for path, text in self._all_texts():
                for name, bases in _HEADER.findall(text):
                    words = [re.split(r"[\[.]", base.split("[")[0])[-1].strip() for base in bases.split(",")]
                    self._headers.setdefault(name, []).append((path, words))
        return self._headers

    def texts(self, *, tests: bool = False) -> Iterator[tuple[PurePosixPath, str]]:
        """The files of the project, with its tests or without them, as far as they can be read."""
        if not tests:
            yield from self._all_texts()
            return
        for path, text in self._all_texts():
            if not is_test(path):
                yield path, text
                continue
            try:
                yield path, read_source(self.context.config.root, path).text
            except SourceError:
                continue  # the run reports it

    def _all_texts(self) -> Iterator[tuple[PurePosixPath, str]]:
        if not self._texts:
            for path in self.context.files.paths:
                try:
                    self._texts[path] = "" if is_test(path) else read_source(self.context.config.root, path).text
                except SourceError:
                    continue  # the run reports it
        yield from self._texts.items()

    def _nodes(self, path: PurePosixPath) -> list[ast.ClassDef]:
        try:
            tree = ast.parse(self._texts[path])
        except (SyntaxError, ValueError):
            return []  # newer syntax than the interpreter's
        return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


#: What may be asked of a dataclass that changes nothing about its ``__init__``.
_DATACLASS: Final = re.compile(r"(?:dataclasses\.)?dataclass(?:\((?:(?:frozen|slots|eq|repr|order)=\w+,?)*\))?")


def is_dataclass(decorator: str) -> bool:
    """Whether a decorator, without spaces, gives a class an ``__init__`` that takes its fields."""
    return _DATACLASS.fullmatch(decorator) is not None


def initializer_of(node: ast.ClassDef) -> ast.FunctionDef | None:
    """The ``__init__`` that a class defines itself, or that its fields make of a dataclass without bases."""
    found = [item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "__init__"]
    if found or node.bases or not node.decorator_list:
        return found[0] if len(found) == 1 else None
    is_plain = len(node.decorator_list) == 1 and is_dataclass(ast.unparse(node.decorator_list[0]).replace(" ", ""))
    return _of_fields(node) if is_plain else None


def _of_fields(node: ast.ClassDef) -> ast.FunctionDef | None:
    """The ``__init__`` of a dataclass; None where a field is anything but a name, a type and a constant."""
    given, kept = list[str](), list[str]()
    for item in node.body:
        match item:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=None | ast.Constant() as value):
                shown = ast.unparse(annotation)
                if re.search(r"\b(ClassVar|InitVar|KW_ONLY)\b", shown):
                    return None
                given.append(f"{name}: {shown}" if value is None else f"{name}: {shown} = {ast.unparse(value)}")
                kept.append(f"    self.{name} = {name}")
            case ast.AnnAssign():
                return None
            case ast.FunctionDef(name="__post_init__"):
                return None
            case _:
                pass
    text = "\n".join([f"def __init__({', '.join(['self', *given])}):", *(kept or ["    pass"])])
    made = ast.parse(text).body[0]
    assert isinstance(made, ast.FunctionDef), "a definition is one"
    return made


def bound_arguments(call: ast.Call, classes: Sequence[ast.ClassDef]) -> list[tuple[str, ast.expr]]:
    """The arguments of a call by the parameters of the first ``__init__`` of some classes."""
    initializer = next((found for item in classes if (found := initializer_of(item)) is not None), None)
    if initializer is None:
        return []
    names = [argument.arg for argument in initializer.args.args[1:]]
    positional = list(zip(names, call.args, strict=False))
    return [*positional, *((keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg is not None)]


def _defines(node: ast.ClassDef, attribute: str) -> bool:
    named = any(
        isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and item.name == attribute for item in node.body
    )
    return named or any(
        isinstance(item, ast.Attribute) and item.attr == attribute and isinstance(item.ctx, ast.Store)
        for item in ast.walk(node)
    )
