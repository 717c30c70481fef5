"""Imported string constants, read from the project's other files without importing them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

import libcst as cst

from codemod.discovery.project_index import ProjectIndex
from codemod.files.project_files import ProjectFiles
from codemod.resolution.project_classes import ProjectClasses
from codemod.source import ParsedModule, SourceError
from codemod.syntax.bindings import original_name
from codemod.syntax.scopes import FunctionScope
from codemod.syntax.tree import walk

#: An assignment to a name or attribute, or its name as a text (``setattr(cog, "QUERY", …)``).
_BINDING: Final = re.compile(r"\b(\w+)(?=[ \t]*(?::[^=\n]+)?=(?!=))|[\"'](\w+)[\"'](?=[ \t]*,)")


def _bound_attributes(text: str) -> list[str]:
    return [name or quoted for name, quoted in _BINDING.findall(text)]


@dataclass(slots=True, eq=False)
class ConstantResolver:
    """Finds the module a name is imported from.

    Attributes:
        files: the project's files, any of which may bind a class constant again.
        index: look-ups by name over them; one of its own where none is given.
    """

    files: ProjectFiles
    index: ProjectIndex | None = None
    _bindings: dict[PurePosixPath, Counter[str]] = field(default_factory=dict)
    _scopes: dict[int, FunctionScope] = field(default_factory=dict)
    _globals: dict[int, frozenset[str]] = field(default_factory=dict)
    _classes: ProjectClasses | None = None

    @property
    def classes(self) -> ProjectClasses:
        """The classes of the project, looked for by name."""
        if self._classes is None:
            self._classes = ProjectClasses(self, self.index or ProjectIndex(self.files))
        return self._classes

    def scope_of(self, tree: cst.Module) -> FunctionScope:
        """The module scope of a tree, made once."""
        if id(tree) not in self._scopes:
            self._scopes[id(tree)] = FunctionScope(tree, "<module>")
        return self._scopes[id(tree)]

    def global_names(self, tree: cst.Module) -> frozenset[str]:
        """Names that a ``global`` statement of the module may rebind at any time."""
        if id(tree) not in self._globals:
            statements = (node for node in walk(tree) if isinstance(node, cst.Global))
            self._globals[id(tree)] = frozenset(item.name.value for node in statements for item in node.names)
        return self._globals[id(tree)]

    def bindings_of_attribute(self, attribute: str, class_name: str, module: ParsedModule) -> int:
        """How often the text of the project may bind an attribute of a class, or of a class that names it as base."""
        text = self.files.text
        others = [path for path in self.files.paths if path != module.source.path and class_name in text(path)]
        own = Counter(_bound_attributes(module.source.text))
        return own[attribute] + sum(self._bindings_in(path)[attribute] for path in others)

    def _bindings_in(self, path: PurePosixPath) -> Counter[str]:
        if path not in self._bindings:
            self._bindings[path] = Counter(_bound_attributes(self.files.text(path)))
        return self._bindings[path]

    def imported(self, node: cst.CSTNode, name: str, importer: PurePosixPath) -> ParsedModule | None:
        """The project's module that an import statement takes ``name`` from (or that ``name`` is)."""
        if isinstance(node, cst.ImportFrom):
            base = _dotted(node.module) if node.module is not None else ""
            inside = self._imported_from(node, name, importer)
            return inside or self._module(base, _folder_of(node, importer))
        return self._module(name, None)

    def holder(self, node: cst.BaseExpression, module: ParsedModule, scope: FunctionScope) -> ParsedModule | str | None:
        """The module of the project that an expression of a function names, or the identity of the class."""
        root = node
        while isinstance(root, cst.Attribute):
            root = root.value
        held = scope.holding(root.value) if isinstance(root, cst.Name) else scope
        if held is not None and held.node is not module.tree:
            return None
        found = self.module_named(node, module)
        if found is not None or isinstance(node, cst.Name):
            return found or self.classes.resolved(node, module)
        assert isinstance(node, cst.Attribute), "names and their attributes lead to a name"
        within = self.module_named(node.value, module)
        return self.classes.resolved(node.attr, within) if within is not None else None

    def module_named(self, node: cst.BaseExpression, module: ParsedModule) -> ParsedModule | None:
        """The project's module that ``queries`` or ``app.queries`` stands for in a module; None for anything else."""
        root = node
        while isinstance(root, cst.Attribute):
            root = root.value
        bindings = self.scope_of(module.tree).flow(root.value).bindings if isinstance(root, cst.Name) else ()
        lines = [item.node for item in bindings]
        if lines and all(isinstance(line, cst.Import) for line in lines):
            return self._imported_whole(node, lines)
        match node:
            case cst.Name(value=name) if len(lines) == 1 and isinstance(lines[0], cst.ImportFrom):
                return self._imported_from(lines[0], original_name(lines[0], name), module.source.path)
            case cst.Attribute(value=package, attr=cst.Name(value=name)):
                above = self.module_named(package, module)
                if above is None or above.source.path.name != "__init__.py":
                    return None
                is_taken = bool(self.scope_of(above.tree).flow(name).bindings)
                return None if is_taken else self._module(name, above.source.path.parent)
            case _:
                return None

    def _imported_whole(self, node: cst.BaseExpression, lines: Sequence[cst.CSTNode]) -> ParsedModule | None:
        """What ``import app.queries`` or ``import app.queries as queries`` makes an expression."""
        written = _dotted(node)
        names = [alias for line in lines if isinstance(line, cst.Import) for alias in line.names]
        for alias in names:
            if alias.asname is not None and alias.evaluated_alias == written:
                return self._module(alias.evaluated_name, None) if len(lines) == 1 else None
            if alias.asname is None and f"{alias.evaluated_name}.".startswith(f"{written}."):
                return self._module(written, None)
        return None

    def _imported_from(self, line: cst.ImportFrom, name: str, importer: PurePosixPath) -> ParsedModule | None:
        """The module ``name`` of a package; None where it is a name in a module."""
        base = _dotted(line.module) if line.module is not None else ""
        return self._module(f"{base}.{name}" if base else name, _folder_of(line, importer))

    def class_of(self, name: cst.Name, module: ParsedModule) -> cst.ClassDef | None:
        """The class that a name of a module stands for, defined there or in another file of the project."""
        bindings = self.scope_of(module.tree).flow(name.value).bindings
        node = bindings[0].node if len(bindings) == 1 else None
        if isinstance(node, cst.Import | cst.ImportFrom):
            original = original_name(node, name.value)
            there = self.imported(node, original, module.source.path)
            if there is None:
                return None
            bindings = self.scope_of(there.tree).flow(original).bindings
            node = bindings[0].node if len(bindings) == 1 else None
        return node if isinstance(node, cst.ClassDef) else None

    def _module(self, dotted: str, folder: PurePosixPath | None) -> ParsedModule | None:
        relative = PurePosixPath(*dotted.split(".")) if dotted else PurePosixPath()
        roots = [folder] if folder is not None else [PurePosixPath(), PurePosixPath("src")]
        for root in roots:
            for path in (root / relative / "__init__.py", (root / relative).with_suffix(".py") if dotted else None):
                if path is not None and (self.files.root / path).is_file():
                    return self._parsed(path)
        return None

    def _parsed(self, path: PurePosixPath) -> ParsedModule | None:
        try:
            return self.files.module(path)
        except SourceError:
            return None  # the run reports the file; here it just holds no constant


def _folder_of(line: cst.ImportFrom, importer: PurePosixPath) -> PurePosixPath | None:
    """The folder that the dots of a relative import mean; None without any."""
    folder = importer.parent
    for _ in line.relative[1:]:
        folder = folder.parent
    return folder if line.relative else None


def _dotted(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""
