"""A loop is the function it decorates; starting it does nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def loop(**_interval: float) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        function.start = function.cancel = lambda: None  # type: ignore[attr-defined]
        return function

    return decorate
