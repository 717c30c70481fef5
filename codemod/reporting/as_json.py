"""Writes a report as JSON, in the form that ``docs/report-schema.json`` describes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from codemod.report import Report


def report_as_json(report: Report, diffs: Mapping[str, str] | None = None) -> str:
    """The report as one JSON document with a trailing newline.

    Args:
        report: what the run found.
        diffs: unified diff per changed file; given by ``diff``, left out by ``check``.
    """
    document: dict[str, object] = {
        "version": report.version,
        "summary": asdict(report.summary),
        "sites": [asdict(site) for site in report.sites],
        "models": [asdict(model) for model in report.models],
        "findings": [asdict(finding) for finding in report.findings],
        "errors": [asdict(error) for error in report.errors],
    }
    if report.verification is not None:
        document["verification"] = asdict(report.verification)
    if report.advice is not None:
        document["advice"] = [asdict(item) for item in report.advice]
    if diffs is not None:
        document["diffs"] = [{"file": file, "diff": diff} for file, diff in diffs.items()]
    # plain ASCII: a pipe with any encoding carries it, and lone surrogates of file names too
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"
