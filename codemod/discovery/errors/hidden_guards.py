"""Handlers of asyncpg's exceptions around functions that are given to them: retry helpers, wrappers, told classes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import libcst as cst

from codemod.discovery.errors.exception_handlers import ExceptionNames, called_name, handlers_around, is_registration
from codemod.discovery.errors.guarded_functions import Called, called_by, calls_in
from codemod.discovery.occurrences import IndexedFile, Occurrence
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import dotted, parameters, walk

#: Calls with exceptions among their arguments that are looked at elsewhere, or handle nothing.
_UNDERSTOOD: Final = frozenset({"isinstance", "issubclass", "suppress", "add_exception_type", "remove_exception_type"})

#: What a call outside of functions is called that makes a handler for functions anywhere.
_FOR_ALL: Final = re.compile(r"retry|retries|backoff|except|catch|suppress|raises", re.I)


def takers(file: IndexedFile, names: ExceptionNames) -> Iterator[tuple[str, str]]:
    """Functions that run what they are given under a handler of asyncpg's exceptions: the handler's place, their name.

    Args:
        file: the file.
        names: how it may call asyncpg's exceptions.
    """
    for block in file.blocks:
        assert isinstance(block.node, cst.Try | cst.TryStar | cst.With)
        functions, given = _functions_around(block.scope)
        runs = any(_runs(node, given) for node in walk(block.node.body))
        if runs and any(True for _ in handlers_around(block.node.body, block.node, names)):
            yield block.place, functions[-1].name.value  # only a function has parameters


def runs_application(block: Occurrence) -> bool:
    """Whether a framework, or a ``with`` block, hands a block what runs under its handlers: middleware, ``yield``.

    What that is can't be told: ``return await handler(request)`` runs any handler of the application.
    """
    assert isinstance(block.node, cst.Try | cst.TryStar | cst.With)
    functions, given = _functions_around(block.scope)
    names = [function.name.value for function in functions]
    used = [each.decorator for function in functions for each in function.decorators]
    written = [dotted(each.func if isinstance(each, cst.Call) else each) or "" for each in used]
    body = list(walk(block.node.body))
    if functions and any(isinstance(node, cst.Yield) for node in body):
        is_dependency = any(f"Depends({name}" in block.module.source.text for name in names)
        return is_dependency or any("contextmanager" in name for name in written)
    is_middleware = "middleware" in " ".join([*names, block.scope.class_name or "", *written]).lower()
    is_called = not {"__call__", "dispatch"}.isdisjoint(names)
    return (is_middleware or is_called) and any(_runs(node, given) or _runs_inner(node) for node in body)


def _runs_inner(node: cst.CSTNode) -> bool:
    """``await self.app(scope, receive, send)``: the application that a middleware wraps."""
    match node:
        case cst.Call(func=cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value="app" | "inner" | "next"))):
            return True
        case _:
            return False


def _functions_around(scope: FunctionScope) -> tuple[list[cst.FunctionDef], set[str]]:
    """A function and those around it, the outermost last, and the parameters of all of them."""
    functions: list[cst.FunctionDef] = []
    given: set[str] = set()
    current: FunctionScope | None = scope
    while current is not None:
        if isinstance(current.node, cst.FunctionDef):
            functions.append(current.node)
            given |= {item.name.value for item in parameters(current.node.params)} - {"self", "cls"}
        current = current.outer
    return functions, given


def _runs(node: cst.CSTNode, given: set[str]) -> bool:
    match node:
        case cst.Call(func=cst.Name(value=name)) | cst.Await(expression=cst.Name(value=name)):
            return name in given
        case _:
            return False


def given_in(call: Occurrence) -> Iterator[Called]:
    """The functions that a call is given, or whose coroutines it is given."""
    node = call.node.expression if isinstance(call.node, cst.Await) else call.node
    assert isinstance(node, cst.Call), "calls are looked for"
    for argument in node.args:
        yield from called_by(argument.value, call.scope.class_name)
        yield from calls_in(argument, call.scope.class_name)


def decorated_by(file: IndexedFile, name: str) -> Iterator[Occurrence]:
    """The functions of a file that have a decorator of that name, called or not."""
    for found in file.functions.values():
        for item in found:
            assert isinstance(item.node, cst.FunctionDef), "functions are indexed"
            used = (each.decorator for each in item.node.decorators)
            written = (each.func if isinstance(each, cst.Call) else each for each in used)
            if any((dotted(each) or "").rpartition(".")[2] == name for each in written):
                yield item


def told_calls(file: IndexedFile, names: ExceptionNames) -> Iterator[Occurrence]:
    """Calls that are told exceptions of asyncpg, for whatever they do with them: ``retry_if_exception_type(…)``."""
    for found in (*file.unawaited.values(), *file.awaited.values()):
        for item in found:
            call = item.node.expression if isinstance(item.node, cst.Await) else item.node
            assert isinstance(call, cst.Call), "calls are indexed"
            if called_name(call) in _UNDERSTOOD or is_registration(call):
                continue
            if any(names.named_in(argument.value) for argument in call.args) and not _is_looked_at(item):
                yield item


def _is_looked_at(item: Occurrence) -> bool:
    """A decorator, and what is opened by a ``with``; a call outside of functions that makes no handler for others."""
    function = item.scope.node
    if not isinstance(function, cst.FunctionDef):
        call = item.node.expression if isinstance(item.node, cst.Await) else item.node
        assert isinstance(call, cst.Call), "calls are indexed"
        return _FOR_ALL.search(called_name(call) or "") is None
    if any(node is item.node for decorator in function.decorators for node in walk(decorator)):
        return True
    return isinstance(item.scope.parent(item.node), cst.WithItem)
