"""Where a project keeps its schema: .sql files in the order of their numbers, and statements in Python strings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from codemod.mapping.ddl import is_undoing, natural_order
from codemod.modelling.statements import SchemaStatement, split_statements
from codemod.source import SourceError, read_source

_SKIPPED: Final = frozenset(
    {".git", ".venv", "venv", "node_modules", "__pycache__", "site-packages", ".tox", "test", "tests"}
)
_IN_STRING: Final = re.compile(r"\b(CREATE\s+(UNLOGGED\s+)?TABLE|ALTER\s+TABLE|CREATE\s+TYPE)\b", re.I)


def sql_statements(root: Path) -> Iterator[SchemaStatement]:
    """Every statement of the project's .sql files, migrations in their order."""
    paths = [path for path in root.rglob("*.sql") if not _SKIPPED & set(path.relative_to(root).parts)]
    for path in sorted(paths, key=lambda path: natural_order(path.relative_to(root).as_posix())):
        if is_undoing(path):
            continue
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        yield from split_statements(path.relative_to(root).as_posix(), text)


def python_statements(root: Path, files: Sequence[PurePosixPath]) -> Iterator[SchemaStatement]:
    """Schema statements written as plain strings in Python files; one that is put together is not read."""
    for path in files:
        if _SKIPPED & set(path.parts):
            continue
        try:
            text = read_source(root, path).text
            tree = ast.parse(text) if _IN_STRING.search(text) else None
        except (SourceError, SyntaxError, ValueError):
            continue
        if tree is None:
            continue
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in inside:
                continue
            if _IN_STRING.search(node.value):
                for found in split_statements(path.as_posix(), node.value):
                    yield SchemaStatement(found.path, node.lineno + found.line - 1, found.text)
