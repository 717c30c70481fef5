"""The declarative base of a project, for models that are added to it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from codemod.mapping.import_paths import dotted_name, import_roots, imported_names
from codemod.source import SourceError, is_test, read_source


@dataclass(frozen=True, slots=True)
class ProjectBase:
    """A declarative base.

    Attributes:
        module: that it is imported from.
        dataclass: its models are dataclasses.
        names_constraints: its metadata has a naming convention of its own.
    """

    module: str
    name: str
    dataclass: bool = False
    names_constraints: bool = False


def declarative_base(root: Path, files: Sequence[PurePosixPath]) -> ProjectBase | None:
    """The one declarative base of a project; None where there is none, or no telling which."""
    texts: dict[PurePosixPath, str] = {}
    for path in files:
        try:
            texts[path] = read_source(root, path).text
        except SourceError:
            continue
    _, packages = imported_names(texts.values())
    roots = import_roots(packages, files)
    found = [
        ProjectBase(dotted_name(path, packages, roots), name, is_dataclass, "naming_convention" in text)
        for path, text in texts.items()
        if ("DeclarativeBase" in text or "declarative_base(" in text) and not is_test(path)
        for name, is_dataclass in _bases(text)
    ]
    return found[0] if len(found) == 1 else None


def _bases(text: str) -> Iterator[tuple[str, bool]]:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return
    for statement in body:
        match statement:
            case ast.ClassDef(name=name, bases=bases) if any("DeclarativeBase" in ast.unparse(base) for base in bases):
                yield name, any("MappedAsDataclass" in ast.unparse(base) for base in bases)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function)) if ast.unparse(
                function
            ).endswith("declarative_base"):
                yield name, False
            case _:
                pass
