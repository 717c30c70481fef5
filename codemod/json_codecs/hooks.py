"""The functions that a pool calls with each of its connections, and the files and calls they are looked for in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from codemod.initialising.pools import Connecting
from codemod.json_codecs.meanings import Files, Function, Place, UnclearError

#: Arguments of a pool that are called with each of its connections.
HOOKS: Final = ("init", "setup")


def hook_of(project: Files, connecting: Connecting, name: str) -> tuple[ast.expr, Place]:
    """The ``init=`` of a call, in the tree that all questions are asked of."""
    tree = project.tree(connecting.path)
    for call, functions, class_ in calls_of(tree, (), None):
        if (call.lineno, call.col_offset) == (connecting.call.lineno, connecting.call.col_offset):
            value = next(item.value for item in call.keywords if item.arg == name)
            return value, Place(project, connecting.path, (*reversed(functions), tree), class_)
    raise UnclearError(f"{connecting.place} is not found again")


def bytes_of(path: Path) -> bytes:
    """The contents of a file; of one that can't be read, none: the run reports it."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def calls_of(
    node: ast.AST, functions: tuple[Function | ast.Lambda, ...], class_: ast.ClassDef | None
) -> Iterator[tuple[ast.Call, tuple[Function | ast.Lambda, ...], ast.ClassDef | None]]:
    """Calls with the functions around them, the outermost first, and the class around these."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, functions, class_
        inner = (*functions, child) if isinstance(child, Function | ast.Lambda) else functions
        yield from calls_of(child, inner, child if isinstance(child, ast.ClassDef) else class_)
