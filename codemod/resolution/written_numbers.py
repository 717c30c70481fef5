"""Numbers that an f-string writes into a query, as parameters of it: ``LIMIT {limit}``."""

from __future__ import annotations

import re
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


def mark(place: int) -> str:
    """What stands in the text for the number at a place of a list."""
    return f"\ue000{place}\ue001"


@dataclass(frozen=True, slots=True)
class Written:
    """A number that was in the text.

    Attributes:
        place: its place in the list of them.
        of_interval: it is a part of make_interval().
    """

    place: int
    of_interval: bool

    def check(self, kind: str | None) -> None:
        """Refuse a number that is narrower as a parameter than in the text.

        Args:
            kind: the type of the parameter.

        Raises:
            Refusal: ``query.dynamic``.
        """
        if kind not in (_OF_INTERVALS if self.of_interval else _WIDE):
            raise Refusal("query.dynamic", f"a number in the query would be a parameter of type {kind or 'unknown'}")


def numbered(text: str, first: int) -> tuple[str, tuple[Written, ...]]:
    """The text with parameters for its numbers, ``$first`` and on, and what they are.

    Raises:
        Refusal: ``query.dynamic``: a number stands inside a word or a text.
    """
    found: list[Written] = []

    def parameter(place: str, *, of_interval: bool) -> str:
        written = Written(int(place), of_interval)
        if written not in found:
            found.append(written)
        return f"${first + found.index(written)}"

    def interval(match: re.Match[str]) -> str:
        one = match["one"] or match["other"]
        unit = _UNITS[(match["unit"] or match["kind"]).lower()]
        return f"make_interval({unit} => {parameter(one, of_interval=True)})"

    text = _INTERVALS.sub(interval, text)
    for match in _MARK.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _TOUCHES_BEFORE.search(before) or _TOUCHES_AFTER.match(after) or before.count("'") % 2:
            raise Refusal("query.dynamic", "a number is put inside a word or a text of the query")
    return _MARK.sub(lambda match: parameter(match[1], of_interval=False), text), tuple(found)
