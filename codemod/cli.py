"""The command line: options in, exit code out. Heavy modules are imported by the command that needs them."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer

from codemod import __version__
from codemod.commands import advise_command as _advise_command  # noqa: F401  (registers its command)
from codemod.commands import init_command as _init_command  # noqa: F401  (registers its command)
from codemod.commands import models_command as _models_command  # noqa: F401  (registers its command)
from codemod.commands import verify_command as _verify_command  # noqa: F401  (registers its command)
from codemod.commands.command import DONE, FAILED, SOME, app, command
from codemod.commands.options import (
    AllowDirty,
    ExitCode,
    Format,
    JudgingOptions,
    Paths,
    RepositoryOptions,
    SelectionOptions,
    SharedOptions,
)
from codemod.config import Config, load_config
from codemod.files.project import find_root, select_files
from codemod.report import FileError, FileResult, Report, RunError
from codemod.reporting import as_text
from codemod.reporting.terminal import ProgressBar, Terminal, complain, prepare_streams, uses_color


def main() -> None:
    """Run the command line and exit."""
    prepare_streams()
    app(prog_name="alchemod")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"alchemod {__version__}")
        raise typer.Exit


@app.callback()
def _alchemod(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None: ...


@command
def check(
    paths: Paths = None,
    format: Format = None,
    advise: Annotated[bool, typer.Option("--advise", help="With the advice of `alchemod advise`.")] = False,
    *,
    shared: SharedOptions,
    selection: SelectionOptions,
    server: JudgingOptions,
    repositories: RepositoryOptions,
) -> int:
    """List every raw-SQL call site with its outcome."""
    config, report = _run(paths or (), (shared, selection, server, repositories), {"format": format})
    if advise:
        from codemod.advising.advise import advise_project

        files = [file.path for file in report.files]
        report = replace(report, advice=advise_project(config, files))
    terminal = Terminal(config)
    if config.format == "json":
        _print_json(terminal, report)
    else:
        terminal.print(as_text.sites_as_text(report, terminal.form))
        terminal.print(as_text.findings_as_text(report, terminal.form))
        terminal.print(as_text.advice_as_text(report.advice or (), terminal.form))
        if not config.quiet:
            terminal.print([as_text.check_summary(report), *as_text.verification_as_text(report)])
    return _exit_code(terminal, config, report) or (SOME if report.summary.rewritten else DONE)


@command
def diff(
    paths: Paths = None,
    format: Format = None,
    exit_code: ExitCode = None,
    *,
    shared: SharedOptions,
    selection: SelectionOptions,
    server: JudgingOptions,
    repositories: RepositoryOptions,
) -> int:
    """Show what migrate would write, as a unified diff.

    `git apply` in the project root takes it. Nothing is written.
    """
    from codemod.reporting.as_diff import diff_text, report_as_diff

    config, report = _run(
        paths or (), (shared, selection, server, repositories), {"format": format, "exit-code": exit_code}
    )
    terminal = Terminal(config)
    changes = tuple(report.changes)
    if config.format == "json":
        _print_json(terminal, report, {file.path.as_posix(): diff_text(file) for file in changes})
    else:
        terminal.print_bytes(report_as_diff(report, color=terminal.form.color))
        if config.verbose:
            form = replace(terminal.form, color=uses_color(config.color, sys.stderr))
            for line in as_text.sites_as_text(report, form, only_refused=True):
                complain(line)
        terminal.tell("\n".join([_changes(report, "would rewrite", changes), *as_text.verification_as_text(report)]))
    return _exit_code(terminal, config, report) or (SOME if config.exit_code and changes else DONE)


@command
def migrate(
    paths: Paths = None,
    allow_dirty: AllowDirty = None,
    *,
    shared: SharedOptions,
    selection: SelectionOptions,
    server: JudgingOptions,
    repositories: RepositoryOptions,
) -> int:
    """Rewrite the call sites that are proven; list the others."""
    config, report = _run(paths or (), (shared, selection, server, repositories), {"allow-dirty": allow_dirty})
    terminal = Terminal(config)
    changes = tuple(report.changes)
    if not config.allow_dirty:
        _refuse_unsaved(config.root, changes, terminal)
    written, failed = _write(config.root, changes, terminal)
    terminal.print(as_text.sites_as_text(report, terminal.form, only_refused=True))
    if not config.quiet:
        terminal.print([_changes(report, "rewrote", written), *as_text.verification_as_text(report)])
    return _exit_code(terminal, config, replace(report, skipped=(*report.skipped, *failed)))


@command
def explain(
    place: Annotated[str, typer.Argument(metavar="FILE:LINE", help="A line of a call site, as check shows it.")],
    *,
    shared: SharedOptions,
    server: JudgingOptions,
) -> int:
    """Show how one call site went, step by step.

    The steps: text, parse, models, expression, compiled SQL, proof, consumer; what a server says, when it is asked.
    """
    match = re.fullmatch(r"(.+?):([1-9]\d*)(?::\d+)?:?", place)
    if match is None:
        raise RunError(f"{place}: is not FILE:LINE")
    file = Path(match[1])
    root = find_root([file], shared.root)
    config = load_config(root, {**shared.settings(), **server.settings()})
    if config.verify == "postgres":
        from codemod.judging.judged_site import explain_judged as explained
    else:
        from codemod.single import explain_site as explained

    relative = PurePosixPath(file.resolve().relative_to(root).as_posix())
    terminal = Terminal(config)
    terminal.print(as_text.explanation_as_text(explained(config, relative, int(match[2])), terminal.form))
    return DONE


@command
def sql(
    statement: Annotated[str, typer.Argument(metavar='"SELECT …"', help="One statement, or - to read it from stdin.")],
    *,
    shared: SharedOptions,
) -> int:
    """Turn one statement into SQLAlchemy code.

    The models are those of the project.
    """
    config = load_config(find_root([shared.root] if shared.root else (), shared.root), shared.settings())
    from codemod.outcome import Refusal
    from codemod.single import lower_sql

    text = sys.stdin.read() if statement == "-" else statement
    terminal = Terminal(config)
    try:
        result = lower_sql(config, text)
    except Refusal as refusal:
        raise RunError(f"{refusal.code} {refusal.message} (hint: {refusal.hint})") from refusal
    terminal.print(as_text.sql_as_text(result, terminal.form))
    return DONE


def _run(
    paths: Sequence[Path],
    options: tuple[SharedOptions, SelectionOptions, JudgingOptions, RepositoryOptions],
    others: dict[str, object],
) -> tuple[Config, Report]:
    root = find_root(paths, options[0].root)
    settings = {key: value for group in options for key, value in group.settings().items()}
    config = load_config(root, settings | others)
    selected = select_files(config, paths)
    if config.names == "ask":
        from codemod.commands.name_review import with_reviewed_names

        config = with_reviewed_names(config, selected.files)
    if config.verify == "postgres":
        from codemod.judging.judged_run import run_judged as run
    else:
        from codemod.pipeline import run_project as run

    with ProgressBar(config) as progress:
        report = run(config, selected.files, progress=progress)
    return config, replace(report, skipped=(*report.skipped, *selected.errors))


def _print_json(terminal: Terminal, report: Report, diffs: dict[str, str] | None = None) -> None:
    from codemod.reporting.as_json import report_as_json

    terminal.print(report_as_json(report, diffs).splitlines())


def _exit_code(terminal: Terminal, config: Config, report: Report) -> int:
    """2 when part of the job could not be done, which is told on stderr; else 0."""
    terminal.list_errors(report.errors)
    if not report.files and not report.errors:
        terminal.tell("no Python files found")
    if not report.models and any(site.outcome != "unchanged" for site in report.sites):
        remedy = "alchemod init --write, then alchemod models --generate models.py --write, makes them"
        complain(f"error: no models found below {config.root}, so nothing can be converted ({remedy})")
        return FAILED
    return FAILED if report.errors else DONE


def _changes(report: Report, verb: str, files: Sequence[FileResult]) -> str:
    sites = sum(site.outcome == "rewritten" for file in files for site in file.sites)
    return as_text.change_summary(verb, sites, len(files), report.summary.refused)


def _refuse_unsaved(root: Path, changes: Sequence[FileResult], terminal: Terminal) -> None:
    """Stop before anything is written if a file holds text that git could not bring back.

    Raises:
        RunError: at least one file does.
    """
    from codemod.files.git import unsaved_files

    unsaved = unsaved_files(root, [file.path for file in changes])
    terminal.list_errors(FileError(path.as_posix(), "has uncommitted changes") for path in unsaved.changed)
    terminal.list_errors(FileError(path.as_posix(), "is not in a git repository") for path in unsaved.unversioned)
    terminal.list_errors(FileError(path.as_posix(), reason) for path, reason in unsaved.unknown)
    if unsaved:
        raise RunError("nothing was written; commit first, or give --allow-dirty")


def _write(root: Path, changes: Sequence[FileResult], terminal: Terminal) -> tuple[list[FileResult], list[FileError]]:
    from codemod.files.writing import write_all

    written: list[FileResult] = []
    failed: list[FileError] = []
    try:
        for outcome in write_all(root, changes):
            if isinstance(outcome, FileError):
                failed.append(outcome)
                continue
            written.append(outcome)
            if not terminal.quiet:
                sites = sum(site.outcome == "rewritten" for site in outcome.sites)
                path = terminal.form.styled(terminal.form.shown_path(outcome.path.as_posix()), "bold")
                done = "created" if outcome.created else f"rewrote {as_text.counted(sites, 'call site')}"
                others = "edited for call sites of other files" if outcome.handling else "added methods"
                terminal.print([f"{path}: {done if sites or outcome.created else others}"])
    except KeyboardInterrupt:
        complain(f"{len(written)} of {as_text.counted(len(changes), 'file')} written, each of them whole")
        raise
    return written, failed
