"""Whether a new import would close a circle of the project's modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

from codemod.source import SourceError, SourceFile, decode_source, parse_source


def closes_circle(root: Path, importer: PurePosixPath, module: str) -> bool:
    """Whether ``importer`` is imported, however far down, by the module it would import.

    Args:
        root: project root.
        importer: path of the importing file, below the root.
        module: dotted name of the module to import.
    """
    goal = (root / importer).resolve()
    pending = list(_files(root, goal.parent, module))
    seen: set[Path] = set()
    while pending:
        path = pending.pop()
        if path == goal:
            return True
        if path not in seen:
            seen.add(path)
            for name in _imported(path, path.stat().st_mtime_ns):
                pending += _files(root, path.parent, name)
    return False


def _files(root: Path, near: Path, dotted: str) -> Iterator[Path]:
    """The files that importing a dotted name runs: the module and the packages around it."""
    if dotted.startswith("."):
        level = len(dotted) - len(dotted.lstrip("."))
        folders = [[near, *near.parents][level - 1]]
    else:
        folders = [root.resolve(), root.resolve() / "src", near]
        folders += [folder for folder in near.parents if folder.is_relative_to(root.resolve())]
    parts = [part for part in dotted.split(".") if part]
    for folder in folders:
        found = []
        for length in range(1, len(parts) + 1):
            base = folder.joinpath(*parts[:length])
            found += [path for path in (base.with_name(f"{base.name}.py"), base / "__init__.py") if path.is_file()]
        if found:
            yield from found
            return


@lru_cache(maxsize=4096)
def _imported(path: Path, _changed: int) -> tuple[str, ...]:
    """Dotted names a module imports when it is imported itself; relative ones keep their dots."""
    try:
        source = decode_source(PurePosixPath(path), path.read_bytes())
        return tuple(_names(_statements(source)))
    except (OSError, SourceError):
        return ()


def _statements(source: SourceFile) -> list[ast.stmt]:
    try:
        return ast.parse(source.text).body
    except (SyntaxError, ValueError):
        tree = parse_source(source).tree
    found = []
    for statement in tree.body:
        code = tree.code_for_node(statement)
        if "import" in code:
            try:
                found += ast.parse(code).body
            except (SyntaxError, ValueError):
                continue  # newer syntax than the interpreter's: no import statement
    return found


def _names(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        match statement:
            case ast.Import():
                yield from (alias.name for alias in statement.names)
            case ast.ImportFrom():
                base = "." * statement.level + (statement.module or "")
                yield base
                joint = "" if base.endswith(".") else "."
                yield from (f"{base}{joint}{alias.name}" for alias in statement.names)
            case ast.If() if "TYPE_CHECKING" in ast.unparse(statement.test):
                yield from _names(statement.orelse)
            case ast.If() | ast.Try() | ast.With() | ast.ClassDef():
                yield from _names([*statement.body, *getattr(statement, "orelse", [])])
                yield from _names([item for handler in getattr(statement, "handlers", []) for item in handler.body])
            case _:
                continue
