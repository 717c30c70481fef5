"""Whether a new import would close a circle of the project's modules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from codemod.source import SourceError, SourceFile, decode_source, parse_source


@dataclass(slots=True, eq=False)
class ImportGraph:
    """Which files importing a module runs; reads a file once, for as long as the object lives.

    Attributes:
        root: project root.
        planned: top-level packages that the run will create.
    """

    root: Path
    planned: set[str] = field(default_factory=set)
    _ahead: dict[str, str] = field(default_factory=dict)
    _imports: dict[Path, tuple[Path, ...]] = field(default_factory=dict)
    _files: dict[tuple[Path, str], tuple[Path, ...]] = field(default_factory=dict)
    _runs: dict[tuple[Path, ...], frozenset[Path]] = field(default_factory=dict)

    def plan(self, module: str, imports: str) -> None:
        """Take into account a module that the run will create, and the module of the project that it will import."""
        self.planned.add(module.partition(".")[0])
        self._ahead[module] = imports

    def closes_circle(self, importer: PurePosixPath, module: str) -> bool:
        """Whether ``importer`` is imported, however far down, by the module it would import.

        The packages that the importer is in are imported before it, and not once more by its import.

        Args:
            importer: path of the importing file, below the root.
            module: dotted name of the module to import.
        """
        module = self._ahead.get(module, module)
        goal = (self.root / importer).resolve()
        around = {folder / "__init__.py" for folder in goal.parents}
        start = tuple(path for path in self._files_of(goal.parent, module) if path not in around)
        if start not in self._runs:
            self._runs[start] = self._reached(start)
        return goal in self._runs[start]

    def lacks(self, importer: PurePosixPath, module: str, name: str) -> bool:
        """Whether a name is in another module of that dotted name than the one that a file would import.

        Two services of a repository may both have ``app/models.py``. Each imports its own.

        Args:
            importer: path of the importing file, below the root.
            module: dotted name of the module to import.
            name: what is imported from it.
        """
        top, *rest = module.split(".")
        package = _package_around((self.root / importer).resolve(), self.root.resolve(), top)
        if package is None or not rest or module in self._ahead:
            return False
        path = package.joinpath(*rest)
        files = [file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()]
        return not files or not any(_binds(file, name) for file in files)

    def _reached(self, start: tuple[Path, ...]) -> frozenset[Path]:
        pending = list(start)
        seen: set[Path] = set()
        while pending:
            path = pending.pop()
            if path not in seen:
                seen.add(path)
                pending += self._imported(path)
        return frozenset(seen)

    def _imported(self, path: Path) -> tuple[Path, ...]:
        if path not in self._imports:
            try:
                source = decode_source(PurePosixPath(path), path.read_bytes())
                names = tuple(_names(_statements(source)))
            except (OSError, SourceError):
                names = ()
            self._imports[path] = tuple(file for name in names for file in self._files_of(path.parent, name))
        return self._imports[path]

    def _files_of(self, near: Path, dotted: str) -> tuple[Path, ...]:
        """The files that importing a dotted name runs: the module and the packages around it."""
        if (near, dotted) not in self._files:
            self._files[near, dotted] = self._found(near, dotted)
        return self._files[near, dotted]

    def _found(self, near: Path, dotted: str) -> tuple[Path, ...]:
        root = self.root.resolve()
        if dotted.startswith("."):
            level = len(dotted) - len(dotted.lstrip("."))
            folders = [[near, *near.parents][level - 1]]
        else:
            folders = [root, root / "src", near, *(folder for folder in near.parents if folder.is_relative_to(root))]
        parts = [part for part in dotted.split(".") if part]
        for folder in folders:
            bases = [folder.joinpath(*parts[:length]) for length in range(1, len(parts) + 1)]
            files = [file for base in bases for file in (base.with_name(f"{base.name}.py"), base / "__init__.py")]
            found = tuple(file for file in files if file.is_file())
            if found:
                return found
        return ()


def _package_around(importer: Path, root: Path, name: str) -> Path | None:
    """The package of a name that a file is in, and so finds first."""
    folders = [folder for folder in importer.parents if folder.name == name and root in folder.parents]
    inner = importer.parent
    while (inner.parent / "__init__.py").is_file():
        inner = inner.parent
    is_regular = (importer.parent / "__init__.py").is_file()
    return next((folder for folder in folders if not is_regular or folder == inner), None)


def _binds(path: Path, name: str) -> bool:
    """Whether a module has a name at its top level; one that takes all of another's may."""
    try:
        text = decode_source(PurePosixPath(path), path.read_bytes()).text
    except (OSError, SourceError):
        return True
    before = r"(?:class|(?:async )?def|type|from .*|import .*|[ \t]*)\s*"
    return re.search(rf"^{before}\b{re.escape(name)}\b|import \*", text, re.M) is not None


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
