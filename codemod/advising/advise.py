"""All rules over a project's queries, and which of them are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from codemod.advising.advice import ADVICE, Advice
from codemod.advising.events import repeated_read
from codemod.advising.indexing import missing_index
from codemod.advising.loops import query_in_loop, write_in_loop
from codemod.advising.results import unbounded, unused_rows
from codemod.advising.survey import Query, Survey, survey_project
from codemod.config import Config
from codemod.files.project import all_files
from codemod.project_context import load_context

#: What gives the advice of a code.
Rule = Callable[[Query, Survey], Iterator[Advice]]

RULES: Final[Mapping[str, Rule]] = {
    "loop.query": query_in_loop,
    "loop.write": write_in_loop,
    "index.missing": missing_index,
    "event.repeated-read": repeated_read,
    "result.unused-rows": unused_rows,
    "result.unbounded": unbounded,
}
assert RULES.keys() == ADVICE.keys(), "every code of the table has a rule"


def advise_project(config: Config, files: Sequence[PurePosixPath]) -> tuple[Advice, ...]:
    """Advice on the queries of some files, by place.

    Args:
        config: configuration; what the whole project asks its database is looked at, whatever the files are.
        files: the files to give advice on.
    """
    every = all_files(config)
    survey = survey_project(load_context(config, every), every)
    wanted = {path.as_posix() for path in files}
    rules = [rule for code, rule in RULES.items() if config.advise.asks_for(code)]
    found = (
        advice for query in survey.queries if query.path in wanted for rule in rules for advice in rule(query, survey)
    )
    return tuple(sorted(found))
