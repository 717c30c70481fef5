"""The text of repository files: a new class, or more methods at the end of one of the project's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

import libcst as cst

from codemod.lowering.lowered import ImportName
from codemod.mapping.import_paths import dotted_name
from codemod.mapping.models import MappedTable
from codemod.outcome import Refusal
from codemod.project_context import ProjectContext
from codemod.report import FileResult
from codemod.repositories.drafts import MethodDraft
from codemod.repositories.existing import RepositoryClass
from codemod.rewriting.function_signatures import return_annotation
from codemod.rewriting.imports import ModuleImports
from codemod.rewriting.layout import layout_of
from codemod.rewriting.site_plan import Naming
from codemod.source import Edit, ParsedModule, SourceFile, apply_edits, parse_source
from codemod.verification.source import check_source

_AWAITED: Final = "from collections.abc import Awaitable, Callable"
_OPENED: Final = "from collections.abc import Callable\nfrom contextlib import AbstractAsyncContextManager"

_CLASS: Final = '''"""Statements on {table}."""

{imports}

from sqlalchemy.ext.asyncio import AsyncSession


class {name}:
    """Runs the statements on {table}, each in a session of its own."""

    def __init__(self, session_factory: Callable[[], {given}]) -> None:
        self.session_factory = session_factory
'''


def new_file(
    path: PurePosixPath,
    name: str,
    table: MappedTable,
    methods: Sequence[tuple[str, MethodDraft]],
    context: ProjectContext,
    *,
    awaited: bool,
) -> Iterator[FileResult]:
    """The file of a new repository, and the ``__init__.py`` of a new folder."""
    imports, given = (
        (_AWAITED, "Awaitable[AsyncSession]") if awaited else (_OPENED, "AbstractAsyncContextManager[AsyncSession]")
    )
    text = _CLASS.format(table=table.name, imports=imports, name=name, given=given)
    source = SourceFile(path, "")
    module = parse_source(SourceFile(path, text))
    class_ = next(node for node in module.tree.body if isinstance(node, cst.ClassDef))
    after = _with_methods(module, class_, "session_factory", methods, context)
    folder = path.parent / "__init__.py"
    if not (context.config.root / folder).exists():
        line = '"""Repositories: the statements of the project, by the table they work on."""\n'
        yield FileResult(path=folder, before=SourceFile(folder, ""), after=line, sites=(), error=None, created=True)
    yield FileResult(path=path, before=source, after=after, sites=(), error=None, created=True)


def extended(
    repository: RepositoryClass,
    methods: Sequence[tuple[str, MethodDraft]],
    context: ProjectContext,
    changed: str | None,
) -> FileResult:
    """A repository of the project with more methods.

    Raises:
        Refusal: ``style.repository`` when the file can't be extended.
    """
    source = repository.source
    module = parse_source(source if changed is None else replace(source, text=changed))
    found = [node for node in module.tree.body if isinstance(node, cst.ClassDef) and node.name.value == repository.name]
    if len(found) != 1:
        raise Refusal("style.repository", f"{repository.source.path} has no one class {repository.name}")
    after = _with_methods(module, found[0], repository.factory, methods, context)
    return FileResult(path=source.path, before=source, after=after, sites=(), error=None)


def _with_methods(
    module: ParsedModule,
    class_: cst.ClassDef,
    factory: str,
    methods: Sequence[tuple[str, MethodDraft]],
    context: ProjectContext,
) -> str:
    layout = layout_of(module, context.config)
    names = ModuleImports(module, context.import_graph)
    own = dotted_name(module.source.path, {})
    used: set[ImportName] = set()

    def local(wanted: ImportName) -> str:
        used.add(wanted)
        return names.local_name(wanted, own)

    text = module.source.text
    end = len(text[: module.span(class_.body.body[-1])[1]].rstrip())
    indent = layout.unit
    texts = [layout.render(_method(name, draft, factory, local), {}, indent) for name, draft in methods]
    gap = layout.newline * 2
    block = "".join(f"{gap}{indent}{text}" for text in texts)
    edits = [Edit(end, end, block), *names.edits(used, frozenset(), layout)]
    after = apply_edits(text, edits)
    check_source(module.source, after, edits)
    return after


def _method(name: str, draft: MethodDraft, factory: str, naming: Naming) -> str:
    parameters = ["self", *(parameter.written(naming) for parameter in draft.parameters)]
    returns = return_annotation(draft.method, draft.shape, draft.table, naming) if draft.reader is not None else "None"
    body = [f'"""{_summary(name, draft)}"""', *draft.body(factory, naming)]
    lines = [line for statement in body for line in statement.split("\n")]
    return (
        "\n".join([f"async def {name}({', '.join(parameters)}) -> {returns}:", *(f"    {line}" for line in lines)])
        + "\n"
    )


def _summary(name: str, draft: MethodDraft) -> str:
    words = name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}: {draft.lowered.kind.upper()} on {draft.table.name}."
