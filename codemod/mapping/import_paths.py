"""Where the project itself imports a model from, so that generated imports look like its own."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

_FROM = re.compile(r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n]+)", re.M)
_IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+(\w+)", re.M)

#: Modules that lie beside packages and are run by tools, not imported.
_TOOLS = frozenset({"setup.py", "conftest.py", "noxfile.py"})


def imported_names(texts: Iterable[str]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """How often ``from module import name`` is written, and each top-level package, over the project's sources."""
    names: Counter[tuple[str, str]] = Counter()
    packages: Counter[str] = Counter()
    for text in texts:
        packages.update(_IMPORT.findall(text))
        for module, listed in _FROM.findall(text):
            for item in re.findall(r"\w+", re.sub(r"#[^\n]*|\bas\s+\w+", "", listed)):
                names[module, item] += 1
    return names, packages


def import_roots(packages: Mapping[str, int], paths: Sequence[PurePosixPath]) -> frozenset[PurePosixPath]:
    """Folders, not packages themselves, whose modules the project imports by their bare names.

    A program that is started as ``python bot/main.py`` imports what lies beside it that way; a module
    that nobody imports yet will have to be imported like its neighbours. A folder that holds packages and no
    modules is where a service of a repository starts; below ``src`` it is a namespace package.
    """
    names = {name for name in packages if name not in sys.stdlib_module_names}
    own = {path.parent for path in paths if path.name == "__init__.py"}
    found = {path.parent for path in (*paths, *own) if path.stem in names}
    with_modules = {path.parent for path in paths if path.name not in _TOOLS}
    found |= {_above_namespaces(folder.parent) for folder in own} - with_modules
    return frozenset(found - own - {PurePosixPath()})


def _above_namespaces(folder: PurePosixPath) -> PurePosixPath:
    return next((above for above in folder.parents if above.name == "src"), folder)


def dotted_name(path: PurePosixPath, packages: Mapping[str, int], roots: frozenset[PurePosixPath] = frozenset()) -> str:
    """The dotted name a file is imported by: below the folder whose children the project imports.

    Args:
        path: of the file, below the project root.
        packages: top-level packages that the project imports.
        roots: see :func:`import_roots`.
    """
    parts = list(path.with_suffix("").parts)
    if parts[-1] == "__init__":
        parts = parts[:-1] or ["__init__"]
    for start in range(len(parts)):
        if packages.get(parts[start]):
            return ".".join(parts[start:])
    root = next((folder for folder in path.parents if folder in roots), None)
    if root is not None:
        return ".".join(parts[len(root.parts) :])
    return ".".join(parts[1:] if parts[0] == "src" and len(parts) > 1 else parts)


def preferred_module(class_name: str, defined_in: str, names: Counter[tuple[str, str]]) -> str:
    """The module the project imports a class from most, the defining one when it never does."""
    package = defined_in.split(".")[0]
    used = {
        module: count
        for (module, name), count in names.items()
        if name == class_name
        and module.split(".")[0] == package
        and (defined_in == module or defined_in.startswith(f"{module}."))
    }
    outside = {module: count for module, count in used.items() if count}
    return max(outside, key=lambda module: (outside[module], module != defined_in, module), default=defined_in)
