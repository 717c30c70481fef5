"""``alchemod init``: the settings that a project's source suggests, and an engine where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from codemod.commands.command import DONE, FAILED, command
from codemod.commands.options import AllowDirty, SharedOptions
from codemod.config import load_config
from codemod.files.project import find_root
from codemod.report import FileError, FileResult, RunError
from codemod.reporting.terminal import Terminal, complain

_Write = Annotated[bool, typer.Option("--write", help="Write the files that are shown without it.")]
_Pool = Annotated[
    str | None,
    typer.Option("--pool", metavar="FILE:LINE", help="The call of asyncpg to make the engine after, of several."),
]
_Variable = Annotated[
    str | None,
    typer.Option("--dsn-env", metavar="NAME", help="Environment variable with the DSN, where no call shows it."),
]

if TYPE_CHECKING:
    from codemod.initialising.initialise import Preparation


@command
def init(
    write: _Write = False,
    pool: _Pool = None,
    dsn_env: _Variable = None,
    allow_dirty: AllowDirty = None,
    *,
    shared: SharedOptions,
) -> int:
    """Write the settings a project needs, and its sessions.

    Settings are as its source suggests them; an engine with sessions is added where it has none.

    Shown as a diff; nothing is overwritten. The engine connects as the project's asyncpg pool does.
    """
    from codemod.files.git import unsaved_files
    from codemod.files.writing import write_all
    from codemod.initialising.initialise import prepare
    from codemod.reporting.as_diff import file_as_diff

    root = find_root([shared.root] if shared.root else (), shared.root)
    config = load_config(root, {**shared.settings(), "allow-dirty": allow_dirty})
    terminal = Terminal(config)
    preparation = prepare(config, pool, dsn_env)
    if not write:
        for change in preparation.changes:
            terminal.print_bytes(file_as_diff(change, color=terminal.form.color))
    elif not config.allow_dirty:
        edited = [change.path for change in preparation.changes if not change.created]
        unsaved = unsaved_files(root, edited)
        if unsaved:
            named = ", ".join(map(str, (*unsaved.changed, *unsaved.unversioned)))
            raise RunError(f"{named} has changes that git does not hold; commit first, or give --allow-dirty")
    failed = False
    for outcome in write_all(root, preparation.changes) if write else ():
        if isinstance(outcome, FileError):
            complain(f"error: {outcome.path}: {outcome.reason}")
            failed = True
        else:
            terminal.tell(f"{_verb(outcome, preparation)} {outcome.path}")
    if not preparation.changes:
        terminal.tell("nothing to prepare: the project has its settings and its sessions")
    for note in preparation.notes:
        terminal.tell(f"note: {note}")
    return FAILED if failed else DONE


def _verb(outcome: FileResult, preparation: Preparation) -> str:
    if outcome.created:
        return "created"
    if outcome.path in preparation.unwrapped:
        return "unwrapped the errors tested in"
    return "bound the sessions in" if outcome.path.suffix == ".py" else "added [tool.alchemod] to"
