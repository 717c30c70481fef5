"""What a run asks of the Python it runs in: few looks for garbage, and room for deep trees."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: Trees are many objects without circles: looking for circles as often as Python does costs a quarter of the run.
_THRESHOLDS: Final = (100_000, 20, 50)

#: Enough for a few hundred strings side by side or a long chain of ``elif``, which libcst keeps one in the other.
_DEPTH: Final = 5_000


def prepare() -> None:
    """Look for circles rarely from now on and never among what there is already; follow trees further down."""
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    sys.setrecursionlimit(max(_DEPTH, sys.getrecursionlimit()))


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
