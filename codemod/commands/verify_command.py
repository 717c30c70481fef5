"""``alchemod verify``: what was migrated by hand, compared with the raw SQL that git remembers."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from codemod.commands.command import DONE, SOME, command
from codemod.commands.options import Format, Paths, SelectionOptions, ServerOptions, SharedOptions
from codemod.config import Config, load_config
from codemod.files.project import find_root
from codemod.reporting.terminal import Terminal

if TYPE_CHECKING:
    from codemod.comparing.compare import Compared

_Since = Annotated[str, typer.Option(metavar="REV", help="The commit that still has the raw SQL.")]


@command
def verify(
    paths: Paths = None,
    since: _Since = "HEAD",
    format: Format = None,
    *,
    shared: SharedOptions,
    selection: SelectionOptions,
    server: ServerOptions,
) -> int:
    """Compare what is converted already with the raw SQL in git.

    Every raw call of that commit that is gone is compared with the SQLAlchemy statements of its function,
    and looked for in the rest of the project. Nothing is written.
    """
    from codemod.comparing.compare import Comparison
    from codemod.comparing.revisions import find_revision
    from codemod.files.project import all_files, select_files
    from codemod.judging.court import Court
    from codemod.project_context import load_context

    config = load_config(
        find_root(paths or (), shared.root),
        {"verify": "postgres", **_given(shared), **_given(selection), **_given(server), "format": format},
    )
    terminal = Terminal(config)
    selected = select_files(config, paths or ())
    revision = find_revision(config.root, since)
    context = load_context(config, all_files(config))
    with ExitStack() as stack:
        judged = config.verify == "postgres"
        court = stack.enter_context(Court(config, lambda: context.registry)) if judged else None
        found = Comparison(context, revision, court).results(selected.files)
    terminal.list_errors(selected.errors)
    _print(terminal, config, found)
    return SOME if any(item.verdict.judgement == "differs" for item in found) else DONE


def _given(options: SharedOptions | SelectionOptions | ServerOptions) -> dict[str, object]:
    return {key: value for key, value in options.settings().items() if value is not None}


def _print(terminal: Terminal, config: Config, found: list[Compared]) -> None:
    if config.format == "json":
        terminal.print(json.dumps({"version": 1, "calls": [asdict(item) for item in found]}, indent=2).splitlines())
        return
    styles = {"proved": "green", "proved with stand-ins": "green", "differs": "red"}
    for item in found:
        where = f" in {item.found[0]}:{item.found[1]}" if item.found is not None else ""
        why = f": {item.verdict.reason}" if item.verdict.reason else ""
        judgement = terminal.form.styled(item.verdict.judgement, styles.get(item.verdict.judgement, "yellow"))
        terminal.print([f"{terminal.form.place(item.path, item.line)} {item.function} {judgement}{where}{why}"])
        if config.verbose:
            terminal.print([f"    {' '.join(item.sql.split())}"])
    counts = Counter(item.verdict.judgement for item in found)
    parts = [
        f"{counts[name]} {name}"
        for name in ("proved", "proved with stand-ins", "differs", "not checked")
        if counts[name]
    ]
    terminal.tell(f"{len(found)} raw calls gone: {', '.join(parts)}" if found else "no raw call is gone")
