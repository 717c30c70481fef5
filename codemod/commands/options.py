"""The options that several commands share, and how they become settings."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from codemod.config import (
    AnyForm,
    Color,
    ConfigError,
    Fallback,
    Names,
    NoneArguments,
    ReportFormat,
    Rows,
    Style,
    Verify,
)

Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders; the whole project by default.")
]
Format = Annotated[ReportFormat | None, typer.Option("--format", help="Form of the report.")]
ExitCode = Annotated[
    bool | None, typer.Option("--exit-code/--no-exit-code", help="Exit with 1 when the diff is not empty.")
]
AllowDirty = Annotated[
    bool | None,
    typer.Option(
        "--allow-dirty/--no-allow-dirty",
        help="Also write files with uncommitted changes, and files outside a git repository.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedOptions:
    """Options of every command; None (or 0) where one was not given."""

    root: Annotated[
        Path | None,
        typer.Option(help="Project root; by default the nearest folder upwards with a pyproject.toml or .git."),
    ] = None
    style: Annotated[
        Style | None, typer.Option(help="Style of the code written: statements, or calls of repository methods.")
    ] = None
    rows: Annotated[
        Rows | None, typer.Option(help="Results as mapped objects, as mappings, or as their uses allow.")
    ] = None
    none: Annotated[
        NoneArguments | None,
        typer.Option(help="Whether 'column == argument' needs a proof that the argument is not None."),
    ] = None
    any: Annotated[AnyForm | None, typer.Option(help="What '= ANY($1)' becomes: an array bind or in_().")] = None
    fallback: Annotated[
        Fallback | None,
        typer.Option(help="What SQLAlchemy has no form for: left as it is, or run in the session as text()."),
    ] = None
    import_models: Annotated[
        str | None,
        typer.Option(
            metavar="MODULE:BASE",
            help="Import the models, in a process of the project's Python, instead of reading them.",
        ),
    ] = None
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only what needs attention: no summary.")] = False
    verbose: Annotated[
        int, typer.Option("--verbose", "-v", count=True, show_default=False, help="More about each site; -vv for more.")
    ] = 0
    color: Annotated[Color | None, typer.Option(help="When to use colours; NO_COLOR is respected.")] = None
    no_color: Annotated[bool, typer.Option("--no-color", help="The same as --color never.")] = False

    def settings(self) -> Mapping[str, object]:
        """The settings given, by key; None for those that were not.

        Raises:
            ConfigError: two options contradict each other.
        """
        if self.quiet and self.verbose:
            raise ConfigError("option --quiet can't be used together with --verbose")
        if self.no_color and self.color not in (None, "never"):
            raise ConfigError(f"option --no-color can't be used together with --color {self.color}")
        given_volume = self.quiet or self.verbose > 0
        no_color = self.no_color or (self.color is None and bool(os.environ.get("NO_COLOR")))
        return {
            "style": self.style,
            "rows": self.rows,
            "none": self.none,
            "any": self.any,
            "fallback": self.fallback,
            "import-models": self.import_models,
            "quiet": self.quiet if given_volume else None,
            "verbose": min(self.verbose, 2) if given_volume else None,
            "color": "never" if no_color else self.color,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionOptions:
    """Options of the commands that work on files; None where one was not given."""

    include: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="Only files that match, as in .gitignore; repeatable.")
    ] = None
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="No files that match, as in .gitignore; repeatable.")
    ] = None
    follow: Annotated[
        bool | None,
        typer.Option(
            "--follow/--no-follow",
            help="Also edit files outside PATH where they read what a converted call gives, or handle its errors.",
        ),
    ] = None
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", help="Processes to use; 0 for one per core.")] = None

    def settings(self) -> Mapping[str, object]:
        """The settings given, by key; None for those that were not."""
        return {
            "include": self.include or None,
            "exclude": self.exclude or None,
            "follow": self.follow,
            "jobs": self.jobs,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerOptions:
    """Options about the server that judges; None where one was not given."""

    verify: Annotated[
        Verify | None,
        typer.Option(help="Who proves a rewrite: alchemod alone, or a real PostgreSQL besides."),
    ] = None
    dsn: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Judge in this database (also from ALCHEMOD_DSN), read only: nothing is executed there.",
        ),
    ] = None
    pg_bin: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="PostgreSQL's programs to make the scratch server with.")
    ] = None

    def settings(self) -> Mapping[str, object]:
        """The settings given, by key; None for those that were not.

        Raises:
            ConfigError: two options contradict each other.
        """
        if self.dsn is not None and (self.verify == "static" or self.pg_bin is not None):
            other = "--verify static" if self.verify == "static" else "--pg-bin"
            raise ConfigError(f"option --dsn can't be used together with {other}")
        return {
            "verify": self.verify or ("postgres" if self.dsn is not None else None),
            "dsn": self.dsn,
            "pg-bin": str(self.pg_bin) if self.pg_bin is not None else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryOptions:
    """Options of the repository style; None where one was not given."""

    names: Annotated[
        Names | None,
        typer.Option(help="Names of new repository methods: as alchemod derives them, or asked one by one."),
    ] = None
    accept_error_handling: Annotated[
        bool | None,
        typer.Option(
            "--accept-error-handling/--no-accept-error-handling",
            help="Also call methods of the project that handle database errors themselves.",
        ),
    ] = None

    def settings(self) -> Mapping[str, object]:
        """The settings given, by key; None for those that were not."""
        return {"names": self.names, "accept-error-handling": self.accept_error_handling}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingOptions(ServerOptions):
    """Options about the server that judges a run; None where one was not given."""

    execute: Annotated[
        bool | None,
        typer.Option(
            "--execute/--no-execute",
            help="Run each rewrite beside its original on generated rows of the scratch server.",
        ),
    ] = None

    def settings(self) -> Mapping[str, object]:
        """The settings given, by key; None for those that were not.

        Raises:
            ConfigError: two options contradict each other.
        """
        if self.execute and (self.dsn is not None or self.verify == "static"):
            raise ConfigError(f"option --execute can't be used together with {_given_of(self)}")
        found = ServerOptions.settings(self)
        return {**found, "verify": found["verify"] or ("postgres" if self.execute else None), "execute": self.execute}


def _given_of(options: ServerOptions) -> str:
    return "--dsn: nothing is executed in a live database" if options.dsn is not None else "--verify static"


def spread_options(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command take a dataclass of options as one parameter.

    Typer reads options off a signature; the one it gets to see has the fields of the dataclasses
    in the place of the parameters that hold them.
    """
    hints = get_type_hints(command, include_extras=True)
    groups = {name: hint for name, hint in hints.items() if isinstance(hint, type) and is_dataclass(hint)}
    shown = [
        parameter.replace(annotation=hints[name])
        for name, parameter in inspect.signature(command).parameters.items()
        if name not in groups
    ]
    for group in groups.values():
        annotations = get_type_hints(group, include_extras=True)
        shown += [
            inspect.Parameter(
                option.name, inspect.Parameter.KEYWORD_ONLY, default=option.default, annotation=annotations[option.name]
            )
            for option in fields(group)
        ]

    @functools.wraps(command)
    def spread(**given: Any) -> int:
        bundles = {
            name: group(**{option.name: given.pop(option.name) for option in fields(group)})
            for name, group in groups.items()
        }
        return command(**given, **bundles)

    spread.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    spread.__annotations__ = {parameter.name: parameter.annotation for parameter in shown}
    return spread
