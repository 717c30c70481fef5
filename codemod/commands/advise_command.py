"""``alchemod advise``: what a reviewer would say about the queries of a project."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Annotated

import typer

from codemod.commands.command import DONE, FAILED, command
from codemod.commands.options import Format, Paths, SelectionOptions, SharedOptions
from codemod.config import Config, ConfigError, load_config
from codemod.files.project import find_root, select_files
from codemod.reporting.as_text import advice_as_text, counted
from codemod.reporting.terminal import Terminal

_Select = Annotated[
    list[str] | None, typer.Option(metavar="CODE", help="Only advice of this code, or group of codes; repeatable.")
]
_Ignore = Annotated[
    list[str] | None, typer.Option(metavar="CODE", help="No advice of this code, or group of codes; repeatable.")
]


@command
def advise(
    paths: Paths = None,
    select: _Select = None,
    ignore: _Ignore = None,
    format: Format = None,
    *,
    shared: SharedOptions,
    selection: SelectionOptions,
) -> int:
    """Show what could be better about the queries themselves.

    Each advice comes with its place and its evidence. Nothing is written, by no command.
    """
    from codemod.advising.advise import advise_project

    root = find_root(paths or (), shared.root)
    config = load_config(root, {**shared.settings(), **selection.settings(), "format": format})
    config = _chosen(config, select, ignore)
    selected = select_files(config, paths or ())
    found = advise_project(config, selected.files)
    terminal = Terminal(config)
    terminal.list_errors(selected.errors)
    if config.format == "json":
        terminal.print(json.dumps({"version": 1, "advice": [asdict(item) for item in found]}, indent=2).splitlines())
    else:
        terminal.print(advice_as_text(found, terminal.form))
        terminal.tell(counted(len(found), "piece") + " of advice" if found else "no advice")
    return FAILED if selected.errors else DONE


def _chosen(config: Config, select: Sequence[str] | None, ignore: Sequence[str] | None) -> Config:
    """The configuration with the codes of the command line in the place of its own."""
    try:
        given = replace(config.advise, **{"select": tuple(select)} if select else {})
        return replace(config, advise=replace(given, ignore=(*given.ignore, *(ignore or ()))))
    except ValueError as error:
        raise ConfigError(f"option --{'select' if select else 'ignore'} {error}") from None
