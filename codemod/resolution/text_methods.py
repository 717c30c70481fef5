"""What methods and slices give of a text that is known but for its numbers: ``query.rstrip(", ")``, ``query[:-2]``."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Sequence
from typing import Final

import libcst as cst

#: Numbers of which only the places are known (characters of the private use area around them).
_NUMBERS: Final = re.compile("[\ue000-\ue003]")

#: What a number, or as many placeholders as a list has elements, may have in it.
_IN_NUMBERS: Final = re.compile(r"[\d$, -]")

#: Methods that take texts, by the number of those they may be given.
METHODS: Final[dict[str, tuple[int, ...]]] = {
    "strip": (0, 1), "lstrip": (0, 1), "rstrip": (0, 1), "removeprefix": (1,), "removesuffix": (1,), "replace": (2,),
    "lower": (0,), "upper": (0,),
}  # fmt: skip

#: Functions that lay a text out.
LAYOUTS: Final[dict[str, Callable[[str], str]]] = {
    "dedent": textwrap.dedent, "textwrap.dedent": textwrap.dedent,
    "cleandoc": inspect.cleandoc, "inspect.cleandoc": inspect.cleandoc,
}  # fmt: skip


def has_numbers(text: str) -> bool:
    """Whether there are numbers in a text of which only the places are known."""
    return _NUMBERS.search(text) is not None


def changed(text: str, method: str, given: Sequence[str]) -> str | None:
    """What a method of a text gives; None where that is not known of the numbers in it."""
    looked_for = given[:1] if method == "replace" else given
    if has_numbers(text) and any(_may_meet_numbers(item, method) for item in looked_for):
        return None
    found: str = getattr(text, method)(*given)
    return found


def _may_meet_numbers(looked_for: str, method: str) -> bool:
    """Whether a part of a number may be what a method looks for."""
    if has_numbers(looked_for) or not looked_for:
        return True
    if method in ("strip", "lstrip", "rstrip"):
        return any(item.isdecimal() or item in "$-" for item in looked_for)
    if method == "replace":
        return bool(_IN_NUMBERS.fullmatch(looked_for[0])) or bool(_IN_NUMBERS.fullmatch(looked_for[-1]))
    return any(item.isdecimal() for item in looked_for)


def sliced(text: str, part: cst.Slice) -> str | None:
    """``text[:-2]`` or ``text[4:]``; None where a number may be in what goes."""
    if part.step is not None:
        return None
    match part.lower, part.upper:
        case None, cst.UnaryOperation(operator=cst.Minus(), expression=cst.Integer(evaluated_value=int() as count)):
            kept, gone = text[:-count], text[-count:]
        case cst.Integer(evaluated_value=int() as count), None:
            kept, gone = text[count:], text[:count]
        case _:
            return None
    return None if has_numbers(gone) or not 0 < count <= len(text) else kept
