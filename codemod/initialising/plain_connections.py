"""Whether ``asyncpg.connect()`` leads to the database of the project's engine wherever it is called."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from codemod.initialising.pools import Connecting

#: The setting that says so: a connection of its own becomes a session.
CONNECTED = '"asyncpg.connect" = "async with session_maker() as session"'


def share_database(origin: Connecting, connecting: Sequence[Connecting]) -> bool:
    """Whether all plain connections of a project are to the database of one call, and there are some.

    The arguments have to be the same, and to be made of constants and imports alone: a variable of the same name
    may hold something else.

    Args:
        origin: the call that the engine is made after.
        connecting: every call of the project that makes a pool or a connection.
    """
    plain = [item for item in connecting if not item.is_pool]
    return bool(plain) and _is_settled(origin) and all(_said(item) == _said(origin) for item in plain)


def _said(call: Connecting) -> tuple[object, ...]:
    names = sorted(_names(call))
    return call.target, tuple((name, _imports(call.tree).get(name)) for name in names)


def _is_settled(call: Connecting) -> bool:
    unpacked = any(isinstance(item, ast.Starred) for item in call.call.args) or any(
        item.arg is None for item in call.call.keywords
    )
    return bool(call.target) and not unpacked and _names(call) <= _imports(call.tree).keys()


def _names(call: Connecting) -> set[str]:
    """Names that the arguments are made of."""
    values = (ast.parse(value, mode="eval") for _, value in call.target)
    return {node.id for value in values for node in ast.walk(value) if isinstance(node, ast.Name)}


def _imports(tree: ast.Module) -> dict[str, str]:
    """Names that a module imports and binds nowhere else, with what they mean."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                found |= {item.asname or item.name.split(".")[0]: item.name for item in node.names}
            case ast.ImportFrom():
                source = "." * node.level + (node.module or "")
                found |= {item.asname or item.name: f"{source}:{item.name}" for item in node.names}
            case _:
                pass
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return {name: meaning for name, meaning in found.items() if name not in bound}
