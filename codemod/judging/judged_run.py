"""A run whose every rewrite a server judges: what differs is refused, and the rest of the run done again without it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from codemod.config import Config
from codemod.executing.execution import Execution
from codemod.files.project import all_files
from codemod.judging.court import Court
from codemod.judging.question import Question, Verdict
from codemod.mapping.models import Finding
from codemod.mapping.registry import build_registry
from codemod.pipeline import run_project
from codemod.report import Executions, FileResult, Report, SiteReport, Verification

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
            executions = court.executions(_runnable(verdicts)) if config.execute and not differing else {}
            differing |= {(q.sql, q.sent): item.reason for q, item in executions.items() if item.outcome == "differs"}
            if differing.keys() <= vetoes.keys():
                return _with_verdicts(report, verdicts, executions, court)
            vetoes |= differing


def _runnable(verdicts: Mapping[Question, Verdict]) -> list[Question]:
    return [question for question, verdict in verdicts.items() if not verdict.fault]


def _with_verdicts(
    report: Report, verdicts: Mapping[Question, Verdict], executions: Mapping[Question, Execution], court: Court
) -> Report:
    findings, files = [], []
    for file in report.files:
        sites = tuple(_judged(site, file, verdicts, executions) for site in file.sites)
        findings += [item for site in sites if (item := _finding(site, file, court)) is not None]
        files.append(replace(file, sites=sites))
    every = sorted([*report.findings, *findings], key=lambda item: (item.path, item.line, item.code, item.message))
    report = replace(report, files=tuple(files), findings=tuple(every))
    return replace(report, verification=_counted(report, court))


def _judged(
    site: SiteReport,
    file: FileResult,
    verdicts: Mapping[Question, Verdict],
    executions: Mapping[Question, Execution],
) -> SiteReport:
    question = file.questions.get((site.line, site.column))
    if question is None:
        return site
    return with_verdict(site, verdicts[question], executions.get(question))


def with_verdict(site: SiteReport, verdict: Verdict, execution: Execution | None) -> SiteReport:
    """A rewritten site with what the server says of it."""
    site = replace(site, verdict=verdict.judgement, verdict_reason=verdict.reason or None)
    if execution is None:
        return site
    return replace(site, executed=execution.outcome, executed_reason=execution.reason or None)


def _counted(report: Report, court: Court) -> Verification:
    verdicts = Counter(site.verdict for site in report.sites)
    executed = Counter(site.executed for site in report.sites)
    return Verification(
        server=court.server,
        proved=verdicts["proved"],
        proved_with_stand_ins=verdicts["proved with stand-ins"],
        not_checked=verdicts["not checked"],
        differs=sum(site.code == "server.differs" for site in report.sites),
        notes=tuple(f"{note.place}: {note.message}" for note in court.notes),
        executions=Executions(executed["same"], executed["vacuous"], executed["not executed"])
        if court.config.execute
        else None,
    )


def _finding(site: SiteReport, file: FileResult, court: Court) -> Finding | None:
    if site.sql is None or site.outcome == "unchanged":
        return None
    several = file.texts.get((site.line, site.column), ())
    asked = [text for text in several or (site.sql,) if _ASKED.match(text)]
    fault = next(filter(None, map(court.fault, asked)), "")
    if not fault:
        return None
    which = "one of the texts of the query" if several else "the SQL"
    return Finding("server.refused", site.file, site.line, f"the server refuses {which}: {fault}")
