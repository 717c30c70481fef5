"""What of the project may change what a session executes: soft deletion, tenants, routing.

``do_orm_execute`` sees every statement of a session and may put another in its place, ``with_loader_criteria()`` say;
``before_execute`` and ``before_cursor_execute`` may where they are listened to with ``retval=True`` (SQLAlchemy manual,
ORM Events and Core Events). A session class of the project may have its own ``execute()`` or ``get_bind()``, and
``schema_translate_map`` puts tables elsewhere. asyncpg's statements never met any of them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from codemod.mapping.columns import call_name
from codemod.mapping.modules import UNREADABLE
from codemod.source import SourceFile

_SESSION_EVENT: Final = "do_orm_execute"
_ENGINE_EVENTS: Final = ("before_execute", "before_cursor_execute")

_TRANSLATED: Final = "schema_translate_map"

#: A class of sessions, and what every statement of one, and its end, go through.
_SESSION_CLASS: Final = re.compile(r"^\s*class\s+\w+\([^)]*\b(?:Async)?Session\b", re.M)
_OWN_METHODS: Final = frozenset(
    {"execute", "scalar", "scalars", "stream", "stream_scalars", "connection", "get_bind"}
    | {"begin", "begin_nested", "commit", "rollback", "close", "__aenter__", "__aexit__"}
)

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def statement_changer(source: SourceFile) -> str | None:
    """What may change the statements of sessions, and where: ``the listener at path:line``; None where nothing does."""
    marks = (_SESSION_EVENT, *_ENGINE_EVENTS, _TRANSLATED)
    is_own = "sqlalchemy" in source.text and _SESSION_CLASS.search(source.text) is not None
    if not is_own and not any(mark in source.text for mark in marks):
        return None
    try:
        tree = ast.parse(source.text)
    except UNREADABLE:
        return f"the listener at {source.path}:1" if _SESSION_EVENT in source.text else None
    for node in ast.walk(tree):
        if _TRANSLATED in (getattr(node, "arg", None), getattr(node, "value", None)):
            return f"the {_TRANSLATED} at {source.path}:{getattr(node, 'lineno', 1)}"
        if is_own and isinstance(node, ast.ClassDef) and (method := _own_method(node)) is not None:
            return f"{method.name}() of the session at {source.path}:{method.lineno}"
    listener = _listener(source, tree)
    return f"the listener at {listener}" if listener is not None else None


def _own_method(class_: ast.ClassDef) -> _Function | None:
    """What a class of sessions does in its own way."""
    bases = {ast.unparse(base).rpartition(".")[2] for base in class_.bases}
    if not bases & {"AsyncSession", "Session"}:
        return None
    methods = [item for item in class_.body if isinstance(item, _Function)]
    return next((item for item in methods if item.name in _OWN_METHODS), None)


def _listener(source: SourceFile, tree: ast.Module) -> str | None:
    """``path:line`` of a listener that may change statements; None where each only looks at them."""
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
