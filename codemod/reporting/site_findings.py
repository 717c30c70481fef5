"""Where statements of a project name tables and columns that no model has: mistakes, or models that are missing."""

from __future__ import annotations

from codemod.mapping.models import Finding
from codemod.report import Report, SiteReport

_CODES = {"mapping.no-model": "models.unknown-table", "mapping.unknown-column": "models.unknown-column"}


def site_findings(report: Report) -> tuple[Finding, ...]:
    """What the call sites of a run name that no model has, each thing once, at the first place that names it."""
    places: dict[tuple[str, str], list[SiteReport]] = {}
    for site in report.sites:
        if site.code in _CODES and site.message is not None:
            places.setdefault((_CODES[site.code], site.message), []).append(site)
    found = []
    for (code, message), sites in places.items():
        more = f" (and {len(sites) - 1} more)" if len(sites) > 1 else ""
        found.append(Finding(code, sites[0].file, sites[0].line, message + more))
    return tuple(sorted(found, key=lambda item: (item.path, item.line, item.message)))
