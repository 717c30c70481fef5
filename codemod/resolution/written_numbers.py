"""Numbers that an f-string writes into a query, as parameters of it: ``LIMIT {limit}``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from codemod.outcome import Refusal

#: A number in the text: no query has these characters of the private use area.
_MARK: Final = re.compile("\ue000(\\d+)\ue001")

#: ``INTERVAL '{days} days'`` and ``'{days} days'::interval``: units are parameters of make_interval() (manual 9.9).
_UNITS: Final = {
    "year": "years", "month": "months", "week": "weeks", "day": "days", "hour": "hours", "minute": "mins",
    "min": "mins", "second": "secs", "sec": "secs",
}  # fmt: skip
_UNIT: Final = "|".join(_UNITS)
_INTERVALS: Final = re.compile(
    rf"\binterval\s+'\ue000(?P<one>\d+)\ue001\s*(?P<unit>{_UNIT})s?'"
    rf"|'\ue000(?P<other>\d+)\ue001\s*(?P<kind>{_UNIT})s?'::interval\b",
    re.IGNORECASE,
)

#: What may not touch a number: with it, the number would be part of a word, a text or a longer number.
_TOUCHES_BEFORE: Final = re.compile("[\\w'\"$.:\ue001-]\\Z")
_TOUCHES_AFTER: Final = re.compile("[\\w'\"(.$\ue000]")

#: Types of parameters that take what a number in the text is, however large: a narrower one refuses what only
#: finds nothing there. The parts of an interval are narrow in both.
_WIDE: Final = frozenset({"int8", "numeric", "float8"})
_OF_INTERVALS: Final = frozenset({"int4", "float8"})


#: What PostgreSQL reads as an integer.
_INTEGERS: Final = range(-(2**31), 2**31)


def mark(place: int) -> str:
    """What stands in the text for the number at a place of a list."""
    return f"\ue000{place}\ue001"


@dataclass(frozen=True, slots=True)
class Written:
    """A number that was in the text.

    Attributes:
        place: its place in the list of them.
        of_interval: it is a part of make_interval().
        value: the number itself, where it is a constant.
    """

    place: int
    of_interval: bool
    value: int | None = None

    def check(self, kind: str | None) -> None:
        """Refuse a number that is narrower as a parameter than in the text.

        Args:
            kind: the type of the parameter.

        Raises:
            Refusal: ``query.dynamic``.
        """
        # as a constant in the text, it is an integer itself
        if kind == "int4" and self.value is not None and self.value in _INTEGERS:
            return
        if kind not in (_OF_INTERVALS if self.of_interval else _WIDE):
            raise Refusal("query.dynamic", f"a number in the query would be a parameter of type {kind or 'unknown'}")


def numbered(text: str, first: int, constants: Sequence[str | None] = ()) -> tuple[str, tuple[Written, ...]]:
    """The text with parameters for its numbers, ``$first`` and on, and what they are.

    Args:
        text: with marks.
        first: the number of the first parameter.
        constants: by their places, the numbers that are constants.

    Raises:
        Refusal: ``query.dynamic``: a number stands inside a word or a text.
    """
    found: list[Written] = []

    def parameter(place: str, *, of_interval: bool) -> str:
        constant = constants[int(place)] if constants else None
        written = Written(int(place), of_interval, None if constant is None else int(constant))
        if written not in found:
            found.append(written)
        return f"${first + found.index(written)}"

    def interval(match: re.Match[str]) -> str:
        one = match["one"] or match["other"]
        unit = _UNITS[(match["unit"] or match["kind"]).lower()]
        return f"make_interval({unit} => {parameter(one, of_interval=True)})"

    marked = _INTERVALS.sub(interval, text)
    text = _MARK.sub(lambda match: _known(match, marked, constants), marked)
    for match in _MARK.finditer(text):
        if _is_inside(match, text):
            raise Refusal("query.dynamic", "a number is put inside a word or a text of the query")
    return _MARK.sub(lambda match: parameter(match[1], of_interval=False), text), tuple(found)


def _is_inside(match: re.Match[str], text: str) -> bool:
    """Whether a number is a part of a word or of a quoted text."""
    before, after = text[: match.start()], text[match.end() :]
    return bool(_TOUCHES_BEFORE.search(before) or _TOUCHES_AFTER.match(after)) or before.count("'") % 2 == 1


def _known(match: re.Match[str], text: str, constants: Sequence[str | None]) -> str:
    """The digits of a constant where no parameter can be: in a text, or behind ``~``, which tells no type."""
    constant = constants[int(match[1])] if constants else None
    is_needed = _is_inside(match, text) or text[: match.start()].endswith("~")
    return match[0] if constant is None or not is_needed else constant
