"""Report: what a run found and would write; every output format is a writer over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Literal

from codemod.mapping.models import Finding

if TYPE_CHECKING:
    from codemod.advising.advice import Advice
    from codemod.executing.execution import Outcome
    from codemod.judging.question import Judgement, Question
    from codemod.rewriting.connections.shared_session import JourneyPart
    from codemod.rewriting.errors.caller_handlers import HandlerPlace
    from codemod.rewriting.rows.reader_edits import ReaderEdit
    from codemod.rewriting.rows.typed_places import TypedValue
    from codemod.source import SourceFile

#: Version of the report's JSON form, ``docs/report-schema.json``.
REPORT_VERSION: Final = 1

#: The outcome of a call site: exactly one of the three.
SiteOutcome = Literal["rewritten", "refused", "unchanged"]


class RunError(Exception):
    """The job can't be done; ``str()`` is one clear line for the person who asked for it."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """One call site and what became of it.

    Attributes:
        file: POSIX path relative to the project root.
        line: line of the call, 1-based; ``column`` likewise, in characters.
        function: qualified name of the function around the call, ``"<module>"`` outside any.
        method: name of the called method as written.
        sql: the query text; None where it can't be found.
        code: code of the refusal, or of the reason the site stays; None when rewritten.
        shape: result shape of the rewrite; None when not rewritten. ``compiled`` likewise.
        verdict: what a real server says of the rewrite; None when none was asked. ``verdict_reason`` says why.
        calls: the repository method called now (``LinkRepository.get_by_title``); None in statement style.
        fingerprint: what stands for the statement of a new method in ``[tool.alchemod.repositories.names]``.
        executed: what came of running it; None when it was not asked for. ``executed_reason`` says why.
    """

    file: str
    line: int
    column: int
    function: str
    method: str
    receiver: str
    sql: str | None
    outcome: SiteOutcome
    code: str | None
    message: str | None
    hint: str | None
    shape: str | None
    compiled: str | None
    verdict: Judgement | None = None
    verdict_reason: str | None = None
    calls: str | None = None
    fingerprint: str | None = None
    executed: Outcome | None = None
    executed_reason: str | None = None


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file of the run.

    Attributes:
        before: the file as it was read; None when nothing in it had to be looked at.
        after: the new text; None when nothing changes.
        error: why the file could not be worked on, one line without the path.
        created: the file is new; ``before`` is empty.
        needed: handlers that the rewritten sites need to be rewritten, anywhere in the project.
        typed: annotations that the rows of its rewritten sites come to.
        readers: edits of other files that its rewritten sites need.
        handling: functions of the file that were changed for sites of others: their handlers, what reads a result.
        unwritten: something that sites of other files need can't be written after all.
        journeys: what became of connections that go through other files as well.
        questions: for a server, by line and column of the rewritten sites.
        texts: every text that a site may send, by line and column, where there are several.
        findings: what may run SQL and is no call site.
    """

    path: PurePosixPath
    before: SourceFile | None
    after: str | None
    sites: tuple[SiteReport, ...]
    error: str | None
    created: bool = False
    needed: frozenset[HandlerPlace] = frozenset()
    typed: frozenset[TypedValue] = frozenset()
    readers: frozenset[ReaderEdit] = frozenset()
    handling: frozenset[str] = frozenset()
    unwritten: bool = False
    journeys: tuple[JourneyPart, ...] = ()
    questions: Mapping[tuple[int, int], Question] = field(default_factory=dict)
    texts: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def is_bound(self) -> bool:
        """Whether the new text fits only together with that of other files."""
        return bool(self.needed or self.readers or self.handling or self.journeys)


@dataclass(frozen=True, slots=True)
class ModelReport:
    """A mapped table that the run knew of."""

    table: str
    schema: str | None
    class_name: str
    module: str
    path: str
    line: int
    columns: int


@dataclass(frozen=True, slots=True, order=True)
class FileError:
    """A path that kept part of the job from being done, and the reason in one line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a run."""

    files: int
    changed_files: int
    sites: int
    rewritten: int
    refused: int
    unchanged: int
    models: int
    findings: int
    errors: int


@dataclass(frozen=True, slots=True)
class Executions:
    """Rewritten sites by what came of running them; ``vacuous`` where no run met a row."""

    same: int
    vacuous: int
    not_executed: int


@dataclass(frozen=True, slots=True)
class Verification:
    """What a real server said of a run.

    Attributes:
        server: its version, and where its programs were found.
        proved: rewritten sites by verdict; ``differs`` are sites refused for it.
        notes: statements of the project's schema that failed on a scratch server.
        executions: what came of running them; None without ``--execute``.
    """

    server: str
    proved: int
    proved_with_stand_ins: int
    not_checked: int
    differs: int
    notes: tuple[str, ...] = ()
    executions: Executions | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a run found out, in deterministic order.

    Attributes:
        skipped: paths that could not be worked on outside the files listed (an unreadable folder).
        verification: what a server said; None when none was asked.
        advice: on the queries themselves; None when nobody asked for it.
    """

    files: tuple[FileResult, ...]
    models: tuple[ModelReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    skipped: tuple[FileError, ...] = ()
    verification: Verification | None = None
    advice: tuple[Advice, ...] | None = None
    version: int = REPORT_VERSION

    @property
    def sites(self) -> Iterator[SiteReport]:
        """Every call site, in the order of files and lines."""
        for file in self.files:
            yield from sorted(file.sites, key=lambda site: (site.line, site.column))

    @property
    def changes(self) -> Iterator[FileResult]:
        """The files whose text changes."""
        return (file for file in self.files if file.before is not None and file.after is not None)

    @property
    def errors(self) -> tuple[FileError, ...]:
        """Everything that could not be worked on."""
        failed = (FileError(file.path.as_posix(), file.error) for file in self.files if file.error is not None)
        return tuple(sorted({*failed, *self.skipped}))

    @property
    def summary(self) -> Summary:
        """The counts of this run."""
        outcomes = [site.outcome for site in self.sites]
        return Summary(
            files=len(self.files),
            changed_files=sum(1 for _ in self.changes),
            sites=len(outcomes),
            rewritten=outcomes.count("rewritten"),
            refused=outcomes.count("refused"),
            unchanged=outcomes.count("unchanged"),
            models=len(self.models),
            findings=len(self.findings),
            errors=len(self.errors),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one call site went through the stages, as far as it came.

    Attributes:
        question: what a server can be asked about the rewrite; None where there is none.
    """

    site: SiteReport
    steps: tuple[Step, ...]
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class SqlResult:
    """One statement as SQLAlchemy code, and the SQL that this code compiles to."""

    code: str
    compiled: str
