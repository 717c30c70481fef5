"""Lines that find the pool before a connection is acquired from it: a session needs none of them."""

from __future__ import annotations

import ast


def only_finds_pool(line: ast.stmt, rest: list[ast.stmt]) -> bool:
    """``pool = await get_pool()``, and nothing but ``pool.acquire()`` and ``pool.release(conn)`` reads it."""
    match line:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            pass
        case _:
            return False
    value = value.value if isinstance(value, ast.Await) else value
    match value:
        case ast.Call(func=ast.Name() | ast.Attribute(), args=[], keywords=[]):
            is_found = "pool" in name.lower() or "pool" in ast.unparse(value.func).lower()
        case _:
            is_found = isinstance(value, ast.Name | ast.Attribute)
    nodes = [node for statement in rest for node in ast.walk(statement)]
    reads = [node for node in nodes if isinstance(node, ast.Name) and node.id == name]
    used = [
        node.value
        for node in nodes
        if isinstance(node, ast.Attribute) and node.attr in ("acquire", "release") and node.value in reads
    ]
    return is_found and bool(reads) and len(used) == len(reads)


def only_checks(line: ast.stmt) -> bool:
    """``if self.pool is None: raise …``: nobody misses it where there is no pool any more."""
    if not isinstance(line, ast.If) or line.orelse or not all(isinstance(item, ast.Raise) for item in line.body):
        return False
    return not any(isinstance(node, ast.Call) for node in ast.walk(line.test))
