"""The text of repository files: a new class, or more methods at the end of one of the project's."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

import libcst as cst

from codemod.english import plural_of
from codemod.lowering.lowered import ImportName
from codemod.mapping.import_paths import dotted_name
from codemod.mapping.models import MappedTable
from codemod.outcome import Refusal
from codemod.project_context import ProjectContext
from codemod.report import FileResult
from codemod.repositories.examples import bases_for, head_for
from codemod.repositories.existing import RepositoryClass
from codemod.repositories.habits import Habits
from codemod.repositories.method_order import placed
from codemod.repositories.method_text import NewMethod, method_text
from codemod.repositories.origins import Place
from codemod.repositories.wording import noun_of
from codemod.rewriting.formatting import formatted
from codemod.rewriting.imports import ModuleImports
from codemod.rewriting.layout import layout_of, project_line_length
from codemod.source import Edit, ParsedModule, SourceFile, apply_edits, parse_source
from codemod.syntax.lines import line_before
from codemod.verification.source import check_source

_AWAITED: Final = ("from collections.abc import Awaitable, Callable",)
_OPENED: Final = ("from collections.abc import Callable", "from contextlib import AbstractAsyncContextManager")
_SESSION: Final = "from sqlalchemy.ext.asyncio import AsyncSession"

#: A method that is called like a type of annotations, and stands for it in what follows in its class.
_HIDING: Final = re.compile(r"^[ \t]+(?:async[ \t]+)?def[ \t]+(?:bool|bytes|dict|float|int|list|str)\b", re.M)

_CONSTRUCTOR: Final = """def __init__(self, session_factory: Callable[[], {given}]) -> None:
    self.session_factory = session_factory"""

_ON_SESSION: Final = """def __init__(self, session: AsyncSession) -> None:
    self.session = session"""

_CLASS: Final = '''"""{about}."""

{imports}
{logger}

class {name}{bases}:
    """{describes}."""

{constructor}
'''


def new_file(
    path: PurePosixPath,
    name: str,
    table: MappedTable,
    methods: Sequence[NewMethod],
    context: ProjectContext,
    habits: Habits,
    *,
    awaited: bool,
    holds_session: bool,
) -> Iterator[FileResult]:
    """The file of a new repository, and the ``__init__.py`` of a new folder."""
    source = SourceFile(path, "")
    plain = _plain(awaited=awaited, holds_session=holds_session)
    module = parse_source(SourceFile(path, _new_class(name, table, context, habits, plain)))
    class_ = next(node for node in module.tree.body if isinstance(node, cst.ClassDef))
    factory = habits.example.factory if habits.example is not None else plain.attribute
    habits = _habits_in(module, habits.example.bases if habits.example is not None else (), habits)
    after = _with_methods(module, class_, factory, methods, context, habits)
    folder = path.parent / "__init__.py"
    if not (context.config.root / folder).exists():
        line = '"""Repositories: the statements of the project, by the table they work on."""\n'
        yield FileResult(path=folder, before=SourceFile(folder, ""), after=line, sites=(), error=None, created=True)
    yield FileResult(path=path, before=source, after=after, sites=(), error=None, created=True)


@dataclass(frozen=True, slots=True)
class _Plain:
    """How a repository is made where the project has no example for it.

    Attributes:
        attribute: what it keeps.
        describes: what its docstring says of its sessions.
    """

    constructor: str
    imports: tuple[str, ...]
    attribute: str
    describes: str


def _plain(*, awaited: bool, holds_session: bool) -> _Plain:
    if holds_session:
        return _Plain(_ON_SESSION, (_SESSION,), "session", ", in the session it is given")
    given = "Awaitable[AsyncSession]" if awaited else "AbstractAsyncContextManager[AsyncSession]"
    imports = (*(_AWAITED if awaited else _OPENED), _SESSION)
    return _Plain(_CONSTRUCTOR.format(given=given), imports, "session_factory", ", each in a session of its own")


def _new_class(name: str, table: MappedTable, context: ProjectContext, habits: Habits, plain: _Plain) -> str:
    """A repository without methods, made like the example of the project."""
    rows = plural_of(noun_of(table))
    describes = f"{habits.describes} {rows}" if habits.describes else None
    bases = ""
    if habits.example is not None:
        constructor, lines = head_for(habits.example, table), list(habits.imports)
        bases = bases_for(habits.example, table)
        if re.search(rf"\b{table.class_name}\b", f"{bases}\n{constructor}"):
            lines.append(f"from {table.module} import {table.class_name}")
    else:
        width = context.config.line_length or project_line_length(context.config.root)
        constructor, lines = formatted(plain.constructor, width - 4, single_quotes=False), list(plain.imports)
    logger = habits.makes_logger if habits.logs is not None else None
    if logger is not None:
        lines += [line for line in logger.imports if line not in lines]
    return _CLASS.format(
        about=describes or f"Statements on {table.name}",
        imports=_import_block(lines, context),
        logger=f"\n{logger.line}\n" if logger is not None and logger.line else "",
        name=name,
        bases=bases,
        describes=describes or f"Runs the statements on {table.name}{plain.describes}",
        constructor="\n".join(f"    {line}" if line else "" for line in constructor.split("\n")),
    )


def _import_block(lines: Sequence[str], context: ProjectContext) -> str:
    """Import lines in isort's sections: standard library, others', the project's own."""
    root = context.config.root
    sections: dict[int, list[tuple[bool, str]]] = {}
    for line in lines:
        top = line.split()[1].split(".")[0]
        is_own = top in context.import_graph.planned or (root / top).is_dir() or (root / f"{top}.py").is_file()
        section = 0 if top in sys.stdlib_module_names else 2 if is_own else 1
        sections.setdefault(section, []).append((line.startswith("from"), line))
    return "\n\n".join("\n".join(line for _, line in sorted(sections[key])) for key in sorted(sections))


def extended(
    repository: RepositoryClass,
    methods: Sequence[NewMethod],
    context: ProjectContext,
    habits: Habits,
    changed: str | None,
) -> FileResult:
    """A repository of the project with more methods, and those written anew that it has already.

    Raises:
        Refusal: ``style.repository`` when the file can't be extended.
    """
    source = repository.source
    module = parse_source(source if changed is None else replace(source, text=changed))
    class_ = _class_in(module, repository.name)
    after = _with_methods(
        module, class_, repository.factory, methods, context, _habits_in(module, repository.bases, habits)
    )
    return FileResult(path=source.path, before=source, after=after, sites=(), error=None)


def is_as_written(repository: RepositoryClass, method: NewMethod, context: ProjectContext, habits: Habits) -> bool:
    """Whether a method of a repository is to the letter what would be written for a statement."""
    module = parse_source(repository.source)
    there = _methods_of(_class_in(module, repository.name)).get(method.name)
    if there is None:
        return False
    names, layout = ModuleImports(module, context.import_graph), layout_of(module, context.config)
    own = dotted_name(module.source.path, {})
    written = method_text(
        method,
        repository.factory,
        _habits_in(module, repository.bases, habits),
        lambda wanted: names.local_name(wanted, own),
    )
    return module.text_of(there).rstrip() == layout.render(written, {}, layout.unit).rstrip()


def _class_in(module: ParsedModule, name: str) -> cst.ClassDef:
    found = [node for node in module.tree.body if isinstance(node, cst.ClassDef) and node.name.value == name]
    if len(found) != 1:
        raise Refusal("style.repository", f"{module.source.path} has no one class {name}")
    return found[0]


def _methods_of(class_: cst.ClassDef) -> dict[str, cst.FunctionDef]:
    return {item.name.value: item for item in class_.body.body if isinstance(item, cst.FunctionDef)}


def _habits_in(module: ParsedModule, bases: Sequence[Place], habits: Habits) -> Habits:
    """The project's habits, without its logger where neither the module nor a base of the class has one."""
    text = module.source.text
    hides = _HIDING.search(text) is not None and "__future__ import annotations" not in text
    habits = replace(habits, quotes=hides)
    if habits.logs is None:
        return habits
    logger = habits.logs.logger
    if "." in logger:
        is_there = any(logger in part for part in (text, *(ast.unparse(base) for _, base in bases)))
    else:
        is_there = re.search(rf"^(?:{logger}\b[^\n(]*=|(?:from|import)\b[^\n]*\b{logger}\b)", text, re.M) is not None
    return habits if is_there else replace(habits, logs=None)


def _with_methods(
    module: ParsedModule,
    class_: cst.ClassDef,
    factory: str,
    methods: Sequence[NewMethod],
    context: ProjectContext,
    habits: Habits,
) -> str:
    layout = layout_of(module, context.config)
    imports = ModuleImports(module, context.import_graph)
    own = dotted_name(module.source.path, {})
    used: set[ImportName] = set()

    def local(wanted: ImportName) -> str:
        used.add(wanted)
        return imports.local_name(wanted, own)

    text = module.source.text
    end = len(text[: module.span(class_.body.body[-1])[1]].rstrip())
    indent = layout.unit
    there, gap = _methods_of(class_), layout.newline * 2
    written = {item.name: layout.render(method_text(item, factory, habits, local), {}, indent) for item in methods}
    edits = list[Edit]()
    for name in written.keys() & there.keys():
        start, last = module.span(there[name])
        edits.append(Edit(start, start + len(text[start:last].rstrip()), written[name].rstrip()))
    for follower, names in placed(class_, written.keys() - there.keys()):
        if follower is None:
            edits.append(Edit(end, end, "".join(f"{gap}{indent}{written[name]}" for name in names)))
        else:
            at = _above(text, module.span(follower)[0])
            edits.append(Edit(at, at, "".join(f"{indent}{written[name]}{gap}" for name in names)))
    edits += imports.edits(used, frozenset(), layout)
    after = apply_edits(text, edits)
    check_source(module.source, after, edits)
    return after


def _above(text: str, offset: int) -> int:
    """The start of the line that an offset is on, or of the comments right above it."""
    start = line_before(text, offset)
    while start and text[line_before(text, start - 1) : start].lstrip().startswith("#"):
        start = line_before(text, start - 1)
    return start
