"""How far a connection of its own goes: a script connects, runs its statements, and is done."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from codemod.initialising.pools import Connecting
from codemod.json_codecs.meanings import Files, Function, UnclearError

#: A function by its file and its name with those of the classes and functions around it.
Reached = tuple[PurePosixPath, str]

#: Through how many functions a connection is passed.
_FOLLOWED: Final = 4


def is_of_engine(connecting: Connecting) -> bool:
    """Whether an engine is given the function that connects: SQLAlchemy sets codecs of its own after it."""
    name = connecting.functions[-1].name if connecting.functions else None
    for node in ast.walk(connecting.tree):
        match node:
            case ast.keyword(arg="async_creator", value=ast.Name(id=given)) if given == name:
                return True
            case ast.Dict():
                pairs = [(ast.unparse(key), value) for key, value in zip(node.keys, node.values, strict=True) if key]
                if any(key == "'async_creator_fn'" and ast.unparse(value) == name for key, value in pairs):
                    return True
            case _:
                pass
    return False


def functions_reached(connecting: Connecting, project: Files) -> frozenset[Reached]:
    """The functions that use a connection which is kept nowhere.

    Raises:
        UnclearError: it is kept or given away, or the one who gets it is not found.
    """
    if not connecting.functions or not (connecting.bound or "").isidentifier():
        raise UnclearError(f"the connection of {connecting.place} has no codec for JSON, and can be anywhere")
    tree = project.tree(connecting.path)
    line = connecting.functions[-1].lineno
    found: set[Reached] = set()
    for name, function in functions_of(tree):
        if function.lineno == line:
            _follow(project, (connecting.path, name), function, str(connecting.bound), found, 0)
    return frozenset(found)


def functions_of(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function]]:
    """Every function with its full name."""
    for child in ast.iter_child_nodes(node):
        inner = prefix
        if isinstance(child, Function | ast.ClassDef):
            inner = f"{prefix}{child.name}."
            if not isinstance(child, ast.ClassDef):
                yield f"{prefix}{child.name}", child
        yield from functions_of(child, inner)


def _follow(project: Files, where: Reached, function: Function, name: str, found: set[Reached], depth: int) -> None:
    found.add(where)
    allowed: set[int] = set()
    for node in ast.walk(function):
        match node:
            case ast.Attribute(value=ast.Name(id=used) as use) if used == name:
                allowed.add(id(use))
            case ast.Compare(left=ast.Name(id=used) as use) if used == name:
                allowed.add(id(use))
            case ast.Call():
                for index, item in enumerate([*node.args, *(keyword.value for keyword in node.keywords)]):
                    if isinstance(item, ast.Name) and item.id == name:
                        keyword = node.keywords[index - len(node.args)].arg if index >= len(node.args) else None
                        _pass_on(project, node, keyword if keyword is not None else index, found, depth)
                        allowed.add(id(item))
            case _:
                pass
    for node in ast.walk(function):
        if (
            isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Load)
            and node.id == name
            and id(node) not in allowed
        ):
            raise UnclearError(
                f"the connection in {where[0]}:{node.lineno} has no codec for JSON, and is kept or returned"
            )


def _pass_on(project: Files, call: ast.Call, position: str | int, found: set[Reached], depth: int) -> None:
    """Follow a connection into every function of the project that has the name of the one called."""
    called = ast.unparse(call.func).rpartition(".")[2]
    targets = []
    for path in project.paths:
        if project.mentions(path, f"def {called}"):
            targets += [(path, name, item) for name, item in functions_of(project.tree(path)) if item.name == called]
    if not targets or depth >= _FOLLOWED:
        raise UnclearError(f"a connection without a codec for JSON is passed to {called}(), which is not found")
    methods = [item for item in targets if _is_method(item[2])]
    if isinstance(call.func, ast.Attribute) == bool(methods):
        targets = methods or targets  # of an object it is a method, of a module a function
    for path, name, function in targets:
        parameters = [item.arg for item in (*function.args.posonlyargs, *function.args.args)]
        if isinstance(position, int) and _is_method(function):
            parameters = parameters[1:]
        named = [*parameters, *(item.arg for item in function.args.kwonlyargs)]
        parameter = position if isinstance(position, str) else next(iter(parameters[position:]), None)
        if parameter not in named:
            raise UnclearError(f"a connection without a codec for JSON is passed to {called}() in an unclear way")
        if (path, name) not in found:
            _follow(project, (path, name), function, str(parameter), found, depth + 1)


def _is_method(function: Function) -> bool:
    return [item.arg for item in (*function.args.posonlyargs, *function.args.args)][:1] in (["self"], ["cls"])
