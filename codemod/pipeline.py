"""The passes over a project: context once, then each file, and again those that other files ask something of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from codemod.config import Config
from codemod.converting.bare_calls import bare_call_findings
from codemod.converting.crew import Crew
from codemod.converting.crossing import is_settled, settle_journeys
from codemod.converting.unused_givers import unused_giver_findings
from codemod.files.project import all_files, select_files
from codemod.interpreter import prepared
from codemod.mapping.models import ModelRegistry
from codemod.project_context import load_context
from codemod.report import FileResult, ModelReport, Report
from codemod.repositories.book import RepositoryBook
from codemod.rewriting.errors.caller_handlers import HandlerPlace, Orders
from codemod.rewriting.rows.reader_edits import ReaderEdit
from codemod.rewriting.rows.record_annotations import with_annotations

#: How often a change of one file may change what another one needs.
_ATTEMPTS: Final = 8


@prepared()
def run_project(
    config: Config,
    files: Sequence[PurePosixPath],
    *,
    progress: Callable[[int, int], None] | None = None,
    vetoes: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> Report:
    """Find and convert every call site of ``files``.

    Args:
        config: configuration; models, sessions and callers are looked for below its whole root.
        files: files to convert, relative to the root.
        progress: called with the number of files done and the number of all files.
        vetoes: pairs of SQL and new text that a server says differ, and why.

    Raises:
        ConfigError: the configuration names something that can't be used.
    """
    project = all_files(config)
    context = replace(load_context(config, project), vetoes=dict(vetoes))
    book = RepositoryBook(context) if config.style != "statement" else None
    everywhere = select_files(config, ()).files if config.follow else ()
    orders = Orders(writable=frozenset((*files, *everywhere)), followed=frozenset(everywhere) - frozenset(files))
    results: dict[PurePosixPath, FileResult] = {}
    with Crew(context, book) as crew:
        if book is not None and set(files) != set(project):
            _name_methods(crew, book, project)
        for done, result in enumerate(crew.convert(files, orders), start=1):
            results[result.path] = result
            if progress is not None:
                progress(done, len(files))
        while True:
            orders, results = settle_journeys(orders, results, crew.convert)
            orders, results = _with_changes(crew, orders, results)
            if is_settled(results, orders):
                break
    results, annotations = with_annotations(results, context, orders.writable)
    if book is not None:
        results = _with_repositories(results, book)
    return Report(
        files=tuple(sorted(results.values(), key=lambda result: result.path.as_posix())),
        models=model_reports(context.registry),
        findings=(
            *context.registry.findings,
            *(book.findings if book is not None else ()),
            *annotations,
            *dict.fromkeys(finding for path in sorted(results) for finding in results[path].findings),
            *bare_call_findings(context, results.keys()),
            *unused_giver_findings(context, results),
        ),
    )


def _name_methods(crew: Crew, book: RepositoryBook, project: Sequence[PurePosixPath]) -> None:
    """Give the statements of the whole project their methods: their names are the same whichever file comes first."""
    for _ in crew.convert(project, Orders(writable=frozenset(project))):
        pass
    book.begin()


def _with_repositories(
    results: Mapping[PurePosixPath, FileResult], book: RepositoryBook
) -> dict[PurePosixPath, FileResult]:
    """The files of a run and the repositories its call sites now call."""
    found = dict(results)
    changed = {result.path: result.after for result in results.values() if result.after is not None}
    for repository in book.results(changed):
        known = found.get(repository.path)
        found[repository.path] = repository if known is None else replace(repository, sites=known.sites)
    return found


def _with_changes(
    crew: Crew, orders: Orders, results: dict[PurePosixPath, FileResult]
) -> tuple[Orders, dict[PurePosixPath, FileResult]]:
    """The results with what sites need of other functions and files: their handlers, and what reads a result.

    A file that can't be changed so after all is kept out, and everything looked at again without it. So are files
    whose own sites need something else once they are changed.
    """
    for attempt in count():
        handlers = frozenset[HandlerPlace]().union(*(result.needed for result in results.values()))
        readers = frozenset[ReaderEdit]().union(*(result.readers for result in results.values()))
        if (handlers, readers) == (orders.handlers, orders.readers):
            return orders, results
        before, orders = orders, replace(orders, handlers=handlers, readers=readers)
        paths = {place.path for place in (handlers ^ before.handlers) | (readers ^ before.readers)}
        again = {result.path: result for result in crew.convert(sorted(paths), orders)}
        unwritten = {path for path, result in again.items() if result.unwritten or result.error is not None}
        results |= again
        if unwritten or attempt >= _ATTEMPTS:
            orders = orders.without(unwritten or paths)
            own = sorted(results.keys() - orders.followed)
            results = {result.path: result for result in crew.convert(own, orders)}
    raise AssertionError("there are as many attempts as it takes")


def model_reports(registry: ModelRegistry) -> tuple[ModelReport, ...]:
    """The models found, for the report."""
    return tuple(
        ModelReport(
            table=table.name,
            schema=table.schema,
            class_name=table.class_name,
            module=table.module,
            path=table.path,
            line=table.line,
            columns=len(table.columns),
        )
        for table in registry
    )
