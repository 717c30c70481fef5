"""Writes the pages that are tables of the code: ``python docs/generate.py``, or ``make docs``."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final

from codemod.outcome import REFUSALS
from codemod.registry import LOWERERS, Lowerer, load_transforms

HERE: Final = Path(__file__).parent

_GAPS: Final = {"notyet": "a gap of alchemod", "never": "a limit that stays"}

_REFUSALS_INTRO: Final = """\
# Refusal codes

A call site that is not rewritten stays byte for byte, and the report says why with one of these codes. The list is
written from `codemod/outcome.py`.
"""

_CONSTRUCTS_INTRO: Final = """\
# Constructs

What alchemod reads, with the form it gets in SQLAlchemy: one entry per handler, written from the handlers' own
descriptions. What is not listed is refused as `sql.unsupported`.
"""


def refusals_page() -> str:
    """The page of refusal codes."""
    rows = [f"| `{kind.code}` | {kind.title} | {kind.remedy} | {_GAPS[kind.gap]} |" for kind in REFUSALS.values()]
    return "\n".join(
        [_REFUSALS_INTRO, "| code | what it says | what to do | whose limit |", "|---|---|---|---|", *rows, ""]
    )


def constructs_page() -> str:
    """The page of SQL constructs, by the module that handles them."""
    load_transforms()
    lines = [_CONSTRUCTS_INTRO]
    handled = sorted(_by_function(LOWERERS), key=lambda item: (item[0].function.__module__, _line(item[0])))
    for module, entries in groupby(handled, key=lambda item: item[0].function.__module__):
        lines += [f"## {module.removeprefix('transforms.').replace('.', ': ')}", ""]
        for lowerer, names in entries:
            lines.append(f"- {', '.join(f'`{name}`' for name in names)}: {_summary(lowerer)}")
        lines.append("")
    return "\n".join(lines)


def _by_function(table: Mapping[type, Lowerer]) -> Iterator[tuple[Lowerer, list[str]]]:
    found: dict[object, tuple[Lowerer, list[str]]] = {}
    for node_class, lowerer in table.items():
        found.setdefault(lowerer.function, (lowerer, []))[1].append(node_class.__name__)
    yield from ((lowerer, sorted(names)) for lowerer, names in found.values())


def _line(lowerer: Lowerer) -> int:
    return lowerer.function.__code__.co_firstlineno


def _summary(lowerer: Lowerer) -> str:
    paragraph = (inspect.getdoc(lowerer.function) or "").split("\n\n")[0]
    return " ".join(paragraph.split()).replace("``", "`")


PAGES: Final = {"refusals.md": refusals_page, "constructs.md": constructs_page}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page())


if __name__ == "__main__":
    main()
