"""Names of a module that nothing reads any more once some of its code is gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import libcst as cst

from codemod.files.project_files import ProjectFiles
from codemod.source import Edit, ParsedModule
from codemod.syntax.tree import walk
from codemod.syntax.typing_imports import typing_imports


def no_longer_read(
    module: ParsedModule, removed: Iterable[cst.CSTNode], kept: Sequence[cst.CSTNode] = ()
) -> frozenset[str]:
    """Names that only some expressions read.

    Args:
        module: the module.
        removed: the expressions.
        kept: those of them that are written again.
    """
    gone: set[int] = set()
    candidates: set[str] = set()
    for node in removed:
        for item in walk(node):
            if isinstance(item, cst.Name):
                gone.add(id(item))
                candidates.add(item.value)
    candidates -= {item.value for node in kept for item in walk(node) if isinstance(item, cst.Name)}
    if not candidates or "__all__" in module.source.text:
        return frozenset()
    for item in walk(module.tree):
        if (
            isinstance(item, cst.Name)
            and item.value in candidates
            and id(item) not in gone
            and not _in_import(module, item)
        ):
            candidates.discard(item.value)
    return frozenset(candidates)


def is_imported_from(module: ParsedModule, name: str, files: ProjectFiles) -> bool:
    """Whether another file may import a name from a module, which has it only from an import itself.

    Args:
        module: the module.
        name: a name that it imports.
        files: every file of the project.
    """
    path = module.source.path
    own = re.escape(path.parent.name if path.stem == "__init__" else path.stem)
    word = re.escape(name)
    imported = re.compile(
        rf"\bfrom\s+(?:[\w.]*\b{own}|\.+)\s+import\s*(?:\([^)]*\b{word}\b|[^\n(]*\b{word}\b|\*)|\b{own}\.{word}\b"
    )
    texts = (files.text(other) for other in files.paths if other != path)
    return any(name in text and imported.search(text) for text in texts)


def quoted_names(module: ParsedModule, edits: Sequence[Edit]) -> set[str]:
    """The words of strings in annotations that stay: ``"asyncpg.Pool"``, ``list["Link"]``."""
    found: set[str] = set()
    for annotation in walk(module.tree):
        for node in walk(annotation) if isinstance(annotation, cst.Annotation) else ():
            if isinstance(node, cst.SimpleString):
                start, end = module.span(node)
                stays = not any(edit.start <= start and end <= edit.end for edit in edits)
                found.update(re.findall(r"\w+", node.value) if stays else ())
    return found


def _in_import(module: ParsedModule, name: cst.Name) -> bool:
    for statement in module.tree.body:
        if isinstance(statement, cst.SimpleStatementLine):
            for small in statement.body:
                if isinstance(small, cst.Import | cst.ImportFrom) and any(item is name for item in walk(small)):
                    return True
    return any(item is name for _, node in typing_imports(module.tree) for item in walk(node))
