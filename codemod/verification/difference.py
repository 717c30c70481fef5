"""Difference: why a lowered statement is not shown to be the original one."""

from __future__ import annotations


class Difference(Exception):
    """The two statements differ, or can't be compared; ``str()`` is one sentence without a full stop."""
