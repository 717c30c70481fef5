"""FileConverter: one file of a project with every call site's outcome and the new text."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from codemod.converting.conversion import Conversion
from codemod.converting.site_conversions import SiteConversions, convert_sites
from codemod.converting.site_reports import journey_part, refused, site_report, value_findings, wrapper_findings
from codemod.converting.workbench import Workbench
from codemod.discovery.call_sites import CallSite, could_hold_sites, find_call_sites
from codemod.discovery.method_values import method_values
from codemod.mapping.models import Finding
from codemod.outcome import Outcome, Refusal, Refused, Rewritten, Unchanged
from codemod.project_context import ProjectContext
from codemod.report import FileResult, SiteReport
from codemod.repositories.book import RepositoryBook
from codemod.rewriting.connections.shared_session import JourneyPart
from codemod.rewriting.errors.boundary_edits import with_boundaries
from codemod.rewriting.errors.caller_handlers import Orders
from codemod.rewriting.errors.handlers import HandlerPlan
from codemod.rewriting.errors.shown_texts import shown_text_findings
from codemod.rewriting.module_edits import ModuleRewrite, rewrite_module
from codemod.rewriting.plan import plan_site
from codemod.rewriting.rows.reader_edits import ReaderEdit
from codemod.source import ParsedModule, SourceError, parse_source
from codemod.verification.source import SourceCheckError


@dataclass(frozen=True, slots=True)
class _Found:
    """The call sites of a module, and what became of each before anything is edited."""

    sites: tuple[CallSite, ...] = ()
    conversions: SiteConversions = field(default_factory=SiteConversions)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What sites of other functions and files need of a module.

    Attributes:
        boundaries: functions that have to give asyncpg's own exceptions.
    """

    handlers: tuple[HandlerPlan, ...] = ()
    boundaries: tuple[str, ...] = ()
    readers: tuple[ReaderEdit, ...] = ()

    @property
    def functions(self) -> frozenset[str]:
        """The functions that change for it."""
        handling = (handler.scope.qualified_name for handler in self.handlers)
        return frozenset({*self.boundaries, *handling, *(reader.function for reader in self.readers)})


class FileConverter:
    """Converts the files of one project one after the other; holds the caches of a process."""

    def __init__(self, context: ProjectContext, book: RepositoryBook | None = None) -> None:
        self.context = context
        self.book = book
        self.planner = plan_site if book is None else book.plan
        self.bench = Workbench(context)
        self._found: dict[tuple[PurePosixPath, Set[str]], _Found] = {}

    def convert(self, path: PurePosixPath, orders: Orders) -> FileResult:
        """Every site of one file with its outcome, and the new text if there is one."""
        if self.bench.take(orders):
            self._found.clear()
        error = ""
        try:
            if orders.asks_for(path) or could_hold_sites(self._bytes(path), self.context.config):
                return self._converted(path, orders)
        except SourceError as reason:
            error = str(reason)
        except RecursionError:
            error = "can't be converted: it, or code of the project around it, is nested too deeply"
        return FileResult(path=path, before=None, after=None, sites=(), error=error or None)

    def _converted(self, path: PurePosixPath, orders: Orders) -> FileResult:
        module = self.context.files.module(path)
        wanted = orders.in_file(path)
        handlers = tuple(self.bench.callers.plans_at(wanted, path)) if wanted else ()
        boundaries = tuple(self.bench.callers.boundaries_at(wanted, path)) if wanted else ()
        asked = _Asked(handlers, boundaries, orders.readers_in(path))
        if path in orders.followed:
            return self._convert_module(module, asked, _Found())
        # what sites of other files ask for in a later round changes nothing about the sites themselves
        keys = orders.journeys_in(path)
        if (path, keys) not in self._found:
            self._found[path, keys] = self._find(module, keys)
        return self._convert_module(module, asked, self._found[path, keys])

    def _convert_module(self, module: ParsedModule, asked: _Asked, found: _Found) -> FileResult:
        source = module.source
        sites = found.sites
        outcomes, rewrite, needed, journeys = self._rewritten(module, found, asked)
        typed = frozenset(value for item in needed for value in item.consumption.typed)
        text, unwritten = rewrite.text, rewrite.unwritten
        deferred = set(rewrite.deferred)
        while deferred:
            # a site whose text another rewrite edited gets its turn in the new text
            left = [site for site in sites if not isinstance(outcomes.get(site), Rewritten)]
            again = parse_source(replace(source, text=text))
            found = self._find(again)
            if len(found.sites) != len(left):
                message = f"the new text has {len(found.sites)} call sites, expected {len(left)}"
                raise AssertionError(f"{source.path}: {message}")
            second, rewrite, more, _ = self._rewritten(again, found)
            needed += more
            again_by_old = dict(zip(left, found.sites, strict=True))
            for old, new in again_by_old.items():
                # a refusal of the text as it is in the file names lines of that text
                if old in deferred or not isinstance(second[new], Refused):
                    outcomes[old] = second[new]
            deferred = {old for old, new in again_by_old.items() if new in rewrite.deferred}
            progressed = rewrite.text != text
            text = rewrite.text
            if not progressed:
                break
        if asked.boundaries:
            try:
                text = with_boundaries(parse_source(replace(source, text=text)), asked.boundaries, self.context)
            except (Refusal, SourceCheckError):
                unwritten = True
        if self.book is not None:
            self.book.calls[source.path] = tuple(
                item.calls for item in outcomes.values() if isinstance(item, Rewritten) and item.calls is not None
            )
        after = text if text != source.text else None
        texts = tuple(self._texts(site) for site in sites)
        reports = tuple(_reported(site, sent, outcomes[site]) for site, sent in zip(sites, texts, strict=True))
        return FileResult(
            path=source.path,
            before=source,
            after=after,
            sites=reports,
            error=None,
            needed=frozenset(place for item in needed for place in item.callers),
            typed=typed,
            readers=frozenset(
                reader for item in needed for reader in item.consumption.elsewhere if reader.path != source.path
            ),
            handling=asked.functions.union(
                reader.function
                for item in needed
                for reader in item.consumption.elsewhere
                if reader.path == source.path
            ),
            unwritten=unwritten,
            journeys=journeys,
            questions={
                (report.line, report.column): outcome.question
                for site, report in zip(sites, reports, strict=True)
                if isinstance(outcome := outcomes[site], Rewritten) and outcome.question is not None
            },
            texts={
                (report.line, report.column): sent for report, sent in zip(reports, texts, strict=True) if len(sent) > 1
            },
            findings=self._findings(module, needed),
        )

    def _findings(self, module: ParsedModule, done: Sequence[Conversion]) -> tuple[Finding, ...]:
        file = self.bench.index.file(module.source.path)
        values = value_findings(file.module, method_values(file, self.context.config)) if file is not None else ()
        own = [item for item in done if item.site.module is module]
        aware = [plan.handler for item in own for plan in item.handlers if plan.handler is not None]
        sites = [item.site for item in own]
        shown = shown_text_findings(module, sites, aware, self.bench.index)
        return (*values, *shown, *wrapper_findings(self.context.wrappers, sites))

    def _find(self, module: ParsedModule, keys: Set[str] = frozenset()) -> _Found:
        sites = find_call_sites(module, self.context.config)
        convertible = [site for site in sites if not site.in_wrapper_body]
        return _Found(sites, convert_sites(module, convertible, self.bench, keys))

    def _rewritten(
        self, module: ParsedModule, found: _Found, asked: _Asked | None = None
    ) -> tuple[dict[CallSite, Outcome], ModuleRewrite, list[Conversion], tuple[JourneyPart, ...]]:
        asked = asked or _Asked()
        raw = Unchanged("call.wrapper-body", "the body of a database wrapper stays raw")
        outcomes: dict[CallSite, Outcome] = {site: raw for site in found.sites if site.in_wrapper_body}
        conversions = found.conversions
        outcomes.update({site: refused(refusal) for site, refusal in conversions.refusals.items()})
        rewrite = rewrite_module(
            module,
            conversions.converted,
            self.bench,
            self.planner,
            asked.handlers,
            conversions.bare_groups,
            asked.readers,
        )
        needed: list[Conversion] = []
        for conversion in conversions.converted:
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
                    conversion.lowered.fallback,
                )
                needed.append(conversion)
        journeys = tuple(journey_part(group, outcomes, rewrite) for group in conversions.groups if group.crosses)
        return outcomes, rewrite, needed, journeys

    def _bytes(self, path: PurePosixPath) -> bytes:
        try:
            return (self.context.config.root / path).read_bytes()
        except OSError as error:
            raise SourceError(f"can't be read ({error.strerror})") from error

    def report(self, site: CallSite, outcome: Outcome) -> SiteReport:
        """One site of the report."""
        return _reported(site, self._texts(site), outcome)

    def _texts(self, site: CallSite) -> tuple[str, ...]:
        """Every text that a site may send; nothing where that can't be told."""
        try:
            return self.bench.query(site).texts
        except Refusal:
            return ()


def _reported(site: CallSite, texts: Sequence[str], outcome: Outcome) -> SiteReport:
    """One site of the report."""
    line, column = site.module.line_column(site.offset)
    return site_report(site, line, column, ";\n".join(texts) or None, outcome)
