"""What a real server accepts as the same statement, and what it must not: the pairs of the static gate once more."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from court_rooms import Court, court_over
from models_of_chess import TABLES
from other_expressions import WRONG_EXPRESSIONS
from other_sources import WRONG_SOURCES
from other_statements import WRONG, Wrong
from same_statements import SAME
from server_questions import question_of

from codemod.postgres.binaries import BIN_VARIABLE, Binaries, installed
from codemod.postgres.server import PostgresServer

pytestmark = pytest.mark.postgres


EVERY_WRONG = [*WRONG, *WRONG_EXPRESSIONS, *WRONG_SOURCES]

#: Wrong rewrites whose statement is right: a server sees neither the values of arguments nor who reads the rows.
OUT_OF_SIGHT = {
    ("star_as_entity", "columns instead of the model"): "who reads the rows",
    ("core_table_in_a_schema", "a key names the column"): "who reads the rows",
    ("attribute_of_another_name", "the attribute names the key"): "who reads the rows",
    ("records", "lists instead of tuples"): "what SQLAlchemy makes of the value",
    ("nullable", "None becomes IS NULL"): "the argument",
    ("double_argument", "an int becomes INTEGER"): "the argument",
    ("json_containment", "encoded by SQLAlchemy"): "the argument",
    ("share_of_rows", "as a Decimal"): "what SQLAlchemy makes of the value",
    ("document_compared", "as a string"): "the argument",
    ("document_as_text", "encoded by SQLAlchemy"): "the argument",
    ("document_as_text", "encoded by a typed bind"): "the argument",
    ("any", "None raises in in_()"): "the argument",
    ("interval_times_argument", "another interval"): "sixty minutes are an hour",
}
#: in_() sends as many binds as its list has elements.
LISTS = ("any_as_in", "all_as_not_in")


def _one_of_each_version() -> dict[str, Binaries]:
    """The installations of this machine by major version; none where one is named or none is found."""
    if BIN_VARIABLE in os.environ:
        return {}
    found: dict[str, Binaries] = {}
    for binaries in installed():
        said = subprocess.run([binaries.folder / "postgres", "--version"], capture_output=True, text=True, check=True)
        found.setdefault(said.stdout.split()[2].partition(".")[0], binaries)
    return found


INSTALLED = _one_of_each_version()


@pytest.fixture(scope="module", params=list(INSTALLED) or [""])
def court(request: pytest.FixtureRequest, postgres: PostgresServer) -> Iterator[Court]:
    """A judge on each version of PostgreSQL that this machine has."""
    with ExitStack() as stack:
        server = stack.enter_context(PostgresServer(INSTALLED[request.param])) if request.param else postgres
        tables = [table for name, table in TABLES.items() if name != "Mood"]
        yield stack.enter_context(court_over(server, "court", tables))


@pytest.mark.parametrize("name", SAME)
def test_the_same_statement_is_proved(name: str, court: Court) -> None:
    verdict = court.verdict(question_of(SAME[name]))
    assert verdict.judgement == ("not checked" if name in LISTS else "proved"), verdict


@pytest.mark.parametrize(
    "wrong",
    [wrong for wrong in EVERY_WRONG if (wrong.of, wrong.why) not in OUT_OF_SIGHT],
    ids=lambda wrong: f"{wrong.of}-{wrong.why}".replace(" ", "_"),
)
def test_a_wrong_rewrite_differs(wrong: Wrong, court: Court) -> None:
    verdict = court.verdict(question_of(replace(SAME[wrong.of], code=wrong.code)))
    assert verdict.judgement == "differs", verdict


@pytest.mark.parametrize(("of", "why"), OUT_OF_SIGHT)
def test_what_is_out_of_sight_still_is(of: str, why: str, court: Court) -> None:
    wrong = next(wrong for wrong in EVERY_WRONG if (wrong.of, wrong.why) == (of, why))
    assert court.verdict(question_of(replace(SAME[of], code=wrong.code))).judgement != "differs"
