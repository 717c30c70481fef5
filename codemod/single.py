"""One site or one statement on its own: what ``alchemod explain`` and ``alchemod sql`` show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from types import MappingProxyType

from codemod.config import Config
from codemod.converting.file_converter import FileConverter
from codemod.converting.site_conversions import convert_sites
from codemod.converting.site_reports import refused
from codemod.discovery.call_sites import CallSite, find_call_sites
from codemod.files.project import all_files
from codemod.lowering.lower import lower_statement
from codemod.lowering.lowered import ArgumentFacts
from codemod.outcome import Outcome, Rewritten
from codemod.project_context import load_context
from codemod.python_code import source_of
from codemod.report import Explanation, RunError, SqlResult, Step
from codemod.resolution.statement import parse_statement
from codemod.rewriting.layout import Layout, project_line_length
from codemod.rewriting.module_edits import grouped, rewrite_module
from codemod.source import SourceError
from codemod.verification.statement import prove


def explain_site(
    config: Config, file: PurePosixPath, line: int, *, vetoes: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> Explanation:
    """One site, step by step.

    Args:
        config: configuration of the project.
        file: the file, relative to the root.
        line: any line of the call, 1-based.
        vetoes: pairs of SQL and new text that a server says differ, and why.

    Raises:
        RunError: the file can't be read, or no call site stands there.
    """
    converter = FileConverter(replace(load_context(config, all_files(config)), vetoes=dict(vetoes)))
    try:
        module = converter.context.files.module(file)
    except SourceError as error:
        raise RunError(f"{file} {error}") from error
    sites = find_call_sites(module, converter.context.config)
    for site in sites:
        start, end = module.span(site.awaited or site.call)
        if module.line_column(start)[0] <= line <= module.line_column(end)[0]:
            return _explained(converter, site, sites)
    raise RunError(f"{file}:{line}: no call site stands there")


def _explained(converter: FileConverter, site: CallSite, sites: Sequence[CallSite]) -> Explanation:
    steps: list[Step] = []
    sites = [item for item in sites if item is site or not item.in_wrapper_body]
    found = convert_sites(
        site.module, sites, converter.bench, traced=site, trace=lambda title, text: steps.append(Step(title, text))
    )
    outcome: Outcome
    question = None
    conversion = next((item for item in found.converted if item.site is site), None)
    if conversion is None:
        refusal = found.refusals[site]
        outcome = refused(refusal)
        steps.append(Step("refused", f"{refusal.code}: {refusal.message}"))
    else:
        together = [item for members in grouped(found.converted) if conversion in members for item in members]
        late = rewrite_module(site.module, together, converter.bench).refusals.get(site)
        question = None if late else conversion.question
        shape, sent, fallback = conversion.consumption.shape, conversion.proof.compiled, conversion.lowered.fallback
        outcome = refused(late) if late else Rewritten(shape, sent, fallback=fallback)
    return Explanation(converter.report(site, outcome), tuple(steps), question)


def lower_sql(config: Config, sql: str) -> SqlResult:
    """One statement as SQLAlchemy code, with the project's models; ``$1`` becomes ``p1``.

    Raises:
        Refusal: the statement has no proven form.
    """
    context = load_context(config, all_files(config))
    statement = parse_statement(sql)
    facts = {number: ArgumentFacts() for number in range(1, statement.parameter_count + 1)}
    lowered = lower_statement(
        statement, context.registry, facts=facts, shape="mappings", none=config.none, any_form=config.any
    )
    proof = prove(statement, lowered, context.registry, facts, trusted=config.none == "trust")
    lines = [f"{item.hint} = {source_of(item.value)}" for item in lowered.definitions]
    code = "\n".join([*lines, f"stmt = {source_of(lowered.expression)}"])
    for item in lowered.definitions:
        code = code.replace(item.placeholder, item.hint)
    code = re.sub(r"__p(\d+)__", r"p\1", code)
    width = config.line_length or project_line_length(config.root)
    layout = Layout(line_length=width, single_quotes=False, newline="\n", unit="    ")
    return SqlResult(layout.render(code, {}, ""), proof.compiled)
