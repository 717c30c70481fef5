"""The project's own ways of giving a connection: methods around ``pool.acquire()``, known by their bodies."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

import libcst as cst

from codemod.discovery.connections.finding_pools import only_checks, only_finds_pool
from codemod.discovery.connections.injections import NO_DEPENDENCIES, Dependencies
from codemod.discovery.connections.kept_transactions import unit_of_kept
from codemod.discovery.connections.lenient_wrappers import MayTake, may_take_of_class, may_take_of_function
from codemod.discovery.connections.unit_classes import unit_of_class
from codemod.source import ParsedModule
from codemod.syntax.matching import without_docstring

_Function = ast.FunctionDef | ast.AsyncFunctionDef

#: Through how many functions of a module a connection is given on.
_FOLLOWED: Final = 3


@dataclass(frozen=True, slots=True)
class ConnectionWrapper:
    """What ``async with db.method() as name`` gives.

    Attributes:
        begins: the block is a transaction, rolled back by an exception and committed otherwise.
        attribute: the attribute of ``name`` that holds the connection; empty when ``name`` is one.
        takes_pool: it is a class, whose arguments say where the connection comes from.
        may_take: it may be given a connection, by which parameter, and acquires one otherwise.
    """

    begins: bool
    attribute: str = ""
    takes_pool: bool = False
    may_take: MayTake | None = None

    @classmethod
    def configured(cls, text: str) -> ConnectionWrapper:
        """``"transaction"``, ``"connection"``, or with the attribute: ``"transaction.conn"``."""
        kind, _, attribute = text.partition(".")
        return cls(kind == "transaction", attribute)


#: Plain acquire(), whoever has it.
ACQUIRE = ConnectionWrapper(begins=False)


@dataclass(frozen=True, slots=True)
class ConnectionWrappers:
    """Every wrapper of the project; picklable.

    Attributes:
        patterns: the configured ones, by a pattern of the called expression (``"*.db.transaction"``).
        methods: those found, by method name; a name that other methods have too is not among them.
        dependencies: functions from which FastAPI takes the connection of a parameter.
    """

    patterns: tuple[tuple[str, ConnectionWrapper], ...] = ()
    methods: Mapping[str, ConnectionWrapper] | None = None
    dependencies: Dependencies = NO_DEPENDENCIES

    def of_call(self, called: str) -> ConnectionWrapper | None:
        """What a called expression (``self.bot.db.transaction``) gives when it is entered."""
        for pattern, wrapper in self.patterns:
            if fnmatchcase(called, pattern):
                return wrapper
        method = called.rpartition(".")[2]
        return ACQUIRE if method == "acquire" and method != called else (self.methods or {}).get(method)


def could_give_connections(data: bytes) -> bool:
    """Whether a file can hold a wrapper around ``acquire()``; no parse."""
    return b".acquire(" in data


def definitions_of(module: ParsedModule) -> ast.Module:
    """Classes and functions of a module as this Python can read them, whatever newer syntax stands beside them."""
    found: list[ast.stmt] = []
    for node in module.tree.body:
        if isinstance(node, cst.ClassDef | cst.FunctionDef):
            first = node.decorators[0] if node.decorators else node
            text = module.source.text[module.span(first)[0] : module.span(node)[1]]
            try:
                found += ast.parse(text).body
            except (SyntaxError, ValueError):
                continue
    return ast.Module(body=found, type_ignores=[])


def find_wrapper_methods(trees: Sequence[ast.Module], texts: Sequence[bytes]) -> dict[str, ConnectionWrapper]:
    """Methods, functions and classes that give a connection, by name, where all of that name are understood alike.

    Args:
        trees: the modules of the project whose text names ``acquire``.
        texts: all files of the project.
    """
    found: dict[str, list[ConnectionWrapper | None]] = {}
    for tree in trees:
        classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        for class_ in classes:
            given = _of_unit_class(class_, tree)
            if given is not None:
                found.setdefault(class_.name, []).append(given)
        for body, own in ((tree.body, 0), *((class_.body, 1) for class_ in classes)):
            for function in body:
                if isinstance(function, _Function) and _may_give(function, found.keys()):
                    wrapper = _wrapper(function, own, tree) or _lenient(may_take_of_function(function, own, tree))
                    found.setdefault(function.name, []).append(wrapper)
    return {
        name: wrappers[0]
        for name, wrappers in found.items()
        if wrappers[0] is not None and len(set(wrappers)) == 1 and _definitions(name, texts) == len(wrappers)
    }


def _of_unit_class(class_: ast.ClassDef, tree: ast.Module) -> ConnectionWrapper | None:
    unit = unit_of_class(class_)
    if unit is not None:
        return ConnectionWrapper(unit.begins, unit.attribute, takes_pool=True)
    return _lenient(may_take_of_class(class_, tree))


def _lenient(may_take: MayTake | None) -> ConnectionWrapper | None:
    return ConnectionWrapper(begins=False, may_take=may_take) if may_take is not None else None


def _may_give(function: _Function, units: Collection[str]) -> bool:
    written = ast.dump(function)
    is_generator = "asynccontextmanager" in written and "Yield(" in written
    return "acquire" in written or is_generator or any(f"Name(id={name!r}" in written for name in units)


def _definitions(name: str, texts: Sequence[bytes]) -> int:
    written = re.compile(rb"\b(?:def|class)[ \t]+" + name.encode() + rb"[ \t]*[(:]")
    return sum(len(written.findall(text)) for text in texts)


def _wrapper(method: _Function, own: int, tree: ast.Module, depth: int = 0) -> ConnectionWrapper | None:
    """What a function gives; ``own`` is how many arguments Python passes (``self``)."""
    arguments = method.args
    if (
        len(arguments.args) != own
        or arguments.vararg
        or arguments.kwonlyargs
        or arguments.kwarg
        or arguments.posonlyargs
    ):
        return None
    decorators = [ast.unparse(item).rpartition(".")[2] for item in method.decorator_list]
    body = without_docstring(method.body)
    if decorators == ["asynccontextmanager"]:
        return _of_generator(body, tree, depth)
    if decorators:
        return None
    return _of_unit(body, tree) or (_of_object(body, tree) if isinstance(method, ast.AsyncFunctionDef) else None)


def _of_generator(body: list[ast.stmt], tree: ast.Module, depth: int = 0) -> ConnectionWrapper | None:
    """``async with self.pool.acquire() as conn[, conn.transaction()]: yield conn``, nested, on one line or by hand."""
    while len(body) > 1 and (only_checks(body[0]) or only_finds_pool(body[0], body[1:])):
        body = body[1:]
    if len(body) == 2:
        return _by_hand(*body)
    items: list[ast.withitem] = []
    while len(body) == 1 and isinstance(body[0], ast.AsyncWith):
        items += body[0].items
        body = body[0].body
    if not items or len(items) > 2 or not isinstance(items[0].optional_vars, ast.Name):
        return None
    name = items[0].optional_vars.id
    entered = items[0].context_expr
    given = ACQUIRE if _is_call(entered, "acquire") else _of_function(entered, tree, depth)
    if given is None or given.attribute or [ast.unparse(line) for line in body] != [f"yield {name}"]:
        return None
    if len(items) == 1:
        return given
    if given.begins:
        return None
    opened = ast.unparse(items[1].context_expr) == f"{name}.transaction()" and items[1].optional_vars is None
    return ConnectionWrapper(begins=True) if opened else None


def _of_function(entered: ast.expr, tree: ast.Module, depth: int) -> ConnectionWrapper | None:
    """What a function of the same module gives that is called without arguments."""
    match entered:
        case ast.Call(func=ast.Name(id=name), args=[], keywords=[]) if depth < _FOLLOWED:
            functions = [item for item in tree.body if isinstance(item, _Function) and item.name == name]
            return _wrapper(functions[0], 0, tree, depth + 1) if len(functions) == 1 else None
        case _:
            return None


def _by_hand(acquired: ast.stmt, guard: ast.stmt) -> ConnectionWrapper | None:
    """``conn = await self.pool.acquire()``, ``try: yield conn``, ``finally: await self.pool.release(conn)``."""
    match acquired, guard:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=ast.Await(value=call)),
            ast.Try(body=body, handlers=[], orelse=[], finalbody=[ast.Expr(value=ast.Await(value=ast.Call() as back))]),
        ) if _is_call(call, "acquire"):
            given = [ast.unparse(argument) for argument in back.args]
            released = (_is_call(back, "release") and given == [name]) or ast.unparse(back) == f"{name}.close()"
            fits = released and not back.keywords
        case _:
            return None
    match body:
        case [ast.AsyncWith(items=[opened], body=inner)] if ast.unparse(opened.context_expr) == f"{name}.transaction()":
            begins, body = opened.optional_vars is None, inner
        case _:
            begins = False
    return ConnectionWrapper(begins) if fits and [ast.unparse(line) for line in body] == [f"yield {name}"] else None


def _is_call(node: ast.expr, method: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method


def _of_unit(body: list[ast.stmt], tree: ast.Module) -> ConnectionWrapper | None:
    """``return UnitOfWork(self.pool)``."""
    match body:
        case [ast.Return(value=ast.Call(func=ast.Name(id=class_name), args=arguments, keywords=keywords))]:
            given = [*arguments, *(item.value for item in keywords)]
        case _:
            return None
    named = [item for item in tree.body if isinstance(item, ast.ClassDef) and item.name == class_name]
    unit = unit_of_class(named[0]) if len(named) == 1 else None
    is_plain = all(isinstance(item, ast.Name | ast.Attribute) for item in given)
    return ConnectionWrapper(unit.begins, unit.attribute) if unit is not None and is_plain else None


def _of_object(body: list[ast.stmt], tree: ast.Module) -> ConnectionWrapper | None:
    """``conn = await pool.acquire(); tr = conn.transaction(); return Wrapper(conn, tr)``."""
    lines = [line for line in body if not isinstance(line, ast.ClassDef)]
    classes = [line for line in (*body, *tree.body) if isinstance(line, ast.ClassDef)]
    match lines:
        case [
            ast.Assign(targets=[ast.Name(id=conn)], value=ast.Await(value=acquired)),
            ast.Assign(targets=[ast.Name(id=transaction)], value=begun),
            ast.Return(value=ast.Call(func=ast.Name(id=class_name), args=[ast.Name(id=first), ast.Name(id=second)])),
        ]:
            fits = _is_call(acquired, "acquire") and ast.unparse(begun) == f"{conn}.transaction()"
            named = [item for item in classes if item.name == class_name]
            if fits and (first, second) == (conn, transaction) and len(named) == 1:
                unit = unit_of_kept(named[0])
                return ConnectionWrapper(unit.begins, unit.attribute) if unit is not None else None
            return None
        case _:
            return None
