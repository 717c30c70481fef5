"""Error listeners that tell asyncpg's exceptions apart are made to see them also behind SQLAlchemy's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import libcst as cst

from codemod.config import Config
from codemod.discovery.errors.errors_in_place import only_tested, unwrapped_in_place
from codemod.discovery.errors.unwrapped_errors import WRAPPER, tested, unwrapping
from codemod.discovery.project_index import ProjectIndex
from codemod.files.project_files import ProjectFiles
from codemod.initialising.error_dispatch import dispatch_edits
from codemod.initialising.expressed_errors import Expressed, expressed
from codemod.lowering.lowered import ImportName
from codemod.outcome import Refusal
from codemod.report import FileResult
from codemod.rewriting.facts.import_cycles import ImportGraph
from codemod.rewriting.imports import ModuleImports
from codemod.rewriting.layout import Layout, layout_of
from codemod.source import Edit, ParsedModule, SourceFile, apply_edits, parse_source
from codemod.syntax.lines import indent_at


def with_listeners(
    config: Config, files: tuple[PurePosixPath, ...], changes: Sequence[FileResult]
) -> tuple[list[FileResult], frozenset[PurePosixPath]]:
    """The changes of a project, and those that unwrap the errors of its listeners; the files of the latter.

    Nothing is another way than before as long as no error comes from SQLAlchemy.
    """
    index = ProjectIndex(ProjectFiles(config.root, files), frozenset(config.methods))
    found = {change.path: change for change in changes}
    unwrapped = set[PurePosixPath]()
    for source in {item.module.source.path: item.module.source for item in index.application_handlers()}.values():
        made = found.get(source.path, FileResult(source.path, source, source.text, sites=(), error=None))
        after = _unwrapped(SourceFile(source.path, made.after or source.text), config, index)
        if after != made.after:
            found[source.path] = replace(made, after=after)
            unwrapped.add(source.path)
    return list(found.values()), frozenset(unwrapped)


def _unwrapped(source: SourceFile, config: Config, index: ProjectIndex) -> str:
    """The text of a file, one listener after the other unwrapped: what is written for one may serve the next."""
    text = source.text
    while True:
        module = parse_source(SourceFile(source.path, text))
        edits = _first(module, config, index.with_module(module))
        if not edits:
            return text
        text = apply_edits(text, edits)


def _first(module: ParsedModule, config: Config, index: ProjectIndex) -> list[Edit]:
    imports, layout = ModuleImports(module, ImportGraph(config.root)), layout_of(module, config)
    wanted = ImportName("sqlalchemy.exc", WRAPPER)
    try:
        dispatching = dispatch_edits(module, index, imports, layout)
    except Refusal:
        dispatching = []
    if dispatching:
        return dispatching
    for listener in index.application_handlers():
        call, scope = listener.node, listener.scope
        if (
            not isinstance(call, cst.Call)
            or listener.module is not module
            or not isinstance(scope.node, cst.FunctionDef)
        ):
            continue
        test, error = tested(call, scope), only_tested(call, scope)
        if test is None and error is not None:
            written = unwrapped_in_place(module.text_of(error))
            return [Edit(*module.span(error), layout.render(written, {}, ""))]
        if test is None:
            if (found := expressed(call, scope)) is not None:
                return _named(found, module, layout)
            continue
        try:
            wrapper = imports.local_name(wanted, "")
        except Refusal:
            return []
        start = module.span(test.statement)[0]
        indent = indent_at(module, start)
        lines = "".join(
            f"{line}{layout.newline}{indent}" for line in unwrapping(test.name, wrapper, module.tree.default_indent)
        )
        return [Edit(start, start, lines), *imports.edits([wanted], frozenset(), layout)]
    return []


def _named(found: Expressed, module: ParsedModule, layout: Layout) -> list[Edit]:
    """A variable for an error before the statement that tests it, in every place that reads it."""
    start = module.span(found.statement)[0]
    indent = indent_at(module, start)
    bound = f"{found.name} = {found.code}{layout.newline}{indent}"
    return [Edit(start, start, bound), *(Edit(*module.span(use), found.name) for use in found.uses)]
