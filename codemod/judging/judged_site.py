"""One call site explained to the end: after alchemod's own proof, what a server says of the rewrite."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from codemod.config import Config
from codemod.executing.execution import Execution
from codemod.files.project import all_files
from codemod.judging.court import Court
from codemod.judging.judged_run import with_verdict
from codemod.mapping.registry import build_registry
from codemod.report import Explanation, Step
from codemod.single import explain_site


def explain_judged(config: Config, file: PurePosixPath, line: int) -> Explanation:
    """Like ``explain_site``, with the verdict of a server, and with ``--execute`` what came of running both.

    Raises:
        RunError: the file can't be read, no call site stands there, or there is no server that can be used.
    """
    explanation = explain_site(config, file, line)
    question = explanation.question
    if question is None:
        return explanation
    with Court(config, lambda: build_registry(config.root, all_files(config), config)) as court:
        verdict = court.verdict(question)
        steps = [Step(court.server, ": ".join(filter(None, (verdict.judgement, verdict.reason))))]
        execution = court.executions([question])[question] if config.execute and not verdict.fault else None
    if execution is not None:
        steps.append(Step("execution", _told(execution)))
    differing = verdict.reason if verdict.judgement == "differs" else ""
    if execution is not None and execution.outcome == "differs":
        differing = execution.reason
    if differing:
        refused = explain_site(config, file, line, vetoes={(question.sql, question.sent): differing})
        return replace(refused, steps=(*explanation.steps, *steps))
    site = with_verdict(explanation.site, verdict, execution)
    return replace(explanation, site=site, steps=(*explanation.steps, *steps))


def _told(execution: Execution) -> str:
    runs = f" in {execution.runs} run{'s' if execution.runs > 1 else ''}" if execution.runs else ""
    return f"{execution.outcome}{runs}" + (f": {execution.reason}" if execution.reason else "")
