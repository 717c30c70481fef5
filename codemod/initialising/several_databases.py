"""Pools of several databases in one project: the sessions are of one of them, and a query of another is not theirs."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from codemod.initialising.pools import Connecting, find_connecting


def pools_of_several_databases(root: Path, files: Sequence[PurePosixPath]) -> tuple[Connecting, ...]:
    """Pools that a file makes side by side, each with a name and a database, server or role of its own.

    ``self.write = await create_pool(DSN)`` and ``self.read = await create_pool(REPLICA)`` are two. One name given its
    pool in two branches is one, and files tell nothing of each other: a script may say the same DSN in its own words.
    """
    for path in files:
        try:
            if (root / path).read_bytes().count(b"create_pool") < 2:
                continue
        except OSError:
            continue  # the run reports it
        pools = [item for item in find_connecting(root, [path]) if item.is_pool and item.bound is not None]
        first = {pool.bound_name: pool for pool in reversed(pools)}
        if len({_database(pool) for pool in first.values()}) > 1:
            return tuple(sorted(first.values(), key=lambda pool: pool.call.lineno))
    return ()


def sessions_of_pool(pool: Connecting) -> str:
    """The setting that says which pool the sessions of a new session maker stand for."""
    pattern = f"*.{pool.bound_name}" if pool.bound != pool.bound_name else pool.bound_name
    return f'{json.dumps(pattern)} = "async with session_maker() as session"  # {pool.place}'


def _database(pool: Connecting) -> tuple[object, ...]:
    settings = [ast.unparse(item.value) for item in pool.call.keywords if item.arg == "server_settings"]
    return pool.target, *settings
