"""A run whose every rewrite a server judges: what differs is refused, and the rest of the run done again without it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from codemod.config import Config
from codemod.judging.court import Court
from codemod.judging.question import Question, Verdict
from codemod.mapping.models import Finding
from codemod.mapping.registry import build_registry
from codemod.pipeline import run_project
from codemod.project import all_files
from codemod.report import FileResult, Report, SiteReport, Verification

#: Statements that a server can be asked to prepare.
_ASKED: Final = re.compile(
    r"\s*(?:--[^\n]*\n\s*|/\*.*?\*/\s*)*(select|insert|update|delete|with|values)\b", re.I | re.S
)


def run_judged(
    config: Config, files: Sequence[PurePosixPath], *, progress: Callable[[int, int], None] | None = None
) -> Report:
    """Like ``run_project``, with a verdict at every rewritten site and findings about SQL that the server refuses.

    Raises:
        RunError: there is no server, or it can't be used.
    """
    with Court(config, lambda: build_registry(config.root, all_files(config), config)) as court:
        vetoes: dict[tuple[str, str], str] = {}
        while True:
            report = run_project(config, files, progress=progress, vetoes=vetoes)
            verdicts = {
                question: court.verdict(question) for file in report.files for question in file.questions.values()
            }
            differing = {(q.sql, q.sent): item.reason for q, item in verdicts.items() if item.judgement == "differs"}
            if differing.keys() <= vetoes.keys():
                return _with_verdicts(report, verdicts, court)
            vetoes |= differing


@dataclass(slots=True, eq=False)
class _Counts:
    proved: int = 0
    with_stand_ins: int = 0
    not_checked: int = 0

    def add(self, verdict: Verdict) -> None:
        self.proved += verdict.judgement == "proved"
        self.with_stand_ins += verdict.judgement == "proved with stand-ins"
        self.not_checked += verdict.judgement == "not checked"


def _with_verdicts(report: Report, verdicts: Mapping[Question, Verdict], court: Court) -> Report:
    counts, findings = _Counts(), []
    files = []
    for file in report.files:
        sites = tuple(_judged(site, file, verdicts, counts) for site in file.sites)
        findings += [item for site in sites if (item := _finding(site, court)) is not None]
        files.append(replace(file, sites=sites))
    verification = Verification(
        server=court.server,
        proved=counts.proved,
        proved_with_stand_ins=counts.with_stand_ins,
        not_checked=counts.not_checked,
        differs=sum(site.code == "server.differs" for file in files for site in file.sites),
        notes=tuple(f"{note.place}: {note.message}" for note in court.notes),
    )
    every = sorted([*report.findings, *findings], key=lambda item: (item.path, item.line, item.code, item.message))
    return replace(report, files=tuple(files), findings=tuple(every), verification=verification)


def _judged(site: SiteReport, file: FileResult, verdicts: Mapping[Question, Verdict], counts: _Counts) -> SiteReport:
    question = file.questions.get((site.line, site.column))
    if question is None:
        return site
    verdict = verdicts[question]
    counts.add(verdict)
    return replace(site, verdict=verdict.judgement, verdict_reason=verdict.reason or None)


def _finding(site: SiteReport, court: Court) -> Finding | None:
    if site.sql is None or site.outcome == "unchanged" or not _ASKED.match(site.sql):
        return None
    fault = court.fault(site.sql)
    return Finding("server.refused", site.file, site.line, f"the server refuses the SQL: {fault}") if fault else None
