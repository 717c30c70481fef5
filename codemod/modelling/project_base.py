"""The declarative base of a project, for models that are added to it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from codemod.mapping.import_paths import dotted_name, import_roots, imported_names
from codemod.source import SourceError, read_source


def declarative_base(root: Path, files: Sequence[PurePosixPath]) -> tuple[str, str] | None:
    """Module and name of the one declarative base of a project; None where there is none, or no telling which."""
    texts: dict[PurePosixPath, str] = {}
    for path in files:
        try:
            texts[path] = read_source(root, path).text
        except SourceError:
            continue
    _, packages = imported_names(texts.values())
    roots = import_roots(packages, files)
    found = [
        (dotted_name(path, packages, roots), name)
        for path, text in texts.items()
        if ("DeclarativeBase" in text or "declarative_base(" in text) and not {"test", "tests"} & set(path.parts)
        for name in _bases(text)
    ]
    return found[0] if len(found) == 1 else None


def _bases(text: str) -> list[str]:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return []
    found = []
    for statement in body:
        match statement:
            case ast.ClassDef(name=name, bases=bases) if any("DeclarativeBase" in ast.unparse(base) for base in bases):
                found.append(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function)) if ast.unparse(
                function
            ).endswith("declarative_base"):
                found.append(name)
            case _:
                pass
    return found
