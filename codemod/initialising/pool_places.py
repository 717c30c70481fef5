"""Where a statement can be put before the one that makes a pool, and whether that one makes several."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from codemod.initialising.bound_names import loads
from codemod.initialising.engine_arguments import UnclosedError
from codemod.initialising.pools import Connecting, parsed
from codemod.source import SourceError, is_test, read_source

_DEFERRED = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True, eq=False)
class StatementPlace:
    """Where a statement starts.

    Attributes:
        offset: of its first character in the file.
        indent: the whitespace before it.
        positions: start and end offset of each argument of the call, by identity of its node.
    """

    offset: int
    indent: str
    positions: Mapping[int, tuple[int, int]]


def statement_of(origin: Connecting) -> StatementPlace:
    """The statement that makes a pool.

    Raises:
        UnclosedError: another one can't be put before it, or it would mean another thing there.
    """
    above = _path_to(origin.tree, origin.call)
    index = max(index for index, node in enumerate(above) if isinstance(node, ast.stmt))
    statement, inside = above[index], above[index + 1 :]
    if isinstance(statement, _DEFINITIONS) or any(isinstance(node, _DEFERRED) for node in inside):
        raise UnclosedError("it is not run where it stands")
    used = {name for child in ast.iter_child_nodes(origin.call) for name in loads(child)}
    bound_there = set(_bound_by(statement)) | {
        name
        for node in above
        if isinstance(node, ast.For | ast.AsyncFor)
        for name in (item.id for item in ast.walk(node.target) if isinstance(item, ast.Name))
    }
    for name in sorted(used & bound_there):
        raise UnclosedError(f"{name} is bound in the statement itself, or has a value for each of several pools")
    offsets = _Offsets(origin.text)
    start = offsets.of(statement.lineno, statement.col_offset)  # type: ignore[attr-defined]
    indent = origin.text[offsets.of(statement.lineno, 0) : start]  # type: ignore[attr-defined]
    if indent.strip() or origin.text.startswith("elif", start):
        raise UnclosedError("no statement can be put before it")
    arguments = [*origin.call.args, *(item.value for item in origin.call.keywords)]
    positions = {
        id(node): (
            offsets.of(node.lineno, node.col_offset),
            offsets.of(node.end_lineno or node.lineno, node.end_col_offset or 0),
        )
        for node in arguments
    }
    return StatementPlace(start, indent, positions)


def require_one_database(origin: Connecting, root: Path, files: Sequence[PurePosixPath]) -> None:
    """Make sure that the code around a call isn't used for several databases.

    Raises:
        UnclosedError: it is called, or its class made, with different arguments.
    """
    above = _path_to(origin.tree, origin.call)
    class_ = next((node for node in above if isinstance(node, ast.ClassDef)), None)
    function = next(
        (node for node in reversed(above) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)), None
    )
    name = class_.name if class_ is not None else function.name if function is not None else None
    if name is None:
        return
    found: dict[str, str] = {}
    for path in files:
        for line, arguments in _calls_of(name, root, path):
            found.setdefault(arguments, f"{path}:{line}")
    if len(found) > 1:
        raise UnclosedError(f"{name}() is called with different arguments: {', '.join(sorted(found.values()))}")


def _calls_of(name: str, root: Path, path: PurePosixPath) -> Iterator[tuple[int, str]]:
    try:
        text = "" if is_test(path) else read_source(root, path).text
        tree = parsed(text) if f"{name}(" in text else None
    except SourceError:
        return
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name:
            yield node.lineno, ast.unparse(ast.Tuple([*node.args, *(item.value for item in node.keywords)]))


def _path_to(tree: ast.AST, wanted: ast.AST) -> list[ast.AST]:
    """The nodes from the module down to one of its nodes, both included."""
    if tree is wanted:
        return [tree]
    for child in ast.iter_child_nodes(tree):
        below = _path_to(child, wanted)
        if below:
            return [tree, *below]
    return []


def _bound_by(statement: ast.AST) -> Iterator[str]:
    """Names that the header of a statement binds: ``async with a() as b, create_pool(b)``."""
    for item in getattr(statement, "items", ()):
        if item.optional_vars is not None:
            yield from (node.id for node in ast.walk(item.optional_vars) if isinstance(node, ast.Name))
    header = (node for node in ast.iter_child_nodes(statement) if not isinstance(node, ast.stmt))
    for node in header:
        yield from (item.target.id for item in ast.walk(node) if isinstance(item, ast.NamedExpr))


class _Offsets:
    """Positions of Python's parser, which counts bytes, as positions in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]

    def of(self, line: int, column: int) -> int:
        """The offset of a line, 1-based, and a column in bytes."""
        start = self.starts[line - 1]
        return start + len(self.text[start : start + column].encode()[:column].decode(errors="ignore"))
