"""Where generated models go: one new module, or a package with a file for each table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

import libcst as cst

from codemod.config import Config
from codemod.files.git import unsaved_files
from codemod.lowering.lowered import ImportName
from codemod.modelling.generate import GeneratedModels
from codemod.modelling.package import ModelFile, model_files, package_source
from codemod.report import FileResult, RunError
from codemod.rewriting.facts.import_cycles import ImportGraph
from codemod.rewriting.imports import ModuleImports
from codemod.rewriting.layout import layout_of
from codemod.source import Edit, ParsedModule, SourceError, SourceFile, apply_edits, parse_source, read_source


def new_files(config: Config, target: PurePosixPath, found: GeneratedModels) -> tuple[FileResult, ...]:
    """The files to write.

    Args:
        config: of the project.
        target: a ``.py`` file that is not there, or a folder; below the root.
        found: the models.

    Raises:
        RunError: the package can't be added to.
    """
    if target.suffix == ".py":
        return (_created(target, found.text),)
    folder = config.root / target
    taken = [path.stem for path in folder.iterdir() if path.suffix == ".py" or path.is_dir()] if folder.is_dir() else []
    files = model_files(found.text, found.style, taken)
    models = [_created(target / f"{item.name}.py", item.text) for item in files]
    return (*models, _package(config, target / "__init__.py", files, found))


def _created(path: PurePosixPath, text: str) -> FileResult:
    return FileResult(path, SourceFile(path, ""), text, sites=(), error=None, created=True)


def _package(config: Config, path: PurePosixPath, files: Sequence[ModelFile], found: GeneratedModels) -> FileResult:
    if not (config.root / path).exists():
        return _created(path, package_source(files, found.style.line_length))
    if not config.allow_dirty and unsaved_files(config.root, [path]):
        raise RunError(f"{path} has changes that git does not hold; commit first")
    try:
        source = read_source(config.root, path)
        text = _exporting(parse_source(source), files, config)
    except SourceError as error:
        raise RunError(f"{path}: {error}") from error
    return FileResult(path, source, text, sites=(), error=None)


def _exporting(module: ParsedModule, files: Sequence[ModelFile], config: Config) -> str:
    """A package that exports the models too, in its ``__all__`` where it has one."""
    wanted = [ImportName(f".{item.name}", name) for item in files for name in item.exported]
    imports = ModuleImports(module, ImportGraph(config.root))
    for item in wanted:
        imports.local_name(item, "")
    layout = layout_of(module, config)
    edits = imports.edits(wanted, frozenset(), layout)
    listed = _all_of(module.tree)
    if listed is not None:
        quote = "'" if layout.single_quotes else '"'
        edits += _listed(module, listed, [item.name for item in wanted], quote)
    return apply_edits(module.source.text, edits)


def _all_of(tree: cst.Module) -> cst.List | cst.Tuple | None:
    for statement in tree.body:
        for node in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            if isinstance(node, cst.Assign) and isinstance(node.value, cst.List | cst.Tuple):
                target = node.targets[0].target
                if isinstance(target, cst.Name) and target.value == "__all__":
                    return node.value
    return None


def _listed(module: ParsedModule, node: cst.List | cst.Tuple, names: Sequence[str], quote: str) -> list[Edit]:
    """More names at the end of ``__all__``, each on a line of its own where those there have one."""
    shown = [f"{quote}{name}{quote}" for name in names]
    start, end = module.span(node)
    text = module.source.text
    if isinstance(node, cst.Tuple) and node.lpar:  # its parentheses are not part of it
        start, end = text.rfind("(", 0, start), text.index(")", end) + 1
    if "\n" not in text[start:end] or not node.elements:
        last = module.span(node.elements[-1].value)[1] if node.elements else start + 1
        return [Edit(last, last, (", " if node.elements else "") + ", ".join(shown))]
    last = module.span(node.elements[-1].value)[1]
    line = text.rfind("\n", start, end) + 1
    indent = text[text.rfind("\n", 0, last) + 1 :]
    indent = indent[: len(indent) - len(indent.lstrip())]
    added = "".join(f"{indent}{name},{module.source.newline}" for name in shown)
    comma = [] if text[last:line].lstrip().startswith(",") else [Edit(last, last, ",")]
    return [*comma, Edit(line, line, added)]
