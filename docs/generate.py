"""Writes the pages that are tables of the code: ``python docs/generate.py``, or ``make docs``."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from types import FunctionType
from typing import Final

from codemod.advising.advice import ADVICE
from codemod.outcome import REFUSALS
from codemod.registry import CONSTRUCTS, LOWERERS, Lowerer, load_transforms

HERE: Final = Path(__file__).parent

_GAPS: Final = {"notyet": "a gap of alchemod", "never": "a limit that stays"}

_REFUSALS_INTRO: Final = """\
# Refusal codes

A call site that is not rewritten stays byte for byte, and the report says why with one of these codes. The list is
written from `codemod/outcome.py`.
"""

_FINDINGS: Final = """\
## Findings

What `check` tells besides, and no call site is refused for: where models and DDL disagree
([`models.*`](models.md)), methods that nearly fit ([`repository.*`](repositories.md)), SQL that the server refuses
(`server.refused`), and what runs SQL without being a call of it:

| code | what it says |
|---|---|
| `call.as-value` | a method is handed on (`retry(pool.fetch, …)`, `run = conn.execute`): what is run through it stays |
| `call.retries` | the project's own database wrapper runs a query again that has failed; a session doesn't |
| `call.cache` | the project's own database wrapper answers from a cache, which a session neither reads nor empties |
| `call.function` | a function that passes its query on may be called by a name of `import *`: import it by name |
| `call.mocked` | a test puts something in the place of a method, which code that is migrated doesn't call any more |
| `connection.unused` | a function or class gave connections, and nothing asks it for one any more: it can go |
| `errors.text` | the text or class of any exception goes elsewhere than into a log: it is SQLAlchemy's, with the SQL |
"""

_ADVICE_INTRO: Final = """\
# Advice

`alchemod advise` says what a reviewer would say about the raw SQL of a project: each advice with its place, what would
be better, and the places that show it. Nothing is changed, by no command; `check --advise` adds the same to its report.
A query that alchemod can't read gets no advice, and neither do tests. What is not certain is not said: an index that
can't be read counts as one on everything it names.

```console
$ alchemod advise
cogs/polls.py:60:36: loop.query runs for every row of the query on poll_option
    rather: LEFT JOIN poll ON poll.id = poll_option.poll_id in the query before the loop; or …
    evidence: cogs/polls.py:29 the rows: SELECT poll_id FROM poll_option WHERE tokens @@ PLAINTO_TSQUERY($1)
```

`--select CODE` and `--ignore CODE` (repeatable; `loop` stands for all codes that begin with it) choose, and so does
`pyproject.toml`:

```toml
[tool.alchemod.advise]
ignore = ["index", "result.unbounded"]
```
"""

_CONSTRUCTS_INTRO: Final = """\
# Constructs

What alchemod reads, with the form it gets in SQLAlchemy: one entry per handler, written from the handlers' own
descriptions; clauses that a statement's handler reads itself stand in its part of the code. What has no form is
[refused](#refused), with a code that names the construct.
"""

_REFUSED_INTRO: Final = """\
## Refused

By code: what it says, what to do, the classes of sqlglot that are refused by it, and statements of the test cases that
are. The tables and columns of these statements are those of `tests/lowering_models.py`.
"""

_FORM: Final = re.compile(r"``[^`]+``(, ``[^`]+``)*: ")

#: The sections of the manuals that a handler follows, to the end of its paragraph.
_MANUALS: Final = re.compile(r"PostgreSQL manual.*")

#: Cases shown of a code, the shortest ones.
_EXAMPLES: Final = 6

_CASES: Final = HERE.parent / "tests" / "cases" / "lowering"


def refusals_page() -> str:
    """The page of refusal codes."""
    rows = [f"| `{kind.code}` | {kind.title} | {kind.remedy} | {_GAPS[kind.gap]} |" for kind in REFUSALS.values()]
    return "\n".join(
        [
            _REFUSALS_INTRO,
            "| code | what it says | what to do | whose limit |",
            "|---|---|---|---|",
            *rows,
            "",
            _FINDINGS,
        ]
    )


def constructs_page() -> str:
    """The page of SQL constructs, by the module that handles them."""
    load_transforms()
    lines = [_CONSTRUCTS_INTRO]
    described = [*_by_function(LOWERERS), *_clauses()]
    described.sort(key=lambda item: (item[0].__module__, item[0].__code__.co_firstlineno))
    for module, entries in groupby(described, key=lambda item: item[0].__module__):
        lines += [f"## {module.removeprefix('transforms.').replace('.', ': ')}", ""]
        for function, names in entries:
            classes = f"{', '.join(f'`{name}`' for name in names)}: " if names else ""
            lines.append(f"- {classes}{_summary(function)}")
        lines.append("")
    return "\n".join([*lines, _REFUSED_INTRO, *_refused_constructs()])


def advice_page() -> str:
    """The page of advice."""
    rows = [f"| `{kind.code}` | {kind.title} | {kind.evidence} |" for kind in ADVICE.values()]
    return "\n".join([_ADVICE_INTRO, "| code | what it says | what it takes to say so |", "|---|---|---|", *rows, ""])


def _refused_constructs() -> Iterator[str]:
    """Each code of the SQL, of the models and of types, with its classes and cases."""
    cases = dict(_refused_cases())
    for kind in REFUSALS.values():
        classes = sorted(_named(item) for item, code in CONSTRUCTS.items() if code == kind.code)
        if kind.code not in cases and not classes:
            continue
        yield f"### `{kind.code}`\n\n{kind.title[:1].upper()}{kind.title[1:]}; {kind.remedy}.\n"
        if classes:
            yield f"Classes: {', '.join(f'`{name}`' for name in classes)}.\n"
        if kind.code in cases:
            yield "\n".join(["```sql", *sorted(cases[kind.code], key=len)[:_EXAMPLES], "```\n"])


def _named(construct: type | tuple[type, str]) -> str:
    return f"{construct[0].__name__}.{construct[1]}" if isinstance(construct, tuple) else construct.__name__


def _refused_cases() -> Iterator[tuple[str, list[str]]]:
    """The statements of the lowering cases that are refused, by code."""
    found: dict[str, list[str]] = {}
    for path in sorted(_CASES.glob("*.sql")):
        for block in path.read_text().strip().split("\n\n"):
            sql, expected = block.split("\n=> ")
            if expected.startswith("refused: "):
                found.setdefault(expected.removeprefix("refused: "), []).append(re.sub(r"^--.*\n", "", sql))
    yield from found.items()


def _by_function(table: Mapping[type, Lowerer]) -> Iterator[tuple[FunctionType, list[str]]]:
    """The handlers with the names of their classes."""
    found: dict[FunctionType, list[str]] = {}
    for node_class, lowerer in table.items():
        assert isinstance(lowerer.function, FunctionType)
        found.setdefault(lowerer.function, []).append(node_class.__name__)
    yield from ((function, sorted(names)) for function, names in found.items())


def _clauses() -> Iterator[tuple[FunctionType, list[str]]]:
    """The functions that lower a clause for the handler of its statement: they are described as SQL, colon, form."""
    handlers = {lowerer.function for lowerer in LOWERERS.values()}
    for name, module in sys.modules.items():
        if name.startswith(("transforms.clauses.", "transforms.statements.", "transforms.expressions.")):
            for function in vars(module).values():
                own = isinstance(function, FunctionType) and function.__module__ == name and function not in handlers
                if own and _FORM.match(function.__doc__ or ""):
                    yield function, []


def _summary(function: FunctionType) -> str:
    """What a handler makes of its construct, and the sections of the manuals that it follows."""
    first, *others = (" ".join(part.split()) for part in (inspect.getdoc(function) or "").split("\n\n"))
    followed = (found for part in others if (found := _MANUALS.search(part)))
    return " ".join([first, *(found[0] for found in followed)]).replace("``", "`")


PAGES: Final = {"refusals.md": refusals_page, "constructs.md": constructs_page, "advice.md": advice_page}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page())


if __name__ == "__main__":
    main()
