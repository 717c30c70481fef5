"""Where output goes: lines to stdout, everything about the run itself to stderr."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TextIO

from codemod.config import Color, Config
from codemod.report import FileError, RunError
from codemod.reporting.as_text import TextForm

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

#: A run that is over sooner needs no progress bar.
_PATIENCE_SECONDS: Final = 1.0


def prepare_streams() -> None:
    """Make stdout and stderr take every character, and be there: a caller may have closed them."""
    # in this order, so that each gets the number the system knows it by, and no file of the project does
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


@contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  (what is left in the old one must not be tried again)
        raise RunError(f"the output can't be written ({error.strerror})") from error


class Terminal:
    """Prints what a command has to say, in the form the settings ask for."""

    def __init__(self, config: Config) -> None:
        self.quiet = config.quiet
        self.form = TextForm(
            color=uses_color(config.color, sys.stdout),
            verbose=config.verbose,
            shown_path=_path_from_here(config.root),
        )

    def print(self, lines: Iterable[str]) -> None:
        """Print lines of the result."""
        with _printing():
            sys.stdout.write("".join(f"{line}\n" for line in lines))

    def print_bytes(self, data: bytes) -> None:
        """Print a result whose every byte counts."""
        with _printing():
            sys.stdout.flush()
            sys.stdout.buffer.write(data)

    def tell(self, line: str) -> None:
        """Print a line about the run to stderr, unless it is to be quiet."""
        if not self.quiet:
            complain(line)

    def list_errors(self, errors: Iterable[FileError]) -> None:
        """List what could not be worked on."""
        for error in errors:
            complain(f"{self.form.shown_path(error.path)}: {error.reason}")


def complain(line: str) -> None:
    """Print a line to stderr, after what stdout holds so far."""
    sys.stdout.flush()
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def uses_color(choice: Color, stream: TextIO) -> bool:
    """Whether output to ``stream`` is coloured."""
    match choice:
        case "always":
            return True
        case "never":
            return False
        case "auto":
            return stream.isatty() and os.environ.get("TERM") != "dumb"


def _path_from_here(root: Path) -> Callable[[str], str]:
    """Shows a path of the project as the current folder sees it, where that is inside the project.

    A character of its name that a terminal obeys instead of showing it is escaped.
    """
    here = os.path.realpath(os.curdir)
    if Path(here) == root or not Path(here).is_relative_to(root):
        return _printable
    return lambda path: _printable(os.path.relpath(root / path, here))


def _printable(path: str) -> str:
    if path.isprintable():
        return path
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in path)


class ProgressBar:
    """A progress bar on stderr, shown only on a terminal and only once a run takes long."""

    def __init__(self, config: Config) -> None:
        self._wanted = not config.quiet and sys.stderr.isatty()
        self._started = time.monotonic()
        self._bar: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar[0].stop()

    def __call__(self, done: int, total: int) -> None:
        """Note that ``done`` of ``total`` files are worked on."""
        if not self._wanted or time.monotonic() - self._started < _PATIENCE_SECONDS:
            return
        if self._bar is None:
            self._bar = _start_bar()
        progress, task = self._bar
        progress.update(task, completed=done, total=total)


def _start_bar() -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.start()
    return progress, progress.add_task("files", total=None)
