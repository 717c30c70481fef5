"""The passes over a project: context once, then each file on its own, in as many processes as asked for."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import MappingProxyType

from codemod.config import Config
from codemod.crossing import is_settled, settle_journeys
from codemod.discovery.call_sites import CallSite, could_hold_sites, find_call_sites
from codemod.mapping.models import ModelRegistry
from codemod.outcome import Outcome, Refusal, Rewritten, Unchanged
from codemod.project import all_files
from codemod.project_context import ProjectContext, load_context
from codemod.report import FileResult, ModelReport, Report, SiteReport
from codemod.repositories.book import RepositoryBook
from codemod.resolution.query_text import resolve_query_text
from codemod.rewriting.boundary_edits import with_boundaries
from codemod.rewriting.caller_handlers import HandlerPlace, Orders
from codemod.rewriting.handlers import HandlerPlan
from codemod.rewriting.module_edits import ModuleRewrite, rewrite_module
from codemod.rewriting.plan import plan_site
from codemod.rewriting.shared_session import JourneyPart
from codemod.site_conversions import convert_sites
from codemod.site_reports import journey_part, refused, site_report
from codemod.source import ParsedModule, SourceError, parse_source, read_source
from codemod.verification.source import SourceCheckError
from codemod.workbench import Workbench

#: Fewer candidate files than this are converted faster than a pool of processes starts.
_POOL_FROM = 6

#: Trees are many objects without circles: looking for circles as often as Python does costs a quarter of the run.
_COLLECTIONS = (100_000, 20, 20)


class FileConverter:
    """Converts the files of one project one after the other; holds the caches of a process."""

    def __init__(
        self, context: ProjectContext, book: RepositoryBook | None = None, orders: Orders | None = None
    ) -> None:
        self.context = context
        self.planner = plan_site if book is None else book.plan
        self.orders = orders or Orders()
        self.bench = Workbench(context, self.orders.writable, dict(self.orders.stopped))

    def convert(self, path: PurePosixPath) -> FileResult:
        """Every site of one file with its outcome, and the new text if there is one."""
        root = self.context.config.root
        try:
            wanted, keys = self.orders.in_file(path), self.orders.journeys_in(path)
            if not wanted and not keys and not could_hold_sites((root / path).read_bytes(), self.context.config):
                return FileResult(path=path, before=None, after=None, sites=(), error=None)
            module = self.bench.index.parsed(path) or parse_source(read_source(root, path))
        except SourceError as error:
            return FileResult(path=path, before=None, after=None, sites=(), error=str(error))
        except OSError as error:
            return FileResult(path=path, before=None, after=None, sites=(), error=f"can't be read ({error.strerror})")
        self.bench.index.adopt(module)
        handlers = tuple(self.bench.callers.plans_at(wanted, path)) if wanted else ()
        boundaries = tuple(self.bench.callers.boundaries_at(wanted, path)) if wanted else ()
        return self._convert_module(module, handlers, boundaries, keys)

    def _convert_module(
        self, module: ParsedModule, handlers: Sequence[HandlerPlan], boundaries: Sequence[str], keys: Set[str]
    ) -> FileResult:
        source = module.source
        sites = find_call_sites(module, self.context.config)
        outcomes, rewrite, needed, journeys = self._rewritten(module, sites, handlers, keys)
        text, unwritten = rewrite.text, rewrite.unwritten
        while rewrite.deferred:
            # a site whose text another rewrite edited gets its turn in the new text
            left = [site for site in sites if not isinstance(outcomes.get(site), Rewritten)]
            again = parse_source(replace(source, text=text))
            found = find_call_sites(again, self.context.config)
            if len(found) != len(left):
                raise AssertionError(f"{source.path}: the new text has {len(found)} call sites, expected {len(left)}")
            second, rewrite, more, _ = self._rewritten(again, found)
            needed |= more
            outcomes.update({old: second[new] for old, new in zip(left, found, strict=True)})
            progressed = rewrite.text != text
            text = rewrite.text
            if not progressed:
                break
        if boundaries:
            try:
                text = with_boundaries(parse_source(replace(source, text=text)), boundaries, self.context)
            except (Refusal, SourceCheckError):
                unwritten = True
        after = text if text != source.text else None
        reports = tuple(self.report(site, outcomes[site]) for site in sites)
        return FileResult(
            path=source.path,
            before=source,
            after=after,
            sites=reports,
            error=None,
            needed=needed,
            handling=frozenset({*boundaries, *(handler.scope.qualified_name for handler in handlers)}),
            unwritten=unwritten,
            journeys=journeys,
            questions={
                (report.line, report.column): outcome.question
                for site, report in zip(sites, reports, strict=True)
                if isinstance(outcome := outcomes[site], Rewritten) and outcome.question is not None
            },
        )

    def _rewritten(
        self,
        module: ParsedModule,
        sites: Sequence[CallSite],
        handlers: Sequence[HandlerPlan] = (),
        keys: Set[str] = frozenset(),
    ) -> tuple[dict[CallSite, Outcome], ModuleRewrite, frozenset[HandlerPlace], tuple[JourneyPart, ...]]:
        raw = Unchanged("call.wrapper-body", "the body of a database wrapper stays raw")
        outcomes: dict[CallSite, Outcome] = {site: raw for site in sites if site.in_wrapper_body}
        found = convert_sites(module, [site for site in sites if not site.in_wrapper_body], self.bench, keys)
        outcomes.update({site: refused(refusal) for site, refusal in found.refusals.items()})
        rewrite = rewrite_module(module, found.converted, self.context, self.planner, handlers, found.bare_groups)
        needed: set[HandlerPlace] = set()
        for conversion in found.converted:
            site = conversion.site
            if site in rewrite.refusals:
                outcomes[site] = refused(rewrite.refusals[site])
            elif site in rewrite.deferred:
                outcomes[site] = refused(
                    Refusal("position.expression", "another call of the same statement is rewritten first")
                )
            else:
                outcomes[site] = Rewritten(
                    conversion.consumption.shape,
                    conversion.proof.compiled,
                    conversion.question,
                    rewrite.calls.get(site),
                )
                needed.update(conversion.callers)
        journeys = tuple(journey_part(group, outcomes, rewrite) for group in found.groups if group.crosses)
        return outcomes, rewrite, frozenset(needed), journeys

    def report(self, site: CallSite, outcome: Outcome) -> SiteReport:
        """One site of the report."""
        line, column = site.module.line_column(site.offset)
        try:
            sql = resolve_query_text(site, self.bench.constants).text
        except Refusal:
            sql = None
        return site_report(site, line, column, sql, outcome)


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
    context = replace(load_context(config, all_files(config)), vetoes=dict(vetoes))
    book = RepositoryBook(context) if config.style != "statement" else None
    orders = Orders(writable=frozenset(files))
    results: dict[PurePosixPath, FileResult] = {}

    def convert(paths: Sequence[PurePosixPath], orders: Orders) -> Iterator[FileResult]:
        return _convert_all(context, paths, book, orders)

    for done, result in enumerate(_convert_all(context, files, book, orders), start=1):
        results[result.path] = result
        if progress is not None:
            progress(done, len(files))
    while True:
        orders, results = settle_journeys(orders, results, convert)
        results = _with_handlers(context, book, orders, results)
        if is_settled(results, orders):
            break
    if book is not None:
        results = _with_repositories(results, book)
    return Report(
        files=tuple(sorted(results.values(), key=lambda result: result.path.as_posix())),
        models=model_reports(context.registry),
        findings=(*context.registry.findings, *(book.findings if book is not None else ())),
    )


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


def _with_handlers(
    context: ProjectContext,
    book: RepositoryBook | None,
    orders: Orders,
    results: dict[PurePosixPath, FileResult],
) -> dict[PurePosixPath, FileResult]:
    """The results with the handlers rewritten that sites of other functions need.

    A file whose handlers can't be written after all is kept out, and everything looked at again without it.
    """
    while needed := frozenset[HandlerPlace]().union(*(result.needed for result in results.values())):
        handling = replace(orders, handlers=needed)
        again = list(_convert_all(context, sorted({place.path for place in needed}), book, handling))
        unwritten = {result.path for result in again if result.unwritten or result.error is not None}
        if not unwritten:
            return results | {result.path: result for result in again}
        orders = replace(orders, writable=(orders.writable or frozenset()) - unwritten, handlers=frozenset())
        results = {result.path: result for result in _convert_all(context, list(results), book, orders)}
    return results


def _convert_all(
    context: ProjectContext, files: Sequence[PurePosixPath], book: RepositoryBook | None, orders: Orders
) -> Iterator[FileResult]:
    candidates = [path for path in files if orders.asks_for(path) or _is_candidate(context.config, path)]
    others = [path for path in files if path not in set(candidates)]
    jobs = min(context.config.jobs or os.cpu_count() or 1, len(candidates))
    if jobs <= 1 or len(candidates) < _POOL_FROM or book is not None:
        # the repositories of a run are one book: equal statements of two files share a method
        converter = FileConverter(context, book, orders)
        threshold = gc.get_threshold()
        gc.set_threshold(*_COLLECTIONS)
        try:
            yield from map(converter.convert, [*candidates, *others])
        finally:
            gc.set_threshold(*threshold)
        return
    yield from (FileResult(path=path, before=None, after=None, sites=(), error=None) for path in others)
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(context, orders)) as pool:
        yield from pool.map(_convert_in_worker, candidates)


def _is_candidate(config: Config, path: PurePosixPath) -> bool:
    try:
        return could_hold_sites((config.root / path).read_bytes(), config)
    except OSError:
        return True  # the conversion reports it


@dataclass(slots=True)
class _Worker:
    """The converter of this worker process, made once by the pool's initializer."""

    converter: FileConverter | None = None


_WORKER = _Worker()


def _start_worker(context: ProjectContext, orders: Orders) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    gc.set_threshold(*_COLLECTIONS)
    _WORKER.converter = FileConverter(context, None, orders)


def _convert_in_worker(path: PurePosixPath) -> FileResult:
    assert _WORKER.converter is not None, "the pool's initializer has run"
    return _WORKER.converter.convert(path)


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
