"""Listeners of the project that may change what a session executes: soft deletion, tenants, routing.

``do_orm_execute`` sees every statement of a session and may put another in its place, ``with_loader_criteria()`` say;
``before_execute`` and ``before_cursor_execute`` may where they are listened to with ``retval=True`` (SQLAlchemy manual,
ORM Events and Core Events). asyncpg's statements never met them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from codemod.mapping.columns import call_name
from codemod.mapping.modules import UNREADABLE
from codemod.source import SourceFile

_SESSION_EVENT: Final = "do_orm_execute"
_ENGINE_EVENTS: Final = ("before_execute", "before_cursor_execute")

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def statement_listener(source: SourceFile) -> str | None:
    """``path:line`` of a listener that may change statements; None where each only looks at them."""
    if not any(event in source.text for event in (_SESSION_EVENT, *_ENGINE_EVENTS)):
        return None
    try:
        tree = ast.parse(source.text)
    except UNREADABLE:
        return f"{source.path}:1" if _SESSION_EVENT in source.text else None
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, _Function)}
    for call, function in _listeners(tree, functions):
        if function is None or not _only_looks(function):
            return f"{source.path}:{call.lineno}"
    return None


def _listeners(tree: ast.Module, functions: dict[str, _Function]) -> Iterator[tuple[ast.Call, _Function | None]]:
    """Each call that registers a listener of statements, and the function it registers where that is in sight."""
    decorated = {id(decorator): function for function in functions.values() for decorator in function.decorator_list}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and call_name(call) in ("listen", "listens_for") and _is_of_statements(call):
            named = call.args[2] if len(call.args) > 2 else None
            yield call, functions.get(named.id) if isinstance(named, ast.Name) else decorated.get(id(call))


def _is_of_statements(call: ast.Call) -> bool:
    event = call.args[1] if len(call.args) > 1 else None
    name = event.value if isinstance(event, ast.Constant) else None
    replaces = any(keyword.arg == "retval" for keyword in call.keywords)
    return name == _SESSION_EVENT or (name in _ENGINE_EVENTS and replaces)


def _only_looks(function: _Function) -> bool:
    """Whether a listener reads attributes of what it is given, and neither changes it nor passes it on nor gives it."""
    names = {item.arg for item in (*function.args.posonlyargs, *function.args.args)}
    called = {id(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    read = {
        id(node.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and id(node) not in called
    }
    return not any(
        (isinstance(node, ast.Return) and node.value is not None)
        or (isinstance(node, ast.Name) and node.id in names and id(node) not in read)
        for node in ast.walk(function)
    )
