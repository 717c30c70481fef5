"""Where the class that opens the sessions keeps a repository: an attribute, a container, a dictionary."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from codemod.repositories.classes import ProjectClasses, initializer_of
from codemod.syntax.matching import last_name, self_attribute, self_attributes

#: Where an object is set up, after which everything can ask it for its repositories.
_SET_UP: Final = ("__init__", "setup_hook")

#: What puts something into a container under a name.
_REGISTERS: Final = re.compile(r"(register|add|set|provide)(_\w+)?$")


def container_of(repository: str, factory: str, classes: ProjectClasses) -> str | None:
    """Where the one class that opens sessions by ``factory`` keeps a repository."""
    found = [place for node in classes.owners_of(factory) if (place := _kept_at(node, repository, classes)) is not None]
    return found[0] if len(found) == 1 else None


def _kept_at(owner: ast.ClassDef, repository: str, classes: ProjectClasses) -> str | None:
    """The one place where a class keeps a repository: ``links``, ``repos.links``, ``container.get("links")``."""
    statements = [
        statement
        for method in owner.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and method.name in _SET_UP
        for statement in method.body
    ]
    found = {place for statement in statements for place in _places(statement, repository, statements, classes)}
    return found.pop() if len(found) == 1 else None


def _places(statement: ast.stmt, repository: str, statements: list[ast.stmt], classes: ProjectClasses) -> Iterator[str]:
    kept = self_attribute(statement)
    if kept is not None:
        yield from _kept_in(*kept, repository, classes)
    match statement:
        case ast.Assign(
            targets=[
                ast.Subscript(
                    value=ast.Attribute(value=ast.Name(id="self"), attr=attribute),
                    slice=ast.Constant(value=str()) as key,
                )
            ],
            value=value,
        ) if _makes(value, repository):
            yield f"{attribute}[{ast.unparse(key)}]"
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Attribute(value=ast.Name(id="self"), attr=attribute), attr=method),
                args=[ast.Constant(value=str()) as key, value, *_],
            )
        ) if _REGISTERS.match(method) and _gives(value, repository):
            if _is_container(attribute, method, statements, classes):
                yield f"{attribute}.get({ast.unparse(key)})"
        case _:
            pass


def _kept_in(attribute: str, value: ast.expr, repository: str, classes: ProjectClasses) -> Iterator[str]:
    """The places of a repository in the value of an attribute."""
    if _makes(value, repository):
        yield attribute
    elif isinstance(value, ast.Dict):
        for key, item in zip(value.keys, value.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str) and _makes(item, repository):
                yield f"{attribute}[{ast.unparse(key)}]"
    else:
        yield from (f"{attribute}.{inner}" for inner in _inside(value, repository, classes))


def _makes(value: ast.expr, repository: str) -> bool:
    """Whether a value is a new repository."""
    return isinstance(value, ast.Call) and last_name(value.func) == repository


def _gives(value: ast.expr, repository: str) -> bool:
    """Whether a container that is given this gives out the repository: it is one, or a function that makes one."""
    if isinstance(value, ast.Lambda):
        arguments = value.args
        takes_none = not (arguments.args or arguments.kwonlyargs or arguments.posonlyargs)
        return takes_none and _makes(value.body, repository)
    return _makes(value, repository)


def _inside(value: ast.expr, repository: str, classes: ProjectClasses) -> Iterator[str]:
    """The attributes in which an object that is made here keeps the repository."""
    made = classes.definition(last_name(value.func)) if isinstance(value, ast.Call) else None
    initializer = initializer_of(made) if made is not None else None
    for attribute, inner in self_attributes(initializer.body) if initializer is not None else ():
        if _makes(inner, repository):
            yield attribute


def _is_container(attribute: str, method: str, statements: list[ast.stmt], classes: ProjectClasses) -> bool:
    """Whether an attribute is an object of the project that ``get(name)`` asks for what was registered."""
    for name, value in self_attributes(statements):
        if name == attribute and isinstance(value, ast.Call):
            node = classes.definition(last_name(value.func))
            plain = {item.name for item in node.body if isinstance(item, ast.FunctionDef)} if node else set()
            return {"get", method} <= plain
    return False
