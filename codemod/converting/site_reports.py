"""What became of call sites and connections, and what can't be one, as the report has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from codemod.discovery.call_sites import CallSite
from codemod.discovery.method_values import MethodValue
from codemod.discovery.wrapper_methods import Wrappers
from codemod.mapping.models import Finding
from codemod.outcome import Outcome, Refusal, Refused, Rewritten, Unchanged
from codemod.report import SiteOutcome, SiteReport
from codemod.rewriting.connections.shared_session import ConnectionGroup, JourneyPart
from codemod.rewriting.module_edits import ModuleRewrite
from codemod.source import ParsedModule


def journey_part(group: ConnectionGroup, outcomes: Mapping[CallSite, Outcome], rewrite: ModuleRewrite) -> JourneyPart:
    """What became of one file's part of a connection that goes through several."""
    problem = group.refusal.message if group.refusal is not None else _reason(group, outcomes)
    if problem is None and not group.has_sites and group.key not in rewrite.passing:
        paths = {place.scope.module.source.path.as_posix() for place in group.scopes}
        problem = f"the connection can't be handed on in {min(paths, default='one of its files')}"
    return JourneyPart(group.key, group.paths, problem)


def _reason(group: ConnectionGroup, outcomes: Mapping[CallSite, Outcome]) -> str | None:
    """The call site that keeps a group from being converted."""
    staying = [
        (site, outcome)
        for place in group.scopes
        for site in place.scope.sites
        if isinstance(outcome := outcomes[site], Refused)
    ]
    for site, outcome in sorted(staying, key=lambda item: item[1].code == "session.group"):
        return f"the connection is shared with the call at {site.place}: {outcome.code}"
    return None


def refused(refusal: Refusal) -> Refused:
    """The outcome that a refusal stands for."""
    return Refused(refusal.code, refusal.message, refusal.hint)


def site_report(site: CallSite, line: int, column: int, sql: str | None, outcome: Outcome) -> SiteReport:
    """One site of the report."""

    def report(
        name: SiteOutcome,
        code: str | None,
        message: str | None,
        hint: str | None,
        shape: str | None,
        compiled: str | None,
    ) -> SiteReport:
        return SiteReport(
            file=site.module.source.path.as_posix(),
            line=line,
            column=column,
            function=site.function,
            method=site.written_method,
            receiver=site.receiver_text,
            sql=sql,
            outcome=name,
            code=code,
            message=message,
            hint=hint,
            shape=shape,
            compiled=compiled,
        )

    match outcome:
        case Rewritten():
            message = f"as text() for {outcome.fallback}" if outcome.fallback else None
            done = report("rewritten", None, message, None, outcome.shape, outcome.compiled)
            if outcome.calls is None:
                return done
            called = f"{outcome.calls.repository}.{outcome.calls.name}"
            return replace(done, calls=called, fingerprint=outcome.calls.fingerprint)
        case Refused():
            return report("refused", outcome.code, outcome.message, outcome.hint, None, None)
        case Unchanged():
            return report("unchanged", outcome.code, outcome.message, None, None, None)


def value_findings(module: ParsedModule, values: Iterable[MethodValue]) -> Iterator[Finding]:
    """Methods that are no calls: each that is handed on, and one line for all that the tests of a file replace."""
    path = module.source.path.as_posix()
    found = sorted(values, key=lambda item: item.offset)
    replaced = [item for item in found if item.replaced]
    if replaced:
        more = f" (and {len(replaced) - 1} more in this file)" if len(replaced) > 1 else ""
        message = f"{replaced[0].text} is replaced here{more}: code that is migrated doesn't call it"
        yield Finding("call.mocked", path, module.line_column(replaced[0].offset)[0], message)
    for item in found:
        if not item.replaced:
            message = f"{item.text} is handed on, and what is run through it can't be followed"
            yield Finding("call.as-value", path, module.line_column(item.offset)[0], message)


def wrapper_findings(wrappers: Wrappers, sites: Iterable[CallSite]) -> Iterator[Finding]:
    """The methods of rewritten sites that run a failed query again, or answer from a cache: no session does."""
    found = {item.place: item for site in sites for item in wrappers.doing_more(site)}
    for item in found.values():
        path = item.path.as_posix()
        if item.repeats:
            message = (
                f"{item.name}() runs a query again that has failed: calls that are rewritten raise the first error"
            )
            yield Finding("call.retries", path, item.line, message)
        if item.caches:
            message = (
                f"{item.name}() answers from a cache: calls that are rewritten ask the database, and empty no cache"
            )
            yield Finding("call.cache", path, item.line, message)
