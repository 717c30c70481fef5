"""What a run asks of the Python it runs in: few looks for garbage, and room for deep trees."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

#: Trees are many objects without circles: looking for circles as often as Python does costs a quarter of the run.
_THRESHOLDS: Final = (100_000, 20, 50)

#: Enough for a few hundred strings side by side or a long chain of ``elif``, which libcst keeps one in the other.
_DEPTH: Final = 5_000

#: The stack that many calls of libcst's parser and of C may need: systems give 8 MB, and end a process that goes on.
_STACK: Final = 100 * 2**20


def prepare() -> None:
    """Look for circles rarely from now on and never among what there is already; follow trees further down."""
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    sys.setrecursionlimit(max(_DEPTH, sys.getrecursionlimit()))
    _deepen_stack()


def _deepen_stack() -> None:
    """Let the stack of the main thread grow further, where the system allows that of a running process."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
    if resource.RLIM_INFINITY != soft < _STACK:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_STACK, (min(_STACK, hard) if hard > 0 else _STACK, hard))


@contextmanager
def prepared() -> Iterator[None]:
    """The same for a block."""
    threshold, depth = gc.get_threshold(), sys.getrecursionlimit()
    prepare()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
        sys.setrecursionlimit(depth)
