"""What the cases use of ``discord.utils``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def find(predicate: Callable[[Any], Any], iterable: Iterable[Any]) -> Any:
    """The first element that fits."""
    return next((item for item in iterable if predicate(item)), None)


def get(iterable: Iterable[Any], **attributes: Any) -> Any:
    """The first element with such attributes."""
    return find(lambda item: all(getattr(item, name) == value for name, value in attributes.items()), iterable)
