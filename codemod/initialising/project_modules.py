"""Which imported modules are the project's own, and which of those import no others of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from codemod.source import SourceError, decode_source


@dataclass(frozen=True, slots=True)
class ProjectModules:
    """The modules that a file of the project can import.

    Attributes:
        root: project root.
        folder: folder of the file.
    """

    root: Path
    folder: Path

    def holds(self, module: str) -> bool:
        """Whether a module is one of the project's."""
        return module.startswith(".") or bool(self._files(module))

    def is_leaf(self, module: str) -> bool:
        """Whether importing a module imports no other one of the project, so that no circle can be closed."""
        files = self._files(module)
        return all(not self._imports_own(path) for path in files) and (bool(files) or not module.startswith("."))

    def _imports_own(self, path: Path) -> bool:
        try:
            tree = ast.parse(decode_source(path, path.read_bytes()).text)  # type: ignore[arg-type]
        except (SourceError, OSError, SyntaxError, ValueError):
            return True
        inner = ProjectModules(self.root, path.parent)
        return any(inner.holds(name) for name in _imported(tree))

    def _files(self, module: str) -> list[Path]:
        """The files that importing a module runs."""
        level = len(module) - len(module.lstrip("."))
        folders = [[self.folder, *self.folder.parents][level - 1]] if level else [self.folder, self.root]
        parts = [part for part in module.split(".") if part]
        for folder in folders:
            bases = [folder.joinpath(*parts[:length]) for length in range(1, len(parts) + 1)]
            found = [file for base in bases for file in (base.with_suffix(".py"), base / "__init__.py")]
            present = [file for file in found if file.is_file()]
            if present or (parts and bases[0].is_dir()):
                return present
        return []


def _imported(node: ast.AST) -> list[str]:
    """Modules that are imported anywhere below a node, but for those for type checkers."""
    found: list[str] = []
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import():
                found += [item.name for item in child.names]
            case ast.ImportFrom():
                found.append("." * child.level + (child.module or ""))
            case ast.If() if "TYPE_CHECKING" in ast.unparse(child.test):
                found += [name for statement in child.orelse for name in _imported(statement)]
            case _:
                found += _imported(child)
    return found
