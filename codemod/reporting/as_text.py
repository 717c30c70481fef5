"""Writes a report as lines for people, in the habits of ruff and black."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

from codemod.advising.advice import Advice
from codemod.report import Explanation, Report, SiteReport, SqlResult

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}

#: What came of running a rewrite, for people.
_EXECUTED = {
    "same": "executed alike",
    "vacuous": "executed without meeting a row",
    "not executed": "not executed",
    "differs": "differs when executed",
}


@dataclass(frozen=True, slots=True)
class TextForm:
    """How lines for people look.

    Attributes:
        color: whether ANSI colours are used.
        verbose: 0 one line per site; 1 with remedies, and sites that are none; 2 with the SQL too.
        shown_path: turns a path relative to the root into the one to show.
    """

    color: bool = False
    verbose: int = 0
    shown_path: Callable[[str], str] = str

    def styled(self, text: str, style: str) -> str:
        """The text in a style, where colours are used."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.color else text

    def place(self, path: str, line: int, column: int | None = None) -> str:
        """``path:line:column:``, which editors and terminals open."""
        position = f":{line}:" if column is None else f":{line}:{column}:"
        return f"{self.styled(self.shown_path(path), 'bold')}{self.styled(position, 'cyan')}"


def sites_as_text(report: Report, form: TextForm, *, only_refused: bool = False) -> Iterator[str]:
    """One line per call site, and below it what ``form`` asks for."""
    for site in report.sites:
        if site.outcome == "unchanged" and not form.verbose:
            continue
        if only_refused and site.outcome == "rewritten":
            continue
        yield f"{form.place(site.file, site.line, site.column)} {_outcome(site, form)}"
        if form.verbose and site.hint:
            yield f"    {form.styled('hint:', 'dim')} {site.hint}"
        if form.verbose and site.calls:
            key = f" ({site.fingerprint})" if site.fingerprint else ", the project's"
            yield f"    {form.styled('method:', 'dim')} {site.calls}{key}"
        if site.verdict_reason:
            yield f"    {form.styled('server:', 'dim')} {site.verdict_reason}"
        if site.executed_reason:
            yield f"    {form.styled('executed:', 'dim')} {site.executed_reason}"
        if form.verbose > 1:
            yield from _texts_of(site, form)


def findings_as_text(report: Report, form: TextForm) -> Iterator[str]:
    """One line per disagreement between code, models and DDL."""
    for finding in report.findings:
        code = form.styled(finding.code, "yellow")
        yield f"{form.place(finding.path, finding.line)} {code} {finding.message}"


def advice_as_text(found: Sequence[Advice], form: TextForm) -> Iterator[str]:
    """Two lines for each advice, and one for each piece of its evidence."""
    for item in found:
        place = form.place(item.path, item.line, item.column)
        yield f"{place} {form.styled(item.code, 'yellow')} {item.message}"
        yield f"    {form.styled('rather:', 'dim')} {item.suggestion}"
        for other in item.evidence:
            yield f"    {form.styled('evidence:', 'dim')} {form.shown_path(other.path)}:{other.line} {other.text}"


def check_summary(report: Report) -> str:
    """``12 call sites: 9 convertible, 3 refused``."""
    counts = report.summary
    if not counts.sites:
        return "no call sites"
    parts = [f"{counts.rewritten} convertible", f"{counts.refused} refused"]
    if counts.unchanged:
        parts.append(f"{counts.unchanged} left as they are")
    return f"{counted(counts.sites, 'call site')}: {', '.join(parts)}"


def verification_as_text(report: Report) -> Iterator[str]:
    """``PostgreSQL 18.1 (wheel): 9 proved, 1 proved with stand-ins``, where a server was asked."""
    found = report.verification
    if found is None:
        return
    counts = {
        "proved": found.proved,
        "proved with stand-ins for extensions": found.proved_with_stand_ins,
        "not checked": found.not_checked,
        "refused because they differ": found.differs,
    }
    parts = [f"{count} {name}" for name, count in counts.items() if count or name == "proved"]
    if found.executions is not None:
        for name, count in asdict(found.executions).items():
            parts += [f"{count} {_EXECUTED[name.replace('_', ' ')]}"] if count or name == "same" else []
    yield f"{found.server}: {', '.join(parts)}"


def change_summary(verb: str, sites: int, files: int, refused: int) -> str:
    """``rewrote 9 call sites in 3 files, 3 refused``."""
    refusals = f", {refused} refused" if refused else ""
    return f"{verb} {counted(sites, 'call site')} in {counted(files, 'file')}{refusals}"


def counted(number: int, noun: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def explanation_as_text(explanation: Explanation, form: TextForm) -> Iterator[str]:
    """Every step a call site went through, and where it ended."""
    site = explanation.site
    yield f"{form.place(site.file, site.line, site.column)} {site.receiver}.{site.method} in {site.function}"
    for step in explanation.steps:
        yield ""
        yield form.styled(step.title, "bold")
        yield textwrap.indent(step.text, "    ")
    yield ""
    yield _outcome(site, form)
    if site.hint:
        yield f"    {form.styled('hint:', 'dim')} {site.hint}"


def sql_as_text(result: SqlResult, form: TextForm) -> Iterator[str]:
    """The code of one statement, and as a comment the SQL it compiles to."""
    yield result.code
    yield from (form.styled(f"# {line}", "dim") for line in result.compiled.splitlines())


def _outcome(site: SiteReport, form: TextForm) -> str:
    match site.outcome:
        case "rewritten":
            shape = f" as {site.shape}" if site.shape else ""
            shape += f", {site.message}" if site.message else ""
            verdict = f" ({', '.join(_verdicts(site))})" if site.verdict else ""
            done = form.styled("convertible", "green")
            return f"{done} {site.receiver}.{site.method} in {site.function}{shape}{verdict}"
        case "refused":
            return f"{form.styled(site.code or 'refused', 'red')} {site.message}"
        case "unchanged":
            return f"{form.styled(site.code or 'unchanged', 'dim')} {site.message}"


def _verdicts(site: SiteReport) -> Iterator[str]:
    yield str(site.verdict)
    if site.executed is not None:
        yield _EXECUTED[site.executed]


def _texts_of(site: SiteReport, form: TextForm) -> Iterator[str]:
    for title, text in (("SQL:", site.sql), ("compiled:", site.compiled)):
        if text:
            yield f"    {form.styled(title, 'dim')}"
            yield textwrap.indent(textwrap.dedent(text).strip(), "        ")
