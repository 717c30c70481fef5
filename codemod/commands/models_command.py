"""``alchemod models``: the mapping of a project, and models generated for the tables that have none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from codemod.commands.command import DONE, FAILED, command
from codemod.commands.options import Format, SharedOptions
from codemod.config import Config, load_config
from codemod.files.project import find_root
from codemod.report import FileError, RunError
from codemod.reporting.terminal import ProgressBar, Terminal, complain

if TYPE_CHECKING:
    from codemod.mapping.models import ModelRegistry

_Generate = Annotated[
    Path | None,
    typer.Option(
        "--generate", metavar="PATH", help="Show models for the tables that have none: a .py file, or a folder of them."
    ),
]
_Write = Annotated[bool, typer.Option("--write", help="Write them; a file that is there is never overwritten.")]
_Database = Annotated[
    str | None,
    typer.Option("--from-database", metavar="DSN", help="Read a live database instead of the project's DDL."),
]


_Sites = Annotated[
    bool, typer.Option("--sites", help="Also name what call sites use and no model has; takes as long as check.")
]


@command
def models(
    generate: _Generate = None,
    write: _Write = False,
    from_database: _Database = None,
    sites: _Sites = False,
    format: Format = None,
    *,
    shared: SharedOptions,
) -> int:
    """List the models and what is wrong with them, or generate some.

    The schema is what the project's .sql files and SQL strings create, run on a PostgreSQL of alchemod's
    own; or that of a live database, which is only read.
    """
    from codemod.files.project import all_files
    from codemod.mapping.registry import build_registry

    config = load_config(
        find_root([shared.root] if shared.root else (), shared.root), {**shared.settings(), "format": format}
    )
    registry = build_registry(config.root, all_files(config), config)
    terminal = Terminal(config)
    if generate is None:
        if write or from_database is not None:
            raise RunError("options --write and --from-database need --generate PATH")
        _list(terminal, config, _with_sites(config, registry) if sites else registry)
        return DONE
    return _generated(terminal, config, registry, generate, from_database, write=write)


def _with_sites(config: Config, registry: ModelRegistry) -> ModelRegistry:
    """The models with the findings of the call sites added."""
    from codemod.files.project import select_files
    from codemod.pipeline import run_project
    from codemod.reporting.site_findings import site_findings

    with ProgressBar(config) as progress:
        report = run_project(config, select_files(config, ()).files, progress=progress)
    return replace(registry, findings=(*registry.findings, *site_findings(report)))


def _list(terminal: Terminal, config: Config, registry: ModelRegistry) -> None:
    if config.format == "json":
        tables = [
            {
                "table": table.name,
                "schema": table.schema,
                "class": table.class_name,
                "module": table.module,
                "path": table.path,
                "line": table.line,
                "columns": [
                    {
                        "name": column.name,
                        "attribute": column.attribute,
                        "type": column.pg_type,
                        "nullable": column.nullable,
                        "primary_key": column.primary_key,
                    }
                    for column in table.columns
                ],
            }
            for table in registry
        ]
        findings = [
            {"code": item.code, "path": item.path, "line": item.line, "message": item.message}
            for item in registry.findings
        ]
        terminal.print(json.dumps({"version": 1, "models": tables, "findings": findings}, indent=2).splitlines())
        return
    for table in registry:
        name = table.name if table.schema is None else f"{table.schema}.{table.name}"
        place = terminal.form.place(table.path, table.line)
        terminal.print([f"{place} {name} is {table.module}.{table.class_name}, {len(table.columns)} columns"])
        if config.verbose:
            for column in table.columns:
                null = "" if column.nullable else " NOT NULL"
                key = " PRIMARY KEY" if column.primary_key else ""
                terminal.print([f"    {column.name} {column.pg_type or 'of a type that is not known'}{null}{key}"])
    for finding in registry.findings:
        place = terminal.form.place(finding.path, finding.line)
        terminal.print([f"{place} {finding.code} {finding.message}"])
    terminal.tell(f"{len(registry.tables)} models, {len(registry.findings)} findings")


def _generated(
    terminal: Terminal, config: Config, registry: ModelRegistry, path: Path, dsn: str | None, *, write: bool
) -> int:
    from codemod.files.writing import write_all
    from codemod.modelling.generate import generate_models
    from codemod.modelling.placing import new_files
    from codemod.reporting.as_diff import file_as_diff

    target = _target(config, path)
    found = generate_models(config, registry, dsn)
    for note in found.notes:
        terminal.tell(f"{note.place}: {note.message}")
    for difference in found.differences:
        terminal.tell(f"the models differ from the database: {difference}")
    if not found.text:
        terminal.tell("every table has a model")
        return DONE
    changes = new_files(config, target, found)
    failed = False
    if not write:
        for change in changes:
            terminal.print_bytes(file_as_diff(change, color=terminal.form.color))
    for outcome in write_all(config.root, changes) if write else ():
        if isinstance(outcome, FileError):
            complain(f"error: {outcome.path}: {outcome.reason}")
            failed = True
    if not failed:
        verb = "wrote" if write else "would write"
        tables = f"{len(found.tables)} table{'s' * (len(found.tables) != 1)}"
        terminal.tell(f"{verb} models of {tables} to {target.as_posix()}")
    return FAILED if failed else DONE


def _target(config: Config, path: Path) -> PurePosixPath:
    """The file or folder to generate, below the root.

    Raises:
        RunError: it can't be that.
    """
    root = config.root.resolve()
    target = (Path.cwd() / path).resolve()
    if target.suffix not in (".py", "") or not target.is_relative_to(root) or target == root:
        raise RunError(f"option --generate must name a .py file or a folder below {config.root}, not {path}")
    if target.suffix == ".py" and target.exists():
        raise RunError(f"{path} is there already; name another file")
    if target.suffix == "" and target.is_file():
        raise RunError(f"{path} is a file, not a folder")
    return PurePosixPath(target.relative_to(root).as_posix())
