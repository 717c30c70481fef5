"""What in a guarded block may raise an exception of asyncpg itself: awaits, blocks, coroutines given on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import libcst as cst

from codemod.discovery.coroutine_runners import RUNNERS
from codemod.discovery.errors.exception_handlers import called_name
from codemod.discovery.project_index import ProjectIndex
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import children, walk
from codemod.syntax.variables import is_shadowed

#: Methods of asyncpg's pools and connections that may raise one of its exceptions.
RAISING: Final = frozenset(
    {
        "fetch", "fetchrow", "fetchval", "fetchmany", "execute", "executemany", "acquire", "release", "transaction",
        "start", "commit", "rollback", "prepare", "cursor", "close", "connect", "create_pool", "copy_to_table",
        "copy_records_to_table", "copy_from_query", "copy_from_table", "add_listener", "reset", "set_type_codec",
    }
)  # fmt: skip


def raising_nodes(body: cst.CSTNode, scope: FunctionScope, index: ProjectIndex) -> Iterator[cst.CSTNode]:
    """Awaits, asynchronous blocks and unawaited calls that may raise an exception of asyncpg itself.

    Args:
        body: the guarded block.
        scope: the function it stands in.
        index: functions of the project.
    """
    for node in walk(body):
        match node:
            case cst.Await(expression=cst.Call() as call):
                raises = _may_raise(call, scope, index)
                if raises:
                    yield node
                if not (raises and is_raw(call, index)):  # a parameter of a query is not run
                    yield from _run_by(node, call, index)
            case cst.Await():
                yield node
            case cst.With() if node.asynchronous is not None:
                if any(
                    not isinstance(item.item, cst.Call) or _may_raise(item.item, scope, index) for item in node.items
                ):
                    yield node
            case cst.For() | cst.CompFor() if node.asynchronous is not None:
                yield node
            case _:
                pass


def _run_by(awaited: cst.Await, call: cst.Call, index: ProjectIndex) -> Iterator[cst.CSTNode]:
    """The coroutines and functions that an awaited call is given: ``gather(self.load(), …)``, ``retry(load)``."""
    if called_name(call) in RUNNERS and any(isinstance(item.value, _HELD) for item in call.args):
        yield awaited  # coroutines that were made elsewhere
    pending: list[cst.CSTNode] = [item.value for item in call.args]
    while pending:
        node = pending.pop()
        match node:
            case cst.Await():
                continue  # raises on its own
            case cst.Call():
                raw = is_raw(node, index)
                if raw or _is_coroutine(called_name(node), index):
                    yield node
                if not raw:
                    pending += [item.value for item in node.args]
            case cst.Name() | cst.Attribute():
                name = node.value if isinstance(node, cst.Name) else node.attr.value
                if _is_coroutine(name, index):
                    yield node
            case _:
                pending += children(node)


#: What holds coroutines or tasks that were made before.
_HELD: Final = (cst.Name, cst.Attribute, cst.Subscript)


def _is_coroutine(name: str | None, index: ProjectIndex) -> bool:
    """Whether a name may be an asynchronous function of the project."""
    functions = (item.node for item in index.functions_named(name)) if name is not None else ()
    return any(isinstance(node, cst.FunctionDef) and node.asynchronous is not None for node in functions)


def is_raw(node: cst.CSTNode, index: ProjectIndex) -> bool:
    """Whether a node is a call on a connection or pool, which may be rewritten itself.

    ``tr.rollback()`` is none: the transaction of a session has it as well, so no rewrite touches it.
    """
    match node:
        case cst.Call(func=cst.Attribute(value=cst.Name(), attr=cst.Name(value="commit" | "rollback")), args=[]):
            return False
        case cst.Call():
            return called_name(node) in RAISING | index.methods
        case _:
            return False


def _may_raise(call: cst.Call, scope: FunctionScope, index: ProjectIndex) -> bool:
    name = called_name(call)
    if isinstance(call.func, cst.Name) and is_shadowed(scope, call.func.value):
        return True  # a function that was given
    return name is None or name in RAISING or any(True for _ in index.functions_named(name))
