"""Whether a name of a module is a certain definition of the project: its own, or one that it imports."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import libcst as cst

from codemod.discovery.occurrences import Occurrence
from codemod.discovery.project_index import ProjectIndex
from codemod.source import ParsedModule
from codemod.syntax.tree import dotted, walk


def is_visible(item: Occurrence, name: str, module: ParsedModule, index: ProjectIndex) -> bool:
    """Whether ``name`` of a module is this definition.

    Args:
        item: the definition.
        name: the name of the function, or of the class it belongs to.
        module: the module that uses the name.
        index: packages that import the definition for others.
    """
    path = item.module.source.path
    if path == module.source.path:
        return True
    for statement in module.tree.body:
        for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            if isinstance(small, cst.ImportFrom) and _names(small, name):
                return imports(small, item, name, module, index)
    return False


def imports(statement: cst.ImportFrom, item: Occurrence, name: str, module: ParsedModule, index: ProjectIndex) -> bool:
    """Whether an import of a module, or of a function of it, binds ``name`` to this definition."""
    return _names(statement, name) and _gives(
        _imported(statement, module.source.path), item.module.source.path, name, index
    )


def means_class(written: str, item: Occurrence, class_name: str, module: ParsedModule, index: ProjectIndex) -> bool:
    """Whether a name in an annotation of a module is the class of a method; imports for type checkers count.

    Args:
        written: the name.
        item: the method.
        class_name: its class.
        module: the module with the annotation.
        index: packages that import the class for others.
    """
    path = item.module.source.path
    brought: list[bool] = []
    for node in walk(module.tree):
        if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
            for alias in node.names:
                if (alias.evaluated_alias or alias.evaluated_name) == written:
                    source = _imported(node, module.source.path)
                    named = alias.evaluated_name == class_name
                    brought.append(named and _gives(source, path, class_name, index))
    return all(brought) if brought else path == module.source.path and written == class_name


def _names(statement: cst.ImportFrom, name: str) -> bool:
    if isinstance(statement.names, cst.ImportStar):
        return False
    return any(alias.evaluated_name == name and alias.asname is None for alias in statement.names)


def is_module(item: Occurrence, name: str, module: ParsedModule) -> bool:
    """Whether ``name`` of a module is the file of a definition: ``from app.services import reports``."""
    path = item.module.source.path
    for statement in module.tree.body:
        for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            if isinstance(small, cst.ImportFrom) and not isinstance(small.names, cst.ImportStar):
                parts, from_root = _imported(small, module.source.path)
                if any(alias.evaluated_name == name and alias.asname is None for alias in small.names):
                    return _fits(path.with_suffix("").parts, (*parts, name), from_root)
    return False


def _imported(statement: cst.ImportFrom, own: PurePosixPath) -> tuple[tuple[str, ...], bool]:
    """The path of an imported module, from the project's root on or from wherever imports start."""
    names = tuple((dotted(statement.module) or "").split(".")) if statement.module is not None else ()
    if not statement.relative:
        return names, False
    folder = own.parent
    for _ in statement.relative[1:]:
        folder = folder.parent
    return (*folder.parts, *names), True


def _gives(source: tuple[tuple[str, ...], bool], path: PurePosixPath, name: str, index: ProjectIndex) -> bool:
    """Whether a module is the file of the definition, or a package whose ``__init__`` imports it from there."""
    parts, from_root = source
    file = path.parent.parts if path.stem == "__init__" else path.with_suffix("").parts
    if _fits(file, parts, from_root):
        return True
    package = path.parent
    exported = (
        rf"^from\s+[\w.]*\b{re.escape(path.stem)}\s+import\s+(?:\([^)]*?\b{name}\b(?!\s+as)|.*\b{name}\b(?!\s+as))"
    )
    return _fits(package.parts, parts, from_root) and bool(
        re.search(exported, index.text_of(package / "__init__.py"), re.M)
    )


def _fits(file: tuple[str, ...], parts: tuple[str, ...], from_root: bool) -> bool:
    return file == parts if from_root else bool(parts) and file[-len(parts) :] == parts
