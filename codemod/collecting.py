"""How often Python looks for circles of garbage while a run lasts."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: Trees are many objects without circles: looking for circles as often as Python does costs a quarter of the run.
_THRESHOLDS: Final = (100_000, 20, 50)


def collect_rarely() -> None:
    """Look for circles rarely from now on, and never among what there is already."""
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """The same for a block."""
    threshold = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
