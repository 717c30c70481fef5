"""Alembic's versions as schema statements: read, in the order of their revisions, and never run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from codemod.schema.alembic_operations import Operations, UnreadableError
from codemod.schema.statements import Note, SchemaStatement, split_statements

_MARK: Final = re.compile(r"^(?:down_)?revision\b.*=", re.M)


@dataclass(frozen=True, slots=True, eq=False)
class AlembicVersion:
    """One file of a ``versions`` folder.

    Attributes:
        down: the revisions it comes after.
    """

    path: str
    revision: str
    down: tuple[str, ...]
    tree: ast.Module


def read_version(path: PurePosixPath, text: str) -> AlembicVersion | None:
    """A version of Alembic; None where a file is something else."""
    if "def upgrade" not in text or len(_MARK.findall(text)) < 2:
        return None
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    values: dict[str, Any] = {}
    for statement in tree.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                try:
                    values[name] = ast.literal_eval(value)
                except (ValueError, TypeError):
                    continue
            case _:
                continue
    revision, down = values.get("revision"), values.get("down_revision", "")
    if not isinstance(revision, str):
        return None
    before = tuple(down) if isinstance(down, tuple | list) else (down,) if down else ()
    return AlembicVersion(path.as_posix(), revision, before, tree)


def in_revision_order(versions: Sequence[AlembicVersion]) -> Iterator[SchemaStatement | Note]:
    """The statements of all versions, each after those it comes after."""
    by_revision = {version.revision: version for version in versions}
    done: set[str] = set()
    operations = Operations()

    def visit(version: AlembicVersion) -> Iterator[SchemaStatement | Note]:
        if version.revision in done:
            return
        done.add(version.revision)
        for name in version.down:
            if name in by_revision:
                yield from visit(by_revision[name])
        yield from _statements(version, operations)

    for version in sorted(versions, key=lambda version: version.path):
        yield from visit(version)


def _statements(version: AlembicVersion, operations: Operations) -> Iterator[SchemaStatement | Note]:
    upgrade = next((node for node in version.tree.body if _is_upgrade(node)), None)
    if not isinstance(upgrade, ast.FunctionDef):
        return
    operations.enter(version.tree)
    yield from _of_body(version, upgrade.body, operations)


def _is_upgrade(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == "upgrade"


def _of_body(
    version: AlembicVersion, body: Iterable[ast.stmt], operations: Operations
) -> Iterator[SchemaStatement | Note]:
    for statement in body:
        try:
            for sql in operations.read(statement):
                for found in split_statements(version.path, sql):
                    yield SchemaStatement(version.path, statement.lineno, found.text)
        except UnreadableError as error:
            yield Note(f"{version.path}:{error.line or statement.lineno}", f"is not read: {error}")
