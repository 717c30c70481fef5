"""The command line's application: how a command is registered, and what its exit codes mean."""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import typer
from typer.core import TyperGroup

from codemod.commands.options import spread_options
from codemod.report import RunError
from codemod.reporting.terminal import complain

DONE: Final = 0
SOME: Final = 1
FAILED: Final = 2
INTERRUPTED: Final = 130

_EPILOG = """\b
Exit codes:
  check    0 no convertible raw SQL remains, 1 some does
  diff     0, or 1 under --exit-code when the diff is not empty
  migrate  0, also when sites were refused (they are listed)
  verify   0, or 1 when something differs
  explain, sql, models, advise, init  0
  all      2 something kept the job from being done: a bad option or
             configuration key, a file that can't be read or written, no
             models, a statement that `sql` can't convert
           130 interrupted; every file is either the old or the new one

Settings: [tool.alchemod] in the project's pyproject.toml.
"""

#: The order a project meets them in, for --help.
_ORDER: Final = ("init", "models", "check", "diff", "migrate", "explain", "sql", "verify", "advise")


class _Commands(TyperGroup):
    """Lists the commands in the order they are used, not in that of their imports."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=_ORDER.index)


app = typer.Typer(
    cls=_Commands,
    name="alchemod",
    help="Moves a Python code base from raw asyncpg SQL to SQLAlchemy 2.x, and proves every rewrite.",
    epilog=_EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def command(run: Callable[..., int]) -> Callable[..., int]:
    """Register a command; whatever goes wrong in it becomes one line and an exit code."""
    spread = spread_options(run)

    @app.command(name=run.__name__)
    @functools.wraps(spread)
    def guarded(**given: object) -> None:
        try:
            code = spread(**given)
        except RunError as error:
            complain(f"error: {error}")
            code = FAILED
        except KeyboardInterrupt:
            complain("interrupted")
            code = INTERRUPTED
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            _complain_of_bug(error, verbose=given.get("verbose", 0))
            code = FAILED
        raise typer.Exit(code)

    return run


def _complain_of_bug(error: Exception, *, verbose: object) -> None:
    place = traceback.extract_tb(error.__traceback__)[-1]
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    complain(f"internal error: {reason} ({Path(place.filename).name}:{place.lineno}); please report it, with -vv")
    if isinstance(verbose, int) and verbose > 1:
        complain("".join(traceback.format_exception(error)).rstrip())
